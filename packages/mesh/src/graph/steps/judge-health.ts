import type { Health } from '@weir/shared';
import { combineHealth, isWorse } from '../../health/combine-health.ts';
import { podHealth } from '../../health/pod-health.ts';
import { type Judgement, rateHealth } from '../../health/rate-health.ts';
import {
  DEFAULT_TOLERANCES,
  type Direction,
  parseTolerances,
  RATE_ANNOTATION,
  type Tolerance,
} from '../../health/tolerance.ts';
import { counted } from '../../stats/significant.ts';
import type { EdgeDraft, NodeDraft } from '../draft.ts';
import type { GraphContext } from '../graph-context.ts';
import { podsOfNode } from '../node-pods.ts';
import { codeCounts, hasTraffic, type Tally } from '../tally.ts';
import { childrenOf } from './add-boxes.ts';

/** Health of every node, edge and box (G6), each with its reasons. */
export function judgeHealth(context: GraphContext): void {
  const { nodes, edges } = context.draft;
  for (const node of nodes.values()) if (node.kind !== 'box') node.health = nodeHealth(context, node);
  for (const edge of edges.values()) edge.health = edgeHealth(context, edge);
  const children = childrenOf(context);
  const boxes = [...nodes.values()].filter((node) => node.kind === 'box');
  // App boxes first: a namespace's box takes their health in.
  for (const kind of ['app', 'namespace'] as const) {
    for (const box of boxes) if (box.boxKind === kind) box.health = boxHealth(box, children.get(box.id) ?? []);
  }
}

interface Thresholds {
  readonly tolerances: readonly Tolerance[];
  readonly problem?: string;
}

function thresholdsOf(node: NodeDraft | undefined): Thresholds {
  const annotation =
    node?.service?.service.metadata.annotations?.[RATE_ANNOTATION] ??
    node?.workloads.find((workload) => workload.rateAnnotation !== undefined)?.rateAnnotation;
  return annotation === undefined ? { tolerances: DEFAULT_TOLERANCES } : parseTolerances(annotation);
}

/** A service answers for what it receives; a workload also for what its own calls come to (research/kiali.md 1.5). */
function nodeHealth(context: GraphContext, node: NodeDraft): Health {
  const { tolerances, problem } = thresholdsOf(node);
  const pods = node.kind === 'service' ? endpointHealth(node) : podHealth(podsOfNode(node));
  const inbound = answerHealth(node.incoming, tolerances, 'inbound');
  const outbound = node.kind === 'service' ? undefined : answerHealth(node.outgoing, tolerances, 'outbound');
  const busy = hasTraffic(node.incoming) || hasTraffic(node.outgoing);
  // TCP has no answers to judge by: that it flows is all that can be said.
  const flowing = busy ? WELL : undefined;
  const sick = pods?.state === 'failing' || pods?.state === 'degraded' ? pods : undefined;
  const judged = [sick, inbound, outbound, flowing];
  const health =
    busy || sick !== undefined ? combineHealth(judged, WELL) : toHealth(withoutTraffic(context, node, pods));
  return problem === undefined ? health : { ...health, reasons: [...health.reasons, problem] };
}

function withoutTraffic(context: GraphContext, node: NodeDraft, pods: Judgement | undefined): Judgement {
  const { kind, windowSeconds, coveredSeconds } = context.telemetry;
  if (pods?.state === 'idle') return pods;
  if (kind === 'none') {
    return pods ?? { state: 'unknown', reasons: ['Traffic is not measured'] };
  }
  if (coveredSeconds <= 0) return { state: 'unknown', reasons: ['No figures yet: measuring has just begun'] };
  if (!isReported(node)) {
    const seen = podsOfNode(node);
    const ready = seen === undefined ? '' : `; ${seen.ready} of ${counted(seen.desired, 'pod')} ready`;
    return { state: 'unknown', reasons: [`No sidecar reports its traffic${ready}`] };
  }
  return { state: 'idle', reasons: [`No traffic in the last ${windowSeconds} s`] };
}

