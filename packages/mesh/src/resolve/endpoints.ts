import type { Pod } from '../resources/core.ts';
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

/**
 * The ready pods behind a host that carry every label of the subset (research/istio-kubernetes.md 2.7). The endpoints of
 * ServiceEntries and of services without a selector are unknown. Subset labels from the node (zone, host) cannot be
 * checked: they are left out, and the result is marked unknown.
 */
export function endpointsOf(
  snapshot: Snapshot,
  host: RegistryHost,
  labels: Readonly<Record<string, string>>,
): Endpoints {
  const { service } = host;
  const slice = snapshot.slices.get(host.namespace);
  if (service === undefined || slice === undefined) return { pods: [], unknown: true };
  if (Object.keys(labelsOf(recordOf(service.spec).selector)).length === 0) return { pods: [], unknown: true };
  const wanted = Object.entries(labels);
  const checked = Object.fromEntries(wanted.filter(([key]) => !FROM_THE_NODE.test(key)));
  const pods = podsOfService(slice, service).filter(
    (pod) => isPodReady(pod) && labelsMatch(checked, pod.metadata.labels),
  );
  return { pods, unknown: pods.length > 0 && Object.keys(checked).length < wanted.length };
}
