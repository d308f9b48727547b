import type { JsonObject } from '../json.ts';
import { apiVersionOf, type ResourceKind } from '../kinds/resource-kind.ts';

/** Kinds that can only be asked: created, answered and not kept. */
export const REVIEWS = [
  { group: 'authentication.k8s.io', kind: 'SelfSubjectReview', plural: 'selfsubjectreviews' },
  { group: 'authorization.k8s.io', kind: 'SelfSubjectAccessReview', plural: 'selfsubjectaccessreviews' },
  { group: 'authorization.k8s.io', kind: 'SelfSubjectRulesReview', plural: 'selfsubjectrulesreviews' },
] as const;

const SUBRESOURCE_VERBS = ['get', 'patch', 'update'];
/** Subresources of pods that are answered besides the status. */
const POD_SUBRESOURCES = [
  { name: 'log', kind: 'Pod', verbs: ['get'] },
  { name: 'proxy', kind: 'PodProxyOptions', verbs: ['get'] },
];
/** Newer versions first, as the API server orders them. */
const VERSION_ORDER = ['v1', 'v1beta1', 'v1alpha3'];

type Kinds = readonly ResourceKind[];

/** The groups of the kinds that are served, and of the reviews. */
export const groupsOf = (kinds: Kinds): readonly string[] =>
  [...new Set([...kinds.map((kind) => kind.group), ...REVIEWS.map((review) => review.group)])].sort();

/** The versions of a group, preferred first; empty for a group that is not served. */
export function versionsOf(kinds: Kinds, group: string): readonly string[] {
  const served = kinds.filter((kind) => kind.group === group).flatMap((kind) => kind.versions);
  const reviewed = REVIEWS.some((review) => review.group === group) ? ['v1'] : [];
  return VERSION_ORDER.filter((version) => served.includes(version) || reviewed.includes(version));
}

const kindsIn = (kinds: Kinds, group: string, version: string): Kinds =>
  kinds
    .filter((kind) => kind.group === group && kind.versions.includes(version))
    .toSorted((a, b) => (a.plural < b.plural ? -1 : 1));

/** `GET /api`. */
export const coreVersions = (address: string): JsonObject => ({
  kind: 'APIVersions',
  versions: ['v1'],
  serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: address }],
});

function groupOf(kinds: Kinds, group: string): JsonObject {
  const versions = versionsOf(kinds, group).map((version) => ({ groupVersion: apiVersionOf(group, version), version }));
  return { name: group, versions, preferredVersion: versions[0] ?? { groupVersion: group, version: 'v1' } };
}

/** `GET /apis`. */
export const groupList = (kinds: Kinds): JsonObject => ({
  kind: 'APIGroupList',
  apiVersion: 'v1',
  groups: groupsOf(kinds)
    .filter((group) => group !== '')
    .map((group) => groupOf(kinds, group)),
});

/** `GET /apis/<group>`, or undefined for a group that is not served. */
export const apiGroup = (kinds: Kinds, group: string): JsonObject | undefined =>
  group !== '' && groupsOf(kinds).includes(group)
    ? { kind: 'APIGroup', apiVersion: 'v1', ...groupOf(kinds, group) }
    : undefined;

/** `GET /api/v1`, `/apis/<group>/<version>`; undefined when not served. */
export function resourceList(kinds: Kinds, group: string, version: string): JsonObject | undefined {
  if (!versionsOf(kinds, group).includes(version)) return undefined;
  const resources: JsonObject[] = kindsIn(kinds, group, version).flatMap((kind) => [
    {
      name: kind.plural,
      singularName: kind.singular,
      namespaced: kind.namespaced,
      kind: kind.kind,
      verbs: [...kind.verbs],
      ...(kind.shortNames.length === 0 ? {} : { shortNames: [...kind.shortNames] }),
      ...(kind.categories.length === 0 ? {} : { categories: [...kind.categories] }),
    },
    ...subresourcesOf(kind).map((subresource) => ({
      name: `${kind.plural}/${subresource.name}`,
      singularName: '',
      namespaced: kind.namespaced,
      ...(subresource.name === 'scale' ? { group: 'autoscaling', version: 'v1' } : {}),
      kind: subresource.kind,
      verbs: [...subresource.verbs],
    })),
  ]);
  const reviews: JsonObject[] = REVIEWS.filter((review) => review.group === group).map((review) => ({
    name: review.plural,
    singularName: review.kind.toLowerCase(),
    namespaced: false,
    kind: review.kind,
    verbs: ['create'],
  }));
  const groupVersion = apiVersionOf(group, version);
  return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion, resources: [...resources, ...reviews] };
}

interface Subresource {
  readonly name: string;
  readonly kind: string;
  readonly verbs: readonly string[];
}

function subresourcesOf(kind: ResourceKind): readonly Subresource[] {
  const own = kind.subresources.map((name) => ({
    name,
    kind: name === 'scale' ? 'Scale' : kind.kind,
    verbs: SUBRESOURCE_VERBS,
  }));
  return kind.kind === 'Pod' ? [...POD_SUBRESOURCES, ...own] : own;
}

/** The same as one document: aggregated discovery of the core group (`/api`) or of all others (`/apis`). */
export function aggregated(kinds: Kinds, core: boolean): JsonObject {
  const groups = groupsOf(kinds).filter((group) => (group === '') === core);
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: 'apidiscovery.k8s.io/v2',
    metadata: {},
    items: groups.map((group) => ({
      metadata: group === '' ? {} : { name: group },
      versions: versionsOf(kinds, group).map((version) => ({
        version,
        freshness: 'Current',
        resources: [
          ...kindsIn(kinds, group, version).map((kind) => aggregatedKind(kind, version)),
          ...REVIEWS.filter((review) => review.group === group).map((review) => ({
            resource: review.plural,
            responseKind: { group, version, kind: review.kind },
            scope: 'Cluster',
            singularResource: review.kind.toLowerCase(),
            verbs: ['create'],
          })),
        ],
      })),
    })),
  };
}

function aggregatedKind(kind: ResourceKind, version: string): JsonObject {
  const subresources = subresourcesOf(kind).map((subresource) => ({
    subresource: subresource.name,
    responseKind:
      subresource.name === 'scale'
        ? { group: 'autoscaling', version: 'v1', kind: 'Scale' }
        : { group: kind.group, version, kind: subresource.kind },
    verbs: [...subresource.verbs],
  }));
  return {
    resource: kind.plural,
    responseKind: { group: kind.group, version, kind: kind.kind },
    scope: kind.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: kind.singular,
    verbs: [...kind.verbs],
    ...(kind.shortNames.length === 0 ? {} : { shortNames: [...kind.shortNames] }),
    ...(kind.categories.length === 0 ? {} : { categories: [...kind.categories] }),
    ...(subresources.length === 0 ? {} : { subresources }),
  };
}

/** `GET /version`. */
export const VERSION: JsonObject = {
  major: '1',
  minor: '34',
  emulationMajor: '1',
  emulationMinor: '34',
  minCompatibilityMajor: '1',
  minCompatibilityMinor: '33',
  gitVersion: 'v1.34.4+weir-demo',
  gitCommit: '',
  gitTreeState: 'clean',
  buildDate: '2026-01-01T00:00:00Z',
  goVersion: 'go1.24',
  compiler: 'gc',
  platform: 'linux/amd64',
};
