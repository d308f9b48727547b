import { type EdgeDraft, ensureEdge, ensureNode, lessTelling } from '../draft.ts';
import type { GraphContext } from '../graph-context.ts';
import type { NodeIdentity } from '../identity.ts';
import { UNKNOWN_IDENTITY } from '../node-identity.ts';
import { addLatency, addReport, addSecurity } from '../tally.ts';
import { edgeReporter, type ReportGroup } from '../traffic/report-groups.ts';

/**
 * Edges from telemetry (G2, G7).
 *
 * - caller → service: all that the chosen reporter saw, also what never reached a workload (NC, UH, NR).
 * - service → version: what the same reporter saw arriving, so that both sides of a service add up.
 * - Calls that addressed no service go to the workload itself; passthrough and black hole are ends of their own.
 * - A graph goes one step beyond the requested namespaces: callers from outside, and services outside that are called,
 *   without what is behind those.
 */
export function addTraffic(context: GraphContext, groups: readonly ReportGroup[]): void {
  for (const group of groups) if (isInScope(context, group)) addEdges(context, group);
}

function isInScope(context: GraphContext, group: ReportGroup): boolean {
  const { requested } = context;
  if (requested.has(group.caller.namespace)) return true;
  if (group.service !== undefined && requested.has(group.service.namespace)) return true;
  return group.reports[edgeReporter(group)].some(
    ({ callee }) => callee !== undefined && requested.has(callee.namespace),
  );
}

function addEdges(context: GraphContext, group: ReportGroup): void {
  const reporter = edgeReporter(group);
  const edgesTo = edgesOfGroup(context, group);
  for (const report of group.reports[reporter]) {
    for (const edge of edgesTo(report.callee)) {
      addReport(edge.seen, report);
      addLatency(edge.seen, report);
      edge.reporter = lessTelling(edge.reporter, reporter);
      if (reporter === 'source') edge.sourceReported += report.requests;
    }
  }
  // Only who receives knows whether it came encrypted.
  for (const report of group.reports[reporter === 'waypoint' ? 'waypoint' : 'destination']) {
    for (const edge of edgesTo(report.callee)) addSecurity(edge.seen, report);
  }
}

/** The edges that a call of this group takes on its way to a callee, made when they are new. */
function edgesOfGroup(
  context: GraphContext,
  { caller, service, protocol }: ReportGroup,
): (callee: NodeIdentity | undefined) => readonly EdgeDraft[] {
  const { draft, requested, type } = context;
  const known = new Map<NodeIdentity | undefined, readonly EdgeDraft[]>();
  ensureNode(draft, caller);
  const called =
    service === undefined ? undefined : ensureEdge(draft, caller.id, ensureNode(draft, service).id, protocol);
  const splits = type !== 'service' && (service?.kind === 'service' || service?.kind === 'serviceEntry');
  const make = (callee: NodeIdentity | undefined): readonly EdgeDraft[] => {
    if (service === undefined || called === undefined) {
      const target = ensureNode(draft, callee ?? UNKNOWN_IDENTITY);
      return [ensureEdge(draft, caller.id, target.id, protocol)];
    }
    const shown = callee !== undefined && (requested.has(service.namespace) || requested.has(callee.namespace));
    if (!splits || !shown) return [called];
    return [called, ensureEdge(draft, service.id, ensureNode(draft, callee).id, protocol)];
  };
  return (callee) => {
    const edges = known.get(callee) ?? make(callee);
    known.set(callee, edges);
    return edges;
  };
}
