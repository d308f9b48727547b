import { type Drift, gatewayNodeId, type Route, serviceNodeId } from '@weir/shared';
import { compareShares } from '../../stats/compare-shares.ts';
import type { EdgeDraft, NodeDraft } from '../draft.ts';
import type { GraphContext } from '../graph-context.ts';
import {
  actsOnGateways,
  actsOnMesh,
  effectiveObject,
  effectiveRoutes,
  hostOf,
  leadsTo,
  rootsOfRoute,
} from '../split/service-routes.ts';
import type { ServiceFacts } from '../topology/namespace-topology.ts';

/**
 * Compares configured with observed shares on the edges behind services (G4), and returns the ids of those that are beyond
 * sampling in this window. Nothing is compared without telemetry.
 */
export function compareDrift(context: GraphContext): ReadonlySet<string> {
  const beyond = new Set<string>();
  if (context.telemetry.kind === 'none') return beyond;
  for (const node of context.draft.nodes.values()) {
    const { service } = node;
    if (service === undefined) continue;
    const edges = context.leaving(node.id).filter((edge) => edge.configured !== undefined);
    // A route that leaves no choice has nothing to compare.
    const isSplit = edges.length > 1 || edges.some((edge) => edge.configured?.share !== 1);
    if (isSplit) compareService(context, service, node, edges, beyond);
  }
  return beyond;
}

function compareService(
  context: GraphContext,
  facts: ServiceFacts,
  node: NodeDraft,
  edges: readonly EdgeDraft[],
  beyond: Set<string>,
): void {
  const obstacle = obstacleOf(context, facts, edges);
  const settling = settlingSince(context, edges);
  for (const protocol of new Set(edges.map((edge) => edge.protocol))) {
    const own = edges.filter((edge) => edge.protocol === protocol);
    const all = context.leaving(node.id).filter((edge) => edge.protocol === protocol);
    const total = all.reduce((sum, edge) => sum + edge.sourceReported, 0) + unreached(context, node, protocol);
    const unseen = total === 0 && all.some((edge) => edge.seen.requests > 0);
    for (const edge of own) edge.drift = driftOf(edge, total, unseen);
  }

  function driftOf(edge: EdgeDraft, total: number, unseen: boolean): Drift {
    const noun = edge.protocol === 'tcp' ? 'connection' : 'request';
    const reason = unseen
      ? 'Only the receiving side reports this traffic; comparing needs the reports of the callers.'
      : (obstacle ?? spreadReason(edge));
    if (reason !== undefined) return { state: 'not-comparable', reason };
    const comparison = compareShares({
      configured: edge.configured?.share ?? 0,
      hits: edge.sourceReported,
      total,
      noun,
      wasBeyond: context.input.previousBeyondSampling?.has(edge.id) ?? false,
    });
    if (settling !== undefined && total > 0) return { state: 'settling', reason: settling };
    if (comparison.beyond) beyond.add(edge.id);
    return comparison.drift;
  }
}

const spreadReason = (edge: EdgeDraft): string | undefined =>
  edge.spread
    ? 'The destination selects several versions; the part of each follows its ready pods, which is expected, not set.'
    : undefined;

/**
 * Requests for which the split was drawn although they reached nobody: the version that was drawn had no ready pod (UH) or
 * no cluster (NC). They count in the total, or the versions that did answer would seem to get too much.
 */
function unreached(context: GraphContext, node: NodeDraft, protocol: EdgeDraft['protocol']): number {
  let sum = 0;
  for (const edge of context.arriving(node.id)) {
    if (edge.protocol !== protocol || edge.sourceReported === 0) continue;
    for (const { answer, requests } of edge.seen.answers) {
      if (answer.flags.split(',').some((flag) => flag === 'UH' || flag === 'NC')) sum += requests;
    }
  }
  return sum;
}

/** Why what was observed can't be laid beside the weights, as a sentence; undefined when it can. */
function obstacleOf(context: GraphContext, facts: ServiceFacts, edges: readonly EdgeDraft[]): string | undefined {
  const configured = edges[0]?.configured;
  if (configured === undefined) return undefined;
  const host = hostOf(context, facts);
  const routes = effectiveRoutes(context, facts).filter((route) => leadsTo(context, route, host));
  const isDeciding = (route: Route): boolean =>
    route.object.namespace === configured.object.namespace &&
    route.object.name === configured.object.name &&
    (configured.path === route.path || configured.path.startsWith(`${route.path}/`));
  const callers = context
    .arriving(serviceNodeId(facts.namespace, facts.name))
    .filter((edge) => edge.sourceReported > 0)
    .flatMap((edge) => context.draft.nodes.get(edge.source) ?? []);
  const gateways = callers.filter((caller) => caller.id === gatewayNodeId(caller.namespace, caller.name));
  const carrying = new Set<Route>();
  if (gateways.length > 0) for (const route of routes.filter(actsOnGateways)) carrying.add(route);
  if (gateways.length < callers.length) for (const route of routes.filter(actsOnMesh)) carrying.add(route);
  if (carrying.size > 1) return `Not comparable: ${carrying.size} routes share these metrics.`;
  const [only] = carrying;
  if (callers.length > 0 && (only === undefined || !isDeciding(only))) {
    return 'Not comparable: the calls that were seen do not take the route that these weights belong to.';
  }
  const meshCallers = callers.filter((caller) => !gateways.includes(caller));
  return only === undefined ? undefined : otherRule(context, host, only, meshCallers);
}

/** Callers whose namespace has another VirtualService for the host do not draw from these weights. */
function otherRule(
  context: GraphContext,
  host: string,
  route: Route,
  callers: readonly NodeDraft[],
): string | undefined {
  if (!actsOnMesh(route)) return undefined;
  const roots = rootsOfRoute(context, route);
  for (const namespace of [...new Set(callers.map((caller) => caller.namespace))].sort()) {
    const object = namespace === '' ? undefined : effectiveObject(context, host, namespace);
    if (object === undefined || roots.includes(object)) continue;
    const name = `${object.metadata.namespace ?? 'default'}/${object.metadata.name}`;
    return `Not comparable: callers in ${namespace} use VirtualService ${name}.`;
  }
  return undefined;
}

/** The deciding object changed within the window, so old and new weights are mixed in what was observed. */
function settlingSince(context: GraphContext, edges: readonly EdgeDraft[]): string | undefined {
  const object = edges[0]?.configured?.object;
  if (object === undefined) return undefined;
  const slice = context.snapshot.slices.get(object.namespace);
  const { metadata } = slice?.virtualservices.get(object.name) ?? {};
  const times = [
    metadata?.creationTimestamp,
    ...(metadata?.managedFields ?? []).filter((field) => field.subresource !== 'status').map((field) => field.time),
  ];
  const changedMs = Math.max(
    ...times.map((time) => (time === undefined ? Number.NaN : Date.parse(time))).filter(Number.isFinite),
  );
  const { toMs, windowSeconds, coveredSeconds } = context.telemetry;
  const fromMs = toMs - Math.max(windowSeconds, coveredSeconds) * 1000;
  if (!(changedMs > fromMs)) return undefined;
  const seconds = Math.max(0, Math.round((toMs - changedMs) / 1000));
  return `${object.kind} ${object.namespace}/${object.name} changed ${seconds} s ago, within the window of ${windowSeconds} s: old and new weights are mixed.`;
}
