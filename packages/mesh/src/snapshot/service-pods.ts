import type { Pod, Service } from '../resources/core.ts';
import { createLabelIndex, type LabelIndex } from './label-index.ts';
import type { NamespaceSlice } from './snapshot.ts';
import { isPodFinished } from './workloads.ts';

const indexes = new WeakMap<ReadonlyMap<string, Pod>, LabelIndex<Pod>>();

/** A namespace's pods by their labels, also those that have ended; by name. Memoised by the identity of the pods. */
export function podIndexOf(slice: NamespaceSlice): LabelIndex<Pod> {
  const known = indexes.get(slice.pods);
  if (known !== undefined) return known;
  const pods = [...slice.pods.values()].sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
  const index = createLabelIndex(pods, (pod) => pod.metadata.labels);
  indexes.set(slice.pods, index);
  return index;
}

const cache = new WeakMap<ReadonlyMap<string, Pod>, Map<Service, readonly Pod[]>>();

/**
 * The pods behind a service: those of its namespace that carry every label of its selector and have not ended, by name.
 * A service without a selector has none. Memoised by the identity of the namespace's pods.
 */
export function podsOfService(slice: NamespaceSlice, service: Service): readonly Pod[] {
  const selector = service.spec?.selector;
  if (selector === undefined || Object.keys(selector).length === 0) return [];
  const known = cache.get(slice.pods) ?? new Map<Service, readonly Pod[]>();
  cache.set(slice.pods, known);
  const found = known.get(service);
  if (found !== undefined) return found;
  const pods = podIndexOf(slice)
    .matching(selector)
    .filter((pod) => !isPodFinished(pod));
  known.set(service, pods);
  return pods;
}
