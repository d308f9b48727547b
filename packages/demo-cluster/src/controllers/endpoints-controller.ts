import { isPodFinished, labelsMatch, type Pod, type Service } from '@weir/mesh';
import type { ControlledStore } from '../store/controlled-store.ts';
import { endpointSliceName, endpointSliceOf } from '../world/endpoint-slice.ts';
import type { DemoEndpointSlice } from '../world/objects.ts';
import { namespaceExists } from './owned.ts';

const selects = (service: Service): boolean => Object.keys(service.spec?.selector ?? {}).length > 0;

/** Writes a Service's EndpointSlice when its pods or ports have changed. Services without a selector have none of ours. */
export function reconcileEndpoints(store: ControlledStore, service: Service): void {
  const namespace = service.metadata.namespace ?? 'default';
  if (!selects(service) || !namespaceExists(store, namespace)) return;
  const selector = service.spec?.selector ?? {};
  const pods = (store.list('pods', '', namespace) as readonly Pod[]).filter(
    (pod) => !isPodFinished(pod) && labelsMatch(selector, pod.metadata.labels),
  );
  const slice = endpointSliceOf(service, pods);
  const before = store.get('endpointslices', 'discovery.k8s.io', namespace, endpointSliceName(service)) as
    | DemoEndpointSlice
    | undefined;
  if (before === undefined) store.create(slice);
  else if (!sameEndpoints(before, slice))
    store.update({ ...slice, metadata: { ...before.metadata, ...slice.metadata } });
}

const sameEndpoints = (a: DemoEndpointSlice, b: DemoEndpointSlice): boolean =>
  JSON.stringify([a.endpoints, a.ports]) === JSON.stringify([b.endpoints, b.ports]);

/** The Services of the pod's namespace whose selectors find it. */
export const servicesOf = (store: ControlledStore, pod: Pod): readonly Service[] =>
  (store.list('services', '', pod.metadata.namespace ?? 'default') as readonly Service[]).filter(
    (service) => selects(service) && labelsMatch(service.spec?.selector ?? {}, pod.metadata.labels),
  );
