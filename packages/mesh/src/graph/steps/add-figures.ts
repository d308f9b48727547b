import type { NodeDraft } from '../draft.ts';
import type { GraphContext } from '../graph-context.ts';
import { addReport } from '../tally.ts';
import type { Report } from '../traffic/report.ts';
import { edgeReporter, type ReportGroup } from '../traffic/report-groups.ts';

/**
 * Figures of the nodes that are drawn (G7). They are whole, also where other edges of the node are not drawn. What leaves a
 * node is told by the same reporter as its edges.
 */
export function addFigures(context: GraphContext, groups: readonly ReportGroup[]): void {
  for (const group of groups) {
    addPassage(context, group);
    addArrivals(context, group);
  }
}

/** What the caller sent, and what came in at the service and went on from it. */
function addPassage(context: GraphContext, group: ReportGroup): void {
  const { nodes } = context.draft;
  const caller = nodes.get(group.caller.id);
  const service = group.service === undefined ? undefined : nodes.get(group.service.id);
  for (const report of group.reports[edgeReporter(group)]) {
    if (caller !== undefined) addLeaving(caller, report);
    if (service === undefined) continue;
    addReport(service.incoming, report);
    if (report.callee !== undefined && report.callee.id !== service.id) addLeaving(service, report);
  }
}

function addLeaving(node: NodeDraft, report: Report): void {
  addReport(node.outgoing, report);
  node.leaving ??= {};
  const known = node.leaving[report.protocol];
  if (known === undefined) {
    node.leaving[report.protocol] = { requests: report.requests, bytes: report.bytes };
    return;
  }
  known.requests += report.requests;
  known.bytes += report.bytes;
}

/** What a workload received is its own report's where it reports, else the waypoint's, else the caller's (G7). */
function addArrivals(context: GraphContext, group: ReportGroup): void {
  const { nodes } = context.draft;
  const told = new Set<string>();
  for (const reporter of ['destination', 'waypoint', 'source'] as const) {
    const now = new Set<string>();
    for (const report of group.reports[reporter]) {
      const id = report.callee?.id;
      if (id === undefined || id === group.service?.id || told.has(id)) continue;
      now.add(id);
      const node = nodes.get(id);
      if (node !== undefined) addReport(node.incoming, report);
    }
    for (const id of now) told.add(id);
  }
}
