import type { RouteDestination } from '@weir/shared';
import { destinationRuleFor } from '../resolve/destination-rule.ts';
import { findServiceByHost } from '../resolve/registry.ts';
import { labelsOf } from '../resolve/untrusted.ts';
import { qualifiedHost } from '../routing/route-index.ts';
import type { ServiceView } from '../routing/service-view.ts';
import { labelsMatch } from '../snapshot/labels.ts';
import { podsOfService } from '../snapshot/service-pods.ts';
import { isPodReady } from '../snapshot/workloads.ts';

/** What stands behind a destination, as callers of the service's own namespace meet it. */
export type DestinationState =
  | { readonly kind: 'unknown-host' }
  | { readonly kind: 'missing-subset' }
  | { readonly kind: 'known'; readonly readyPods: number };

/** The pods that a destination of an object in `namespace` selects. */
export function destinationState(
  view: ServiceView,
  namespace: string,
  destination: RouteDestination,
): DestinationState {
  const { snapshot } = view;
  const host = qualifiedHost(destination.host, namespace, snapshot.mesh.domain);
  const service = findServiceByHost(snapshot, host);
  const slice = snapshot.slices.get(service?.metadata.namespace ?? 'default');
  if (service === undefined || slice === undefined) return { kind: 'unknown-host' };
  const pods = podsOfService(slice, service);
  if (destination.subset === undefined) return { kind: 'known', readyPods: pods.filter(isPodReady).length };
  const labels = subsetLabels(view, host, destination.subset);
  if (labels === undefined) return { kind: 'missing-subset' };
  const selected = pods.filter((pod) => labelsMatch(labels, pod.metadata.labels));
  return { kind: 'known', readyPods: selected.filter(isPodReady).length };
}

function subsetLabels(view: ServiceView, host: string, name: string): Readonly<Record<string, string>> | undefined {
  if (host === view.host) return view.table.subsets.find((subset) => subset.name === name)?.labels;
  const rule = destinationRuleFor(view.snapshot, host, { namespace: view.namespace, labels: {} });
  const subset = rule?.subsets.find((known) => known.name === name);
  return subset === undefined ? undefined : labelsOf(subset.labels);
}
