import { randomBytes } from 'node:crypto';
import { KINDS } from '../kinds/kinds.ts';
import type { AccessRule } from './access-rules.ts';

export type UserName = 'admin' | 'editor' | 'viewer';
export const USER_NAMES: readonly UserName[] = ['admin', 'editor', 'viewer'];

/** Somebody who may ask the cluster for something. */
export interface User {
  readonly name: string;
  readonly uid: string;
  readonly groups: readonly string[];
  readonly rules: readonly AccessRule[];
}

/** Everyone may ask who they are and what they may do, and see what is served. */
const BASICS: readonly AccessRule[] = [
  {
    verbs: ['create'],
    groups: ['authorization.k8s.io'],
    resources: ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'],
  },
  { verbs: ['create'], groups: ['authentication.k8s.io'], resources: ['selfsubjectreviews'] },
  {
    verbs: ['get'],
    paths: [
      '/api',
      '/api/*',
      '/apis',
      '/apis/*',
      '/healthz',
      '/livez',
      '/openapi',
      '/openapi/*',
      '/readyz',
      '/version',
      '/version/',
    ],
  },
];
const PUBLIC: readonly AccessRule[] = [
  { verbs: ['get'], paths: ['/healthz', '/livez', '/readyz', '/version', '/version/'] },
];

/** Every kind of a group with its subresources; reaching into pods is another matter. */
const resourcesOf = (group: string): readonly string[] => [
  ...KINDS.filter((kind) => kind.group === group).flatMap((kind) => [
    kind.plural,
    ...kind.subresources.map((subresource) => `${kind.plural}/${subresource}`),
  ]),
  ...(group === '' ? ['pods/log'] : []),
];
const GROUPS = [...new Set(KINDS.map((kind) => kind.group))];
const READ_ALL: readonly AccessRule[] = GROUPS.map((group) => ({
  verbs: ['get', 'list', 'watch'],
  groups: [group],
  resources: resourcesOf(group),
}));

/** Where the editor may write. */
export const EDITED_NAMESPACES: readonly string[] = ['default', 'bookinfo'];
const NOT_EDITED = new Set([
  'namespaces',
  'namespaces/status',
  'nodes',
  'nodes/status',
  'customresourcedefinitions',
  'gatewayclasses',
]);
const EDIT: readonly AccessRule[] = [
  ...GROUPS.map((group) => ({
    verbs: ['create', 'update', 'patch', 'delete', 'deletecollection'],
    namespaces: EDITED_NAMESPACES,
    groups: [group],
    resources: resourcesOf(group).filter((resource) => !NOT_EDITED.has(resource)),
  })).filter((rule) => rule.resources.length > 0),
  { verbs: ['get'], namespaces: EDITED_NAMESPACES, groups: [''], resources: ['pods/proxy'] },
];

const person = (name: string, uid: string, groups: readonly string[], rules: readonly AccessRule[]): User => ({
  name,
  uid,
  groups: [...groups, 'system:authenticated'],
  rules: [...rules, ...BASICS],
});

export const USERS: Readonly<Record<UserName, User>> = {
  admin: person(
    'admin',
    '1',
    ['system:masters'],
    [
      { verbs: ['*'], groups: ['*'], resources: ['*'] },
      { verbs: ['*'], paths: ['*'] },
    ],
  ),
  editor: person('editor', '2', ['editors'], [...READ_ALL, ...EDIT]),
  viewer: person('viewer', '3', ['viewers'], READ_ALL),
};

/** Who sends no token: may ask for health and version. */
export const ANONYMOUS: User = {
  name: 'system:anonymous',
  uid: '',
  groups: ['system:unauthenticated'],
  rules: PUBLIC,
};

/** A new secret token for each user. */
export const newTokens = (): Readonly<Record<UserName, string>> => ({
  admin: randomBytes(24).toString('base64url'),
  editor: randomBytes(24).toString('base64url'),
  viewer: randomBytes(24).toString('base64url'),
});
