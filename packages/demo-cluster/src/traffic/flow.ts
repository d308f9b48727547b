import { type CompiledDestination, type CompiledRoute, decide } from '@weir/mesh';
import type { Message } from './message.ts';
import type { Target } from './reporting.ts';
import type { Member, NamespaceRoster, TrafficWorkload } from './roster.ts';
import type { RoutingView } from './routing-view.ts';
import type { Series } from './series.ts';

/** One destination of a flow with its ready pods. */
export interface Leg {
  readonly target: Target;
  readonly members: readonly Member[];
  /** One each for the members: what a multinomial draw spreads requests over. */
  readonly evenly: readonly number[];
  /** The series of successes, found once: of each member, and of each calling pod towards each member's workload. */
  readonly received: (Series | undefined)[];
  readonly sent: (Series | undefined)[][];
}

/** Where requests of one kind from one workload go, worked out once for many requests. */
export interface Flow {
  readonly message: Message;
  readonly gateway: string | undefined;
  /** Undefined: each request has to be decided by itself. */
  readonly legs: readonly Leg[] | undefined;
  readonly weights: readonly number[];
  /** Whether the flow still holds for the view's snapshot. */
  readonly isCurrent: () => boolean;
}

/** So close to 1 that no fault below 100 % is drawn: the decision shows the route. */
const NEARLY_ONE = 1 - 2 ** -40;

/** Whether nothing but the weights and the pods decides over requests on this route. */
function isPlain(route: CompiledRoute): boolean {
  const { spec } = route;
  if (route.direct !== undefined) return false;
  if (spec?.fault !== undefined || spec?.retries !== undefined || spec?.timeout !== undefined) return false;
  if (spec?.mirror !== undefined || spec?.mirrors !== undefined) return false;
  return taken(route).every(
    (destination) =>
      destination.missing === undefined && destination.hash === undefined && destination.endpoints.length > 0,
  );
}

const taken = (route: CompiledRoute): readonly CompiledDestination[] =>
  route.destinations.filter((destination) => destination.weight > 0);

function legOf(view: RoutingView, from: TrafficWorkload, destination: CompiledDestination): Leg {
  const members = destination.endpoints.flatMap((pod) => view.memberOf(pod) ?? []);
  return {
    target: view.targetOf(destination.host, destination.port),
    members,
    evenly: members.map(() => 1),
    received: [],
    sent: from.members.map(() => []),
  };
}

/** Works out the flow of a message from a workload's pods. */
export function flowOf(view: RoutingView, from: TrafficWorkload, message: Message): Flow {
  const gateway = from.gateway ? view.gatewayOf(from, message.host, message.port) : undefined;
  const route =
    from.sidecar && (!from.gateway || gateway !== undefined) ? routeOf(view, from, message, gateway) : undefined;
  const { snapshot, routingEpoch } = view;
  if (route === undefined || !isPlain(route)) {
    return { message, gateway, legs: undefined, weights: [], isCurrent: () => view.snapshot === snapshot };
  }
  const destinations = taken(route);
  const legs = destinations.map((destination) => legOf(view, from, destination));
  const rosters = new Map<string, NamespaceRoster | undefined>();
  for (const { members } of legs) {
    for (const { workload } of members) rosters.set(workload.namespace, view.rosterOf(workload.namespace));
  }
  let checked = snapshot;
  let current = true;
  const isCurrent = (): boolean => {
    if (view.snapshot === checked) return current;
    checked = view.snapshot;
    current =
      view.routingEpoch === routingEpoch && [...rosters].every(([name, roster]) => view.rosterOf(name) === roster);
    return current;
  };
  return { message, gateway, legs, weights: destinations.map((destination) => destination.weight), isCurrent };
}

function routeOf(
  view: RoutingView,
  from: TrafficWorkload,
  message: Message,
  gateway: string | undefined,
): CompiledRoute | undefined {
  const decision = decide(view.tableOf(from, gateway), message, () => NEARLY_ONE);
  return decision.kind === 'routed' || decision.kind === 'rejected' ? decision.route : undefined;
}
