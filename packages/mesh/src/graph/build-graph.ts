import type { Warning } from '@weir/shared';
import { createContext } from './graph-context.ts';
import type { GraphInput, GraphResult } from './graph-input.ts';
import { addBadges } from './steps/add-badges.ts';
import { addBoxes } from './steps/add-boxes.ts';
import { addEntryPoints } from './steps/add-entry-points.ts';
import { addFigures } from './steps/add-figures.ts';
import { addRouting } from './steps/add-routing.ts';
import { addShares } from './steps/add-shares.ts';
import { addTopology } from './steps/add-topology.ts';
import { addTraffic } from './steps/add-traffic.ts';
import { compareDrift } from './steps/compare-drift.ts';
import { dropIdle } from './steps/drop-idle.ts';
import { explainEmpty } from './steps/explain-empty.ts';
import { judgeHealth } from './steps/judge-health.ts';
import { toGraph } from './to-graph.ts';
import { createEnds } from './traffic/ends.ts';
import { groupReports } from './traffic/report-groups.ts';

/**
 * The graph of a snapshot and the samples of a window (DESIGN G). Pure; linear in nodes, edges and samples. The steps work
 * on one draft, in this order, and each reads only what the ones before it made.
 */
export function buildGraph(input: GraphInput): GraphResult {
  const context = createContext(input);
  const groups = groupReports(context.telemetry, createEnds(context));

  // 1. What stands there: services, workloads, gateways.
  addTopology(context);
  // 2. Who calls whom.
  addTraffic(context, groups);
  // 3. Where gateways let traffic in.
  addEntryPoints(context);
  // 4. What is behind services, with configured or expected shares. After 2: seen protocols win over named ones.
  addShares(context);
  // 5. Figures of nodes. After 4: all nodes are there.
  addFigures(context, groups);
  // 6. What had no traffic, if it is not wanted.
  dropIdle(context);
  // 7. Boxes around what is left.
  addBoxes(context);
  // 8. Health. After 7: boxes take in their nodes' health.
  judgeHealth(context);
  // 9. Marks and routing summaries.
  addBadges(context);
  addRouting(context);
  // 10. Configured against observed.
  const beyondSampling = compareDrift(context);
  // 11. What is missing, and why.
  const warnings = distinct([...(input.warnings ?? []), ...input.telemetry.warnings, ...explainEmpty(context)]);

  return { graph: toGraph(context, warnings), beyondSampling };
}

/** Each warning once, in the order given. */
function distinct(warnings: readonly Warning[]): readonly Warning[] {
  const seen = new Set<string>();
  return warnings.filter((warning) => {
    const key = `${warning.source}|${warning.code}|${warning.message}`;
    return !seen.has(key) && seen.add(key);
  });
}
