import { type AccessRequest, type AccessRule, isAllowed } from '../access/access-rules.ts';
import type { User } from '../access/users.ts';
import { badRequest, invalid, invalidField } from '../http/status.ts';
import { isJsonObject, type JsonObject, objectAt, textAt } from '../json.ts';

/** Answers a review that somebody asks about themselves. `now` is when. */
export function answerReview(kind: string, review: JsonObject, user: User, now: string): JsonObject {
  switch (kind) {
    case 'SelfSubjectAccessReview':
      return accessReview(review, user);
    case 'SelfSubjectRulesReview':
      return rulesReview(review, user);
    default:
      return {
        kind: 'SelfSubjectReview',
        apiVersion: 'authentication.k8s.io/v1',
        metadata: { creationTimestamp: now },
        status: { userInfo: { username: user.name, uid: user.uid, groups: [...user.groups] } },
      };
  }
}

function accessReview(review: JsonObject, user: User): JsonObject {
  const spec = objectAt(review, 'spec');
  const resource = spec.resourceAttributes;
  const path = spec.nonResourceAttributes;
  if (isJsonObject(resource) === isJsonObject(path)) {
    const both = isJsonObject(resource) && isJsonObject(path);
    const text = both
      ? 'cannot be specified in combination with resourceAttributes'
      : 'exactly one of nonResourceAttributes or resourceAttributes must be specified';
    const field = both ? 'spec.nonResourceAttributes' : 'spec.resourceAttributes';
    throw invalid({ kind: '', group: 'authorization.k8s.io', name: '' }, [invalidField(field, 'null', text)]);
  }
  const allowed = isAllowed(
    user.rules,
    isJsonObject(resource) ? resourceRequest(resource) : pathRequest(objectAt(spec, 'nonResourceAttributes')),
  );
  return {
    kind: 'SelfSubjectAccessReview',
    apiVersion: 'authorization.k8s.io/v1',
    metadata: {},
    spec,
    status: { allowed },
  };
}

function resourceRequest(attributes: JsonObject): AccessRequest {
  const of = (key: string): string => textAt(attributes, key) ?? '';
  return {
    verb: of('verb'),
    group: of('group'),
    resource: of('resource'),
    subresource: of('subresource'),
    namespace: of('namespace'),
    name: of('name'),
  };
}

const pathRequest = (attributes: JsonObject): AccessRequest => ({
  verb: textAt(attributes, 'verb') ?? '',
  path: textAt(attributes, 'path') ?? '',
});

function rulesReview(review: JsonObject, user: User): JsonObject {
  const namespace = textAt(objectAt(review, 'spec'), 'namespace');
  if (namespace === undefined) throw badRequest('no namespace on request');
  const applying = user.rules.filter((rule) => rule.namespaces === undefined || rule.namespaces.includes(namespace));
  const ofResources = (rule: AccessRule): JsonObject[] =>
    rule.resources === undefined
      ? []
      : [{ verbs: [...rule.verbs], apiGroups: [...(rule.groups ?? [])], resources: [...rule.resources] }];
  const ofPaths = (rule: AccessRule): JsonObject[] =>
    rule.paths === undefined ? [] : [{ verbs: [...rule.verbs], nonResourceURLs: [...rule.paths] }];
  return {
    kind: 'SelfSubjectRulesReview',
    apiVersion: 'authorization.k8s.io/v1',
    metadata: {},
    spec: {},
    status: {
      resourceRules: applying.flatMap(ofResources),
      nonResourceRules: applying.flatMap(ofPaths),
      incomplete: false,
    },
  };
}
