import { diffGraphs, type Graph, type StreamEventName } from '@weir/shared';

/** One event of the stream, its data serialised once for all who get it. `id` is what a client resumes from. */
export interface StreamEvent {
  readonly name: StreamEventName;
  readonly id?: string;
  readonly json: string;
}

/** The last graph of one query and the steps that led to it, to bring a reader up to date from where they are. */
export interface GraphChannel {
  readonly current: () => Graph | undefined;
  /** Takes the next graph. Returns whether it differs from the last one. */
  readonly advance: (graph: Graph) => boolean;
  /** The events that lead from a revision to the current graph: none, the steps, or a reset when they are not known. */
  readonly eventsSince: (revision: string | undefined) => readonly StreamEvent[];
}

interface Step {
  readonly base: string;
  readonly event: StreamEvent;
  readonly size: number;
}

/** Steps kept at most; they are also never more work than the reset that they spare. */
const KEPT_STEPS = 64;

export function createGraphChannel(): GraphChannel {
  let graph: Graph | undefined;
  let reset: StreamEvent | undefined;
  let steps: Step[] = [];

  return {
    current: () => graph,
    advance: (next) => {
      if (graph?.revision === next.revision) return false;
      // A delta cannot say that the list of namespaces is another one: then everybody starts anew.
      const comparable = graph !== undefined && String(graph.namespaces) === String(next.namespaces);
      steps = comparable && graph !== undefined ? within(next, [...steps, stepBetween(graph, next)]) : [];
      graph = next;
      reset = undefined;
      return true;
    },
    eventsSince: (revision) => {
      if (graph === undefined || revision === graph.revision) return [];
      const from = revision === undefined ? -1 : steps.findLastIndex((step) => step.base === revision);
      if (from >= 0) return steps.slice(from).map((step) => step.event);
      reset ??= { name: 'graph-reset', id: graph.revision, json: JSON.stringify(graph) };
      return [reset];
    },
  };
}

function stepBetween(before: Graph, after: Graph): Step {
  const delta = diffGraphs(before, after);
  const { upsert, remove } = delta;
  return {
    base: before.revision,
    event: { name: 'graph', id: after.revision, json: JSON.stringify(delta) },
    size: upsert.nodes.length + upsert.edges.length + remove.nodes.length + remove.edges.length,
  };
}

/** Drops the oldest steps while replaying all of them would be more than the graph itself. The last one always stays. */
function within(graph: Graph, steps: readonly Step[]): Step[] {
  const limit = graph.nodes.length + graph.edges.length;
  let total = 0;
  let from = steps.length;
  while (from > 0 && steps.length - from < KEPT_STEPS) {
    total += steps[from - 1]?.size ?? 0;
    if (total > limit && from < steps.length) break;
    from -= 1;
  }
  return steps.slice(from);
}
