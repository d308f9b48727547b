import { type FieldProblem, invalidField } from '../http/status.ts';
import { isJsonObject, type Json, type JsonObject, listAt, numberAt, objectAt, textAt } from '../json.ts';
import type { ResourceKind } from '../kinds/resource-kind.ts';

/** The rules (CEL) that CustomResourceDefinitions carry besides their types, as far as the demo cluster knows them. */
export function definitionRuleProblems(kind: ResourceKind, object: JsonObject): readonly FieldProblem[] {
  return RULES[`${kind.group}/${kind.kind}`]?.(objectAt(object, 'spec')) ?? [];
}

type Rule = (spec: JsonObject) => readonly FieldProblem[];

const broken = (field: string, type: 'object' | 'string' | 'integer', message: string): FieldProblem =>
  invalidField(field, `"${type}"`, message);

const has = (value: Json | undefined, key: string): boolean => isJsonObject(value) && value[key] !== undefined;

function endpointProblems(endpoint: Json, path: string): readonly FieldProblem[] {
  if (!has(endpoint, 'address') && !has(endpoint, 'network')) return [broken(path, 'object', 'Address is required')];
  const unix = textAt(endpoint, 'address')?.startsWith('unix://') === true;
  return unix && has(endpoint, 'ports') ? [broken(path, 'object', 'UDS must not include ports')] : [];
}

const serviceEntry: Rule = (spec) => {
  const problems: FieldProblem[] = [];
  const resolution = textAt(spec, 'resolution') ?? 'NONE';
  if (has(spec, 'workloadSelector') && has(spec, 'endpoints')) {
    problems.push(broken('spec', 'object', 'only one of WorkloadSelector or Endpoints can be set'));
  }
  if (resolution === 'NONE' && has(spec, 'endpoints')) {
    problems.push(broken('spec', 'object', 'NONE mode cannot set endpoints'));
  }
  if (resolution === 'DNS_ROUND_ROBIN' && listAt(spec, 'endpoints').length > 1) {
    problems.push(broken('spec', 'object', 'DNS_ROUND_ROBIN mode cannot have multiple endpoints'));
  }
  const inner = [
    ...listAt(spec, 'endpoints').flatMap((endpoint, index) => endpointProblems(endpoint, `spec.endpoints[${index}]`)),
    ...listAt(spec, 'hosts').flatMap((host, index) =>
      host === '*' ? [broken(`spec.hosts[${index}]`, 'string', 'hostname cannot be wildcard')] : [],
    ),
    ...listAt(spec, 'ports').flatMap((port, index) => {
      const number = numberAt(port, 'number') ?? 0;
      const path = `spec.ports[${index}].number`;
      return number >= 1 && number <= 65_535 ? [] : [broken(path, 'integer', 'port must be between 1-65535')];
    }),
  ];
  return [...problems, ...inner];
};

const gateway: Rule = (spec) =>
  listAt(spec, 'servers').flatMap((server, index) => {
    const tls = objectAt(server, 'tls');
    const given = ['credentialName', 'credentialNames', 'tlsCertificates'].filter((key) => has(tls, key));
    if (given.length < 2) return [];
    const text = given.includes('tlsCertificates')
      ? 'credentialNames, tlsCertificates'
      : 'credentialName, credentialNames';
    return [broken(`spec.servers[${index}].tls`, 'object', `only one of ${text} can be set`)];
  });

const peerAuthentication: Rule = (spec) => {
  const selected = Object.keys(objectAt(objectAt(spec, 'selector'), 'matchLabels')).length > 0;
  return has(spec, 'portLevelMtls') && !selected ? [broken('spec', 'object', 'portLevelMtls requires selector')] : [];
};

const authorizationPolicy: Rule = (spec) => {
  const given = ['selector', 'targetRef', 'targetRefs'].filter((key) => has(spec, key)).length;
  return given > 1 ? [broken('spec', 'object', 'only one of targetRefs or selector can be set')] : [];
};

/** Rules that HTTPRoutes and GRPCRoutes share: where traffic goes and which paths are looked for. */
const route: Rule = (spec) =>
  listAt(spec, 'rules').flatMap((rule, ruleIndex) => {
    const at = `spec.rules[${ruleIndex}]`;
    const backends = listAt(rule, 'backendRefs').flatMap((backend, index) => {
      const service = textAt(backend, 'group') === undefined && (textAt(backend, 'kind') ?? 'Service') === 'Service';
      const path = `${at}.backendRefs[${index}]`;
      return service && !has(backend, 'port') ? [broken(path, 'object', 'Must have port for Service reference')] : [];
    });
    const matches = listAt(rule, 'matches').flatMap((match, index) => {
      return pathProblems(objectAt(match, 'path'), `${at}.matches[${index}].path`);
    });
    return [...backends, ...matches];
  });

function pathProblems(path: JsonObject, at: string): readonly FieldProblem[] {
  const value = textAt(path, 'value');
  if (value === undefined || textAt(path, 'type') === 'RegularExpression') return [];
  const kinds = "when type one of ['Exact', 'PathPrefix']";
  if (!value.startsWith('/'))
    return [broken(at, 'object', `value must be an absolute path and start with '/' ${kinds}`)];
  return ['//', '/./', '/../']
    .filter((part) => value.includes(part))
    .map((part) => broken(at, 'object', `must not contain '${part}' ${kinds}`));
}

const RULES: Readonly<Record<string, Rule>> = {
  'networking.istio.io/ServiceEntry': serviceEntry,
  'networking.istio.io/WorkloadEntry': (spec) => endpointProblems(spec, 'spec'),
  'networking.istio.io/Gateway': gateway,
  'security.istio.io/PeerAuthentication': peerAuthentication,
  'security.istio.io/AuthorizationPolicy': authorizationPolicy,
  'gateway.networking.k8s.io/HTTPRoute': route,
  'gateway.networking.k8s.io/GRPCRoute': route,
};
