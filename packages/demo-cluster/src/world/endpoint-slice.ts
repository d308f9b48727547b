import { isPodReady, type Pod, type ServicePort } from '@weir/mesh';
import { safeSuffix } from './hash.ts';
import type { DemoEndpointSlice, Endpoint, Labels } from './objects.ts';
import { ownedBy } from './objects.ts';

interface SelectingService {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid?: string;
    readonly labels?: Labels;
  };
  readonly spec?: { readonly ports?: readonly ServicePort[] };
}

/** The name of a service's one EndpointSlice. */
export const endpointSliceName = (service: SelectingService): string =>
  `${service.metadata.name}-${safeSuffix(`${service.metadata.namespace ?? 'default'}/${service.metadata.name}`)}`;

function endpointOf(pod: Pod, address: string): Endpoint {
  const ready = isPodReady(pod);
  const { nodeName } = (pod as { readonly spec?: { readonly nodeName?: string } }).spec ?? {};
  const terminating = pod.metadata.deletionTimestamp !== undefined;
  return {
    addresses: [address],
    conditions: { ready, serving: ready, terminating },
    ...(nodeName === undefined ? {} : { nodeName }),
    targetRef: {
      kind: 'Pod',
      namespace: pod.metadata.namespace ?? 'default',
      name: pod.metadata.name,
      uid: pod.metadata.uid ?? '',
    },
  };
}

/** The EndpointSlice of a service over the pods that its selector finds, in the pods' order. Pods without an address are left out. */
export function endpointSliceOf(service: SelectingService, pods: readonly Pod[]): DemoEndpointSlice {
  const endpoints = pods.flatMap((pod) => {
    const address = pod.status?.podIP;
    return address === undefined ? [] : [endpointOf(pod, address)];
  });
  const ports = (service.spec?.ports ?? []).map((port) => ({
    name: port.name ?? '',
    port: typeof port.targetPort === 'number' ? port.targetPort : port.port,
    protocol: port.protocol ?? 'TCP',
  }));
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      name: endpointSliceName(service),
      namespace: service.metadata.namespace ?? 'default',
      generateName: `${service.metadata.name}-`,
      labels: {
        ...service.metadata.labels,
        'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
        'kubernetes.io/service-name': service.metadata.name,
      },
      ownerReferences: [ownedBy(service)],
    },
    addressType: 'IPv4',
    endpoints,
    ports,
  };
}
