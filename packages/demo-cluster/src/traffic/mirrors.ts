import { type CompiledRoute, type Destination, destinationRuleFor, labelsMatch, resolveHost } from '@weir/mesh';
import type { Target } from './reporting.ts';
import type { Member, TrafficWorkload } from './roster.ts';
import type { RoutingView } from './routing-view.ts';

/** Where copies of a route's requests go. */
export interface Mirror {
  readonly target: Target;
  readonly share: number;
  /** Ready pods; none when the host or the subset does not exist: the copy is lost without a trace. */
  readonly members: readonly Member[];
}

const NONE: readonly Mirror[] = [];
const percent = (value: number | undefined): number =>
  value === undefined ? 1 : Math.min(1, Math.max(0, value / 100));

/** The mirrors of a route: `mirrors`, or the one `mirror`; without a percentage every request is copied (research/istio-kubernetes.md 2.6). */
export function mirrorsOf(
  view: RoutingView,
  from: TrafficWorkload,
  route: CompiledRoute,
  listenerPort: number,
): readonly Mirror[] {
  const { spec, object } = route;
  if (spec === undefined || (spec.mirror === undefined && spec.mirrors === undefined)) return NONE;
  const namespace = object?.metadata.namespace ?? from.namespace;
  const one = spec.mirror === undefined ? [] : [{ destination: spec.mirror, percentage: spec.mirrorPercentage }];
  return [...one, ...(spec.mirrors ?? [])].map(({ destination, percentage }) => {
    const host = resolveHost(destination.host, namespace, view.snapshot.mesh.domain);
    return {
      target: view.targetOf(host, destination.port?.number ?? listenerPort),
      share: percent(percentage?.value),
      members: membersOf(view, from, host, destination),
    };
  });
}

function membersOf(
  view: RoutingView,
  from: TrafficWorkload,
  host: string,
  destination: Destination,
): readonly Member[] {
  const service = view.serviceOf(host, from.client);
  const selector = service?.spec?.selector;
  if (service === undefined || selector === undefined || Object.keys(selector).length === 0) return [];
  const rule = destination.subset === undefined ? undefined : destinationRuleFor(view.snapshot, host, from.client);
  const subset = rule?.subsets.find((candidate) => candidate.name === destination.subset);
  if (destination.subset !== undefined && subset === undefined) return [];
  const wanted = { ...selector, ...subset?.labels };
  const roster = view.rosterOf(service.metadata.namespace ?? 'default');
  return [...(roster?.members.values() ?? [])].filter(({ pod }) => labelsMatch(wanted, pod.metadata.labels));
}
