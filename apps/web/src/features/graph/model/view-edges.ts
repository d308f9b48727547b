import type { GraphEdge } from '@weir/shared';
import type { EdgeTone, SplitKind, ViewEdge } from './view-model.ts';

const TONES: Readonly<Record<GraphEdge['health']['state'], EdgeTone>> = {
  healthy: 'flow',
  degraded: 'degraded',
  failing: 'failing',
  idle: 'idle',
  unknown: 'unknown',
};

/**
 * The drawn edges: those between two different shapes, or from a shape of one node to itself. An edge inside a docked
 * pair has no line; the pair says it all.
 */
export function viewEdges(edges: readonly GraphEdge[], shapeOf: ReadonlyMap<string, string>): ViewEdge[] {
  const splits = findSplits(edges);
  const drawn: ViewEdge[] = [];
  for (const edge of edges) {
    const source = shapeOf.get(edge.source);
    const target = shapeOf.get(edge.target);
    if (source === undefined || target === undefined) continue;
    if (source === target && edge.source !== edge.target) continue;
    drawn.push(viewEdge(edge, source, target, splits.get(`${edge.source}#${edge.protocol}`)));
  }
  return drawn;
}

function viewEdge(edge: GraphEdge, source: string, target: string, split: SplitKind | undefined): ViewEdge {
  const planned = edge.configured?.share ?? (split === 'expected' ? edge.expected?.share : undefined);
  const observed = edge.observed !== undefined && edge.observed.requests > 0;
  return {
    id: edge.id,
    source,
    target,
    protocol: edge.protocol,
    tone: observed && TONES[edge.health.state] === 'idle' ? 'flow' : TONES[edge.health.state],
    split: split !== undefined && (planned !== undefined || observed) ? split : undefined,
    notRouted: split === 'set' && (planned ?? 0) === 0 && !observed,
    observed,
    figures: {
      perSecond: edge.observed?.perSecond ?? 0,
      errorShare: edge.observed?.errorShare ?? 0,
      observedShare: edge.observed?.share ?? 0,
      plannedShare: planned ?? 0,
    },
    unit: edge.protocol === 'tcp' ? 'bytes' : 'requests',
    drift: edge.drift?.state === 'drift',
  };
}

/** Where traffic is divided: sources with several planned targets over one protocol, or one that does not get it all. */
function findSplits(edges: readonly GraphEdge[]): ReadonlyMap<string, SplitKind> {
  const planned = new Map<string, { kind: SplitKind; targets: number; partial: boolean }>();
  for (const edge of edges) {
    const share = edge.configured?.share ?? edge.expected?.share;
    if (share === undefined) continue;
    const key = `${edge.source}#${edge.protocol}`;
    const known = planned.get(key) ?? { kind: 'expected', targets: 0, partial: false };
    planned.set(key, {
      kind: edge.configured === undefined ? known.kind : 'set',
      targets: known.targets + 1,
      partial: known.partial || share < 1,
    });
  }
  const splits = new Map<string, SplitKind>();
  for (const [key, { kind, targets, partial }] of planned) if (targets > 1 || partial) splits.set(key, kind);
  return splits;
}
