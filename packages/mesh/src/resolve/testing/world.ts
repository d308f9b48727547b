import type { Pod, Service } from '../../resources/core.ts';
import type { DestinationRule, Gateway, ServiceEntry, Sidecar, VirtualService } from '../../resources/istio.ts';
import type { KubernetesObject } from '../../resources/metadata.ts';
import { buildSnapshot, type SnapshotOptions } from '../../snapshot/build-snapshot.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { decide } from '../decide.ts';
import { compileRoutes } from '../route-table.ts';
import type { Decision, RouteClient, RouteRequest } from '../types.ts';

/** Builders for small clusters in tests. Objects are older the smaller their `age`-numbered second is. */

type Spec<T extends { spec?: unknown }> = NonNullable<T['spec']>;
type Labels = Readonly<Record<string, string>>;

const stamp = (second: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();

function meta(ref: string, second: number): KubernetesObject['metadata'] {
  const [namespace = 'default', name = ''] = ref.split('/');
  return { namespace, name, creationTimestamp: stamp(second) };
}

const istio = 'networking.istio.io/v1';

/** `ref` is `<namespace>/<name>`; `second` is the second of its creation. */
export const virtualService = (ref: string, spec: Spec<VirtualService>, second = 0): VirtualService => ({
  apiVersion: istio,
  kind: 'VirtualService',
  metadata: meta(ref, second),
  spec,
});

export const destinationRule = (ref: string, spec: Spec<DestinationRule>, second = 0): DestinationRule => ({
  apiVersion: istio,
  kind: 'DestinationRule',
  metadata: meta(ref, second),
  spec,
});

export const gateway = (ref: string, spec: Spec<Gateway>): Gateway => ({
  apiVersion: istio,
  kind: 'Gateway',
  metadata: meta(ref, 0),
  spec,
});

export const sidecar = (ref: string, spec: object, second = 0): Sidecar => ({
  apiVersion: istio,
  kind: 'Sidecar',
  metadata: meta(ref, second),
  spec,
});

export const serviceEntry = (ref: string, spec: Spec<ServiceEntry>): ServiceEntry => ({
  apiVersion: istio,
  kind: 'ServiceEntry',
  metadata: meta(ref, 0),
  spec,
});

const DEFAULT_PORTS: readonly NonNullable<Spec<Service>['ports']>[number][] = [
  { name: 'http', port: 8080 },
  { name: 'http-alt', port: 9090 },
  { name: 'tcp', port: 9000 },
  { name: 'tls', port: 9443 },
];

/** A service that selects the label `app` of its own name, on ports 8080 and 9090 (HTTP), 9000 (TCP) and 9443 (TLS). */
export function service(ref: string, spec: Partial<Spec<Service>> = {}, annotations: Labels = {}): Service {
  const metadata = meta(ref, 0);
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { ...metadata, annotations },
    spec: { selector: { app: metadata.name }, ports: DEFAULT_PORTS, ...spec },
  };
}

/** A pod that is ready unless told otherwise. */
export function pod(ref: string, labels: Labels, ready = true): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...meta(ref, 0), labels },
    status: { phase: 'Running', conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] },
  };
}

/** `shop/alpha` with one ready pod for each version (v1, v2, v3), and subsets of the same names. */
export const alpha = (): readonly KubernetesObject[] => [
  service('shop/alpha', { clusterIP: '10.96.0.10' }),
  ...['v1', 'v2', 'v3'].map((version) => pod(`shop/alpha-${version}`, { app: 'alpha', version })),
];

export const ALPHA = 'alpha.shop.svc.cluster.local';

export const subsets = (...versions: readonly string[]) =>
  versions.map((version) => ({ name: version, labels: { version } }));

export const alphaSubsets = (): DestinationRule =>
  destinationRule('shop/alpha', { host: 'alpha', subsets: subsets('v1', 'v2', 'v3') });

/** A destination within the host `alpha` of the rule's namespace. */
export const to = (subset?: string, weight?: number, host = 'alpha', port?: number) => ({
  destination: {
    host,
    ...(subset === undefined ? {} : { subset }),
    ...(port === undefined ? {} : { port: { number: port } }),
  },
  ...(weight === undefined ? {} : { weight }),
});

export const snapshotOf = (objects: readonly KubernetesObject[], options: SnapshotOptions = {}): Snapshot =>
  buildSnapshot(objects, options);

export const inShop: RouteClient = { namespace: 'shop', labels: { app: 'client', version: 'v1' } };
export const inBank: RouteClient = { namespace: 'bank', labels: { app: 'teller' } };
export const atGateway: RouteClient = {
  namespace: 'shop',
  labels: { istio: 'ingressgateway' },
  gateway: 'shop/entry',
};

/** A seeded sequence of uniform draws (a linear congruential generator of 2^32). */
export function draws(seed = 1): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

/** An outcome in one word: `v1` (a subset), `host:port` (no subset), `404 NR`, `passthrough` … */
export function inWords(decision: Decision): string {
  if (decision.kind === 'rejected') return `${decision.status} ${decision.flag}`;
  if (decision.kind !== 'routed') return decision.kind;
  const { subset, host, port } = decision.destination;
  return subset ?? `${host.split('.')[0]}:${port}`;
}

/** Where one request goes, in one word. */
export const goesTo = (
  snapshot: Snapshot,
  client: RouteClient,
  request: Partial<RouteRequest> = {},
  draw: () => number = () => 0,
): string => inWords(decide(compileRoutes(snapshot, client), { host: 'alpha', port: 8080, ...request }, draw));
