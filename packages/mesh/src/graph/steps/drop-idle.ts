import { type NodeDraft, removeEdge } from '../draft.ts';
import type { GraphContext } from '../graph-context.ts';
import { hasTraffic } from '../tally.ts';

/**
 * Takes out what had no traffic in the window, where that was asked for (G8). What a route's weights send traffic to stays
 * as long as its service is busy: a version that gets nothing of what it should is no detail. Without telemetry nothing
 * is known to be idle, so everything stays.
 */
export function dropIdle(context: GraphContext): void {
  const { draft, input, telemetry } = context;
  if (input.includeIdle !== false || telemetry.kind === 'none') return;
  const busy = new Set<string>();
  const isBusy = (node: NodeDraft | undefined): boolean =>
    node !== undefined && (hasTraffic(node.incoming) || hasTraffic(node.outgoing));
  for (const node of draft.nodes.values()) if (isBusy(node)) busy.add(node.id);
  for (const edge of draft.edges.values()) {
    const isMeant = (edge.configured?.share ?? 0) > 0 && isBusy(draft.nodes.get(edge.source));
    if (isMeant || hasTraffic(edge.seen)) busy.add(edge.source).add(edge.target);
  }
  for (const id of [...draft.nodes.keys()]) if (!busy.has(id)) draft.nodes.delete(id);
  for (const edge of [...draft.edges.values()]) {
    const stands = draft.nodes.has(edge.source) && draft.nodes.has(edge.target);
    const carries = hasTraffic(edge.seen) || edge.configured !== undefined || edge.expected !== undefined;
    if (!stands || !carries) removeEdge(draft, edge);
  }
}
