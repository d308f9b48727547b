import type { Decision, Draw } from '@weir/mesh';
import { drawLatencyMs } from './latency.ts';
import { type Message, NETWORK_MS, type Reply } from './message.ts';
import { type Ending, sourceSeries, type Target } from './reporting.ts';
import type { Member } from './roster.ts';
import type { RoutingView } from './routing-view.ts';

export type UnroutedDecision = Exclude<Decision, { kind: 'routed' }>;

/** What hosts outside the mesh take to answer. */
const OUTSIDE_MS = 60;
const OUTSIDE_SPREAD = 0.5;
export const drawOutsideMs = (draw: Draw): number => drawLatencyMs(OUTSIDE_MS, OUTSIDE_SPREAD, draw);

/** Ends a request that no pod of the cluster serves: rejected by the caller's proxy, or gone outside. Only the caller counts it. */
export function endUnrouted(
  view: RoutingView,
  draw: Draw,
  from: Member,
  message: Message,
  decision: UnroutedDecision,
): Reply {
  if (decision.kind === 'rejected') {
    const ending: Ending = { status: decision.status, flags: decision.flag };
    sourceSeries(from, undefined, rejectedTarget(view, from, message, decision), ending)?.record(0);
    return { status: decision.status, ms: 0 };
  }
  const passes = decision.kind === 'passthrough';
  // A name that only the cluster's DNS could know is not sent at all when there is no such service.
  if (passes && isClusterName(message.host)) return { status: 503, ms: NETWORK_MS };
  const ms = passes ? Math.floor(drawOutsideMs(draw)) : 0;
  const status = passes ? 200 : 502;
  const target: Target = {
    host: message.host,
    name: passes ? 'PassthroughCluster' : 'BlackHoleCluster',
    namespace: 'unknown',
    protocol: 'http',
  };
  sourceSeries(from, undefined, target, { status, flags: '-' })?.record(ms);
  return { status, ms };
}

/** The chosen cluster's service, also where the fault came before the choice; without a route what the host names. */
function rejectedTarget(
  view: RoutingView,
  from: Member,
  message: Message,
  decision: Extract<Decision, { kind: 'rejected' }>,
): Target {
  const destination = decision.destination ?? decision.route?.destinations[0];
  if (destination !== undefined) return view.targetOf(destination.host, destination.port);
  const service = view.serviceOf(message.host, from.workload.client);
  if (service === undefined) return { host: message.host, name: 'unknown', namespace: 'unknown', protocol: 'http' };
  return view.targetOf(view.hostOf(service), message.port);
}

/** Names that end inside the cluster. */
const isClusterName = (host: string): boolean => !host.includes('.') || /\.svc(\.|$)|\.cluster\.local$/.test(host);
