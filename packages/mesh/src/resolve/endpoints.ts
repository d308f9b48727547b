import type { Pod, Service } from '../resources/core.ts';
import { labelsMatch } from '../snapshot/labels.ts';
import { podsOfService } from '../snapshot/service-pods.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { isPodReady } from '../snapshot/workloads.ts';
import type { RegistryHost } from './registry.ts';
import { labelsOf, recordOf } from './untrusted.ts';

/** What a cluster balances over. `unknown`: its endpoints are not (only) pods that Weir reads, so empty does not mean none. */
export interface Endpoints {
  readonly pods: readonly Pod[];
  readonly unknown: boolean;
}

/** Labels that istiod adds to endpoints from the node and the cluster: pods do not carry them. */
const FROM_THE_NODE = /^(topology\.kubernetes\.io|topology\.istio\.io|kubernetes\.io)\//;

type Labels = Readonly<Record<string, string>>;

const ALL: Labels = {};
const NOBODY_KNOWS: Endpoints = { pods: [], unknown: true };

const cache = new WeakMap<object, Map<Service, WeakMap<Labels, Endpoints>>>();

/**
 * The ready pods behind a host that carry every label of the subset (research/istio-kubernetes.md 2.7). The endpoints of
 * ServiceEntries and of services without a selector are unknown. Subset labels from the node (zone, host) cannot be
 * checked: they are left out, and the result is marked unknown. Kept while the namespace's pods stay the same.
 */
export function endpointsOf(snapshot: Snapshot, host: RegistryHost, labels: Labels = ALL): Endpoints {
  const { service } = host;
  const slice = snapshot.slices.get(host.namespace);
  if (service === undefined || slice === undefined) return NOBODY_KNOWS;
  if (Object.keys(labelsOf(recordOf(service.spec).selector)).length === 0) return NOBODY_KNOWS;
  const byService = cache.get(slice.pods) ?? new Map<Service, WeakMap<Labels, Endpoints>>();
  cache.set(slice.pods, byService);
  const byLabels = byService.get(service) ?? new WeakMap<Labels, Endpoints>();
  byService.set(service, byLabels);
  const known = byLabels.get(labels);
  if (known !== undefined) return known;
  const wanted = Object.entries(labels);
  const checked = Object.fromEntries(wanted.filter(([key]) => !FROM_THE_NODE.test(key)));
  const isEndpoint = (pod: Pod) => isPodReady(pod) && labelsMatch(checked, pod.metadata.labels);
  const pods = podsOfService(slice, service).filter(isEndpoint);
  const endpoints = { pods, unknown: pods.length > 0 && Object.keys(checked).length < wanted.length };
  byLabels.set(labels, endpoints);
  return endpoints;
}