/** Whether some proxy would have told of traffic to or from the node. */
function isReported(node: NodeDraft): boolean {
  if (node.kind === 'service') {
    const members = node.service?.members ?? [];
    return members.some(({ workload }) => workload.sidecars > 0 || workload.ambient || workload.proxy !== undefined);
  }
  if (node.workloads.length === 0 || node.kind === 'gateway' || node.kind === 'waypoint') return true;
  return node.workloads.some((workload) => workload.sidecars > 0 || workload.ambient);
}

/** A service whose workloads want pods but have none ready can answer nobody. */
function endpointHealth(node: NodeDraft): Judgement | undefined {
  const members = node.service?.members ?? [];
  if (members.length === 0) return undefined;
  const desired = members.reduce((sum, { workload }) => sum + workload.counts.desired, 0);
  const ready = members.reduce((sum, { pods, readyPods, workload }) => {
    return sum + (pods.length > 0 ? readyPods.length : workload.counts.ready);
  }, 0);
  if (desired === 0) return { state: 'idle', reasons: ['All workloads behind it are scaled to 0 pods'] };
  if (ready === 0) return { state: 'failing', reasons: [`None of ${counted(desired, 'pod')} behind it is ready`] };
  return { state: 'healthy', reasons: [] };
}

const WELL: Judgement = { state: 'healthy', reasons: [] };

const toHealth = ({ state, reasons }: Judgement): Health => ({ state, reasons: [...reasons] });

/** Health by answers. The defaults object to nothing but errors, so most tallies need no counting of codes. */
function answerHealth(tally: Tally, tolerances: readonly Tolerance[], direction: Direction): Judgement | undefined {
  if (tally.answered === 0) return undefined;
  if (tolerances === DEFAULT_TOLERANCES && tally.errors === 0 && tally.clientErrors === 0) return WELL;
  return rateHealth(codeCounts(tally), tolerances, direction);
}

/** The worse of what the caller's and the callee's thresholds say; each reason once. */
function edgeHealth(context: GraphContext, edge: EdgeDraft): Health {
  const { kind, windowSeconds } = context.telemetry;
  if (kind === 'none') return { state: 'unknown', reasons: ['Traffic is not measured'] };
  if (!hasTraffic(edge.seen)) return { state: 'idle', reasons: [`No traffic in the last ${windowSeconds} s`] };
  const { nodes } = context.draft;
  const ofTarget = answerHealth(edge.seen, thresholdsOf(nodes.get(edge.target)).tolerances, 'inbound');
  const ofSource = answerHealth(edge.seen, thresholdsOf(nodes.get(edge.source)).tolerances, 'outbound');
  if (ofTarget === undefined || ofSource === undefined) return { state: 'healthy', reasons: [] };
  // The same figures judged twice: only the worse judgement is told.
  const worse = isWorse(ofSource.state, ofTarget.state) ? ofSource : ofTarget;
  return toHealth(worse);
}

/** The worst of what is in the box, with the reasons of the sick by name. */
function boxHealth(box: NodeDraft, children: readonly NodeDraft[]): Health {
  const judged = [...children]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((child): Judgement => {
      const sick = child.health.state === 'failing' || child.health.state === 'degraded';
      const name = box.boxKind === 'app' ? (child.version ?? child.name) : shownName(child);
      return {
        state: child.health.state,
        reasons: sick ? child.health.reasons.map((reason) => `${name}: ${reason}`) : [],
      };
    });
  const health = combineHealth(judged, { state: 'unknown', reasons: [] });
  if (health.state !== 'idle' && health.state !== 'unknown') return health;
  const reason = health.state === 'idle' ? 'Nothing in it has traffic' : 'Nothing is known of what is in it';
  return { state: health.state, reasons: [reason] };
}

const shownName = (node: NodeDraft): string =>
  node.version === undefined ? node.name : `${node.name} ${node.version}`;
