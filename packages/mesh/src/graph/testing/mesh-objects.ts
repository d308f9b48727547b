import type { KubernetesObject, ObjectMeta } from '../../resources/metadata.ts';

/** Objects for tests, as a cluster sends them. */

type Labels = Readonly<Record<string, string>>;
const CREATED = '2026-01-01T00:00:00Z';

const object = (apiVersion: string, kind: string, metadata: ObjectMeta, rest: object = {}): KubernetesObject =>
  ({
    apiVersion,
    kind,
    metadata: { resourceVersion: '1', creationTimestamp: CREATED, ...metadata },
    ...rest,
  }) as KubernetesObject;

export const namespace = (name: string, labels: Labels = {}): KubernetesObject =>
  object('v1', 'Namespace', { name, labels });

export interface ServiceOptions {
  readonly selector?: Labels;
  readonly ports?: readonly { readonly name: string; readonly port: number }[];
  readonly annotations?: Labels;
}

export const service = (ns: string, name: string, options: ServiceOptions = {}): KubernetesObject =>
  object(
    'v1',
    'Service',
    { namespace: ns, name, ...(options.annotations === undefined ? {} : { annotations: options.annotations }) },
    { spec: { selector: options.selector ?? { app: name }, ports: options.ports ?? [{ name: 'http', port: 8080 }] } },
  );

export interface WorkloadOptions {
  readonly labels?: Labels;
  readonly replicas?: number;
  /** Pods that are ready; all of them by default. */
  readonly ready?: number;
  readonly sidecar?: boolean;
  readonly annotations?: Labels;
}

/** A Deployment with its ReplicaSet and its pods. */
export function deployment(ns: string, name: string, options: WorkloadOptions = {}): readonly KubernetesObject[] {
  const labels = options.labels ?? { app: name, version: 'v1' };
  const replicas = options.replicas ?? 1;
  const ready = options.ready ?? replicas;
  const hash = '5d4f8c';
  const template = { metadata: { labels, annotations: options.annotations ?? {} } };
  const spec = { replicas, template };
  const owned = (kind: string, owner: string) => ({
    ownerReferences: [{ apiVersion: 'apps/v1', kind, name: owner, controller: true }],
  });
  const containers = [{ name: 'app' }, ...(options.sidecar === false ? [] : [{ name: 'istio-proxy' }])];
  const pods = Array.from({ length: replicas }, (_, at) =>
    object(
      'v1',
      'Pod',
      {
        namespace: ns,
        name: `${name}-${hash}-${at}`,
        labels: { ...labels, 'pod-template-hash': hash },
        ...owned('ReplicaSet', `${name}-${hash}`),
      },
      {
        spec: { containers },
        status: { phase: 'Running', conditions: [{ type: 'Ready', status: at < ready ? 'True' : 'False' }] },
      },
    ),
  );
  return [
    object('apps/v1', 'Deployment', { namespace: ns, name }, { spec }),
    object('apps/v1', 'ReplicaSet', { namespace: ns, name: `${name}-${hash}`, ...owned('Deployment', name) }, { spec }),
    ...pods,
  ];
}

const istio = (kind: string, ns: string, name: string, spec: object, metadata: Partial<ObjectMeta> = {}) =>
  object('networking.istio.io/v1', kind, { namespace: ns, name, ...metadata }, { spec });

export const virtualService = (ns: string, name: string, spec: object, metadata: Partial<ObjectMeta> = {}) =>
  istio('VirtualService', ns, name, spec, metadata);
export const destinationRule = (ns: string, name: string, spec: object) => istio('DestinationRule', ns, name, spec);
export const gateway = (ns: string, name: string, spec: object) => istio('Gateway', ns, name, spec);
export const serviceEntry = (ns: string, name: string, spec: object) => istio('ServiceEntry', ns, name, spec);

/** Subsets named by their version label. */
export const versionSubsets = (...versions: readonly string[]) =>
  versions.map((version) => ({ name: version, labels: { version } }));

/** A weighted route to the versions of a host. */
export const weighted = (host: string, weights: Readonly<Record<string, number>>) => ({
  route: Object.entries(weights).map(([subset, weight]) => ({ destination: { host, subset }, weight })),
});
