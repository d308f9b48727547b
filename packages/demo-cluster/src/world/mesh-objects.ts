import type { KubernetesObject } from '@weir/mesh';
import type { Labels } from './objects.ts';

/** A Namespace as the API server completes it. */
export const namespaceOf = (name: string, labels: Labels): KubernetesObject & { spec: object; status: object } => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, labels: { 'kubernetes.io/metadata.name': name, ...labels } },
  spec: { finalizers: ['kubernetes'] },
  status: { phase: 'Active' },
});

const MESH = `accessLogFile: ""
defaultConfig:
  discoveryAddress: istiod.istio-system.svc:15012
enablePrometheusMerge: true
outboundTrafficPolicy:
  mode: ALLOW_ANY
rootNamespace: istio-system
trustDomain: cluster.local
`;

/** istiod's mesh configuration: Istio's defaults, written out. */
export const meshConfigMap = (): KubernetesObject & { data: Labels } => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'istio', namespace: 'istio-system', labels: { 'istio.io/rev': 'default', release: 'istio' } },
  data: { mesh: MESH, meshNetworks: 'networks: {}\n' },
});
