import type { StructSchema } from '../schema/schema.ts';
import { schemaOf } from '../schema/schemas.ts';
import { type ResourceKind, resourceName, splitApiVersion } from './resource-kind.ts';

const BUILT_IN_VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];
const CUSTOM_VERBS = ['delete', 'deletecollection', 'get', 'list', 'patch', 'create', 'update', 'watch'];

interface Traits {
  readonly short?: string;
  readonly categories?: readonly string[];
  readonly subresources?: ResourceKind['subresources'];
  readonly cluster?: true;
  readonly uncounted?: true;
  readonly verbs?: readonly string[];
  readonly plural?: string;
  readonly versions?: readonly string[];
  readonly storageVersion?: string;
  readonly custom?: boolean;
  readonly schema?: StructSchema;
}

function define(group: string, kind: string, traits: Traits = {}): ResourceKind {
  const singular = kind.toLowerCase();
  const versions = traits.versions ?? ['v1'];
  const custom = traits.custom ?? false;
  return {
    group,
    versions,
    storageVersion: traits.storageVersion ?? versions[0] ?? 'v1',
    plural: traits.plural ?? `${singular}s`,
    singular,
    kind,
    namespaced: traits.cluster !== true,
    shortNames: traits.short?.split(',') ?? [],
    categories: traits.categories ?? [],
    verbs: traits.verbs ?? (custom ? CUSTOM_VERBS : BUILT_IN_VERBS),
    custom,
    subresources: traits.subresources ?? [],
    counted: traits.uncounted !== true,
    schema: traits.schema ?? schemaOf(group, kind),
  };
}

const ALL = { categories: ['all'] } as const;
const STATUS = { subresources: ['status'] } as const;
const SCALED = { ...ALL, subresources: ['scale', 'status'] } as const;

const CORE: readonly ResourceKind[] = [
  define('', 'ConfigMap', { short: 'cm', uncounted: true }),
  define('', 'Endpoints', { short: 'ep', plural: 'endpoints', uncounted: true }),
  define('', 'Event', { short: 'ev', uncounted: true }),
  define('', 'Namespace', {
    ...STATUS,
    short: 'ns',
    cluster: true,
    uncounted: true,
    verbs: BUILT_IN_VERBS.filter((verb) => verb !== 'deletecollection'),
  }),
  define('', 'Node', { ...STATUS, short: 'no', cluster: true, uncounted: true }),
  define('', 'Pod', { ...ALL, ...STATUS, short: 'po' }),
  define('', 'ServiceAccount', { short: 'sa', uncounted: true }),
  define('', 'Service', { ...ALL, ...STATUS, short: 'svc', uncounted: true }),
];

const APPS: readonly ResourceKind[] = [
  define('apps', 'ControllerRevision', { uncounted: true }),
  define('apps', 'DaemonSet', { ...ALL, ...STATUS, short: 'ds' }),
  define('apps', 'Deployment', { ...SCALED, short: 'deploy' }),
  define('apps', 'ReplicaSet', { ...SCALED, short: 'rs' }),
  define('apps', 'StatefulSet', { ...SCALED, short: 'sts' }),
  define('batch', 'CronJob', { ...ALL, ...STATUS, short: 'cj' }),
  define('batch', 'Job', { ...ALL, ...STATUS }),
  define('discovery.k8s.io', 'EndpointSlice'),
];

const istio = (group: string, kind: string, versions: readonly string[], traits: Traits = {}): ResourceKind =>
  define(group, kind, {
    ...STATUS,
    custom: true,
    versions,
    categories: ['istio-io', `${group.split('.')[0]}-istio-io`],
    ...traits,
  });
const NETWORKING = ['v1', 'v1beta1', 'v1alpha3'];
const SECURITY = ['v1', 'v1beta1'];

const ISTIO: readonly ResourceKind[] = [
  istio('networking.istio.io', 'DestinationRule', NETWORKING, { short: 'dr' }),
  istio('networking.istio.io', 'Gateway', NETWORKING, { short: 'gw' }),
  istio('networking.istio.io', 'ServiceEntry', NETWORKING, { short: 'se', plural: 'serviceentries' }),
  istio('networking.istio.io', 'Sidecar', NETWORKING),
  istio('networking.istio.io', 'VirtualService', NETWORKING, { short: 'vs' }),
  istio('networking.istio.io', 'WorkloadEntry', NETWORKING, { short: 'we', plural: 'workloadentries' }),
  istio('security.istio.io', 'AuthorizationPolicy', SECURITY, { short: 'ap', plural: 'authorizationpolicies' }),
  istio('security.istio.io', 'PeerAuthentication', SECURITY, { short: 'pa' }),
];

const gateway = (kind: string, traits: Traits): ResourceKind =>
  define('gateway.networking.k8s.io', kind, {
    ...STATUS,
    custom: true,
    versions: ['v1', 'v1beta1'],
    categories: ['gateway-api'],
    ...traits,
  });

const GATEWAY_API: readonly ResourceKind[] = [
  gateway('GatewayClass', { short: 'gc', cluster: true, plural: 'gatewayclasses' }),
  gateway('Gateway', { short: 'gtw' }),
  gateway('GRPCRoute', { versions: ['v1'] }),
  gateway('HTTPRoute', {}),
  gateway('ReferenceGrant', { short: 'refgrant', subresources: [], storageVersion: 'v1beta1' }),
];

/** CustomResourceDefinitions can be read, because kubectl does; which kinds exist is fixed. */
const DEFINITIONS = define('apiextensions.k8s.io', 'CustomResourceDefinition', {
  short: 'crd,crds',
  cluster: true,
  categories: ['api-extensions'],
  verbs: ['get', 'list', 'watch'],
  schema: {
    type: 'object',
    name: 'CustomResourceDefinition',
    fields: new Map(),
    exclusive: [],
    open: true,
    atomic: false,
  },
});

/** Every kind that the cluster serves, groups in the order of discovery. */
export const KINDS: readonly ResourceKind[] = [...CORE, ...APPS, DEFINITIONS, ...GATEWAY_API, ...ISTIO];

const BY_RESOURCE = new Map(KINDS.map((kind) => [resourceName(kind), kind]));
const BY_KIND = new Map(KINDS.map((kind) => [`${kind.group}/${kind.kind}`, kind]));

/** The kind by plural name and group, or undefined when it is not served. */
export const kindOf = (plural: string, group: string): ResourceKind | undefined =>
  BY_RESOURCE.get(resourceName({ plural, group }));

/** The kind that an object says it is, whatever its version, or undefined when it is not served. */
export const kindOfObject = (object: {
  readonly apiVersion: string;
  readonly kind: string;
}): ResourceKind | undefined => BY_KIND.get(`${splitApiVersion(object.apiVersion).group}/${object.kind}`);
