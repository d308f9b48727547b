import type { KubernetesObject } from '@weir/mesh';

const pod = (version: string, index: number, ready: boolean): KubernetesObject =>
  ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      namespace: 'default',
      name: `staff-service-${version}-${index}`,
      labels: { app: 'staff-service', version, 'pod-template-hash': 'abc' },
      ownerReferences: [
        { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: `staff-service-${version}-abc`, controller: true },
      ],
    },
    spec: { containers: [{ name: 'app' }, { name: 'istio-proxy' }] },
    status: { phase: 'Running', conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] },
  }) as KubernetesObject;

const deployment = (version: string, replicas: number): KubernetesObject =>
  ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { namespace: 'default', name: `staff-service-${version}`, labels: { app: 'staff-service', version } },
    spec: { replicas, template: { metadata: { labels: { app: 'staff-service', version } } } },
    status: { replicas, readyReplicas: replicas },
  }) as KubernetesObject;

export const namespaceObject = (name: string, labels: Readonly<Record<string, string>> = {}): KubernetesObject =>
  ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } }) as KubernetesObject;

export const serviceObject = (namespace: string, name: string): KubernetesObject =>
  ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { namespace, name, creationTimestamp: '2025-12-01T00:00:00Z' },
    spec: { type: 'ClusterIP', clusterIP: '10.0.0.7', selector: { app: name }, ports: [{ name: 'http', port: 8080 }] },
  }) as KubernetesObject;

/** The service `default/staff-service`, two pods `safe` and one `risky`, without any routing object. `riskyReady: false`: the one pod of `risky` is not ready. */
export const staffObjects = (options: { readonly riskyReady?: boolean } = {}): readonly KubernetesObject[] => [
  namespaceObject('default', { 'istio-injection': 'enabled' }),
  namespaceObject('kube-system'),
  serviceObject('default', 'staff-service'),
  deployment('safe', 2),
  deployment('risky', 1),
  pod('safe', 1, true),
  pod('safe', 2, true),
  pod('risky', 1, options.riskyReady ?? true),
];

export const staffRule = (subsets: readonly string[] = ['safe', 'risky']): KubernetesObject =>
  ({
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    metadata: { namespace: 'default', name: 'staff-service', creationTimestamp: '2025-12-01T00:00:00Z' },
    spec: {
      host: 'staff-service.default.svc.cluster.local',
      subsets: subsets.map((name) => ({ name, labels: { version: name } })),
    },
  }) as KubernetesObject;

export interface RouteOptions {
  readonly retries?: number;
  /** Headers of the route, as a field that Weir never touches. */
  readonly timeout?: string;
}

export const staffRoutes = (safe: number, risky: number, options: RouteOptions = {}): KubernetesObject =>
  ({
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { namespace: 'default', name: 'staff-service', creationTimestamp: '2025-12-01T00:00:00Z' },
    spec: {
      hosts: ['staff-service.default.svc.cluster.local'],
      http: [
        {
          ...(options.timeout === undefined ? {} : { timeout: options.timeout }),
          ...(options.retries === undefined ? {} : { retries: { attempts: options.retries } }),
          route: [
            { destination: { host: 'staff-service.default.svc.cluster.local', subset: 'safe' }, weight: safe },
            { destination: { host: 'staff-service.default.svc.cluster.local', subset: 'risky' }, weight: risky },
          ],
        },
      ],
    },
  }) as KubernetesObject;

/** The id of the only route of `staffRoutes`. */
export const STAFF_ROUTE = 'VirtualService/default/staff-service/spec/http/0';
