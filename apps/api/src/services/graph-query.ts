import type { Graph, GraphEdge, GraphType } from '@weir/shared';
import type { Caller } from '../ports/caller.ts';

/** Parts of a graph that can be left out: they cost room, and not every view shows them. */
export const GRAPH_PARTS = ['idle', 'latency', 'mtls'] as const;
export type GraphPart = (typeof GRAPH_PARTS)[number];

/** What a graph is asked for. Two equal queries of callers with equal rights share one graph (S5). */
export interface GraphQuery {
  readonly type: GraphType;
  /** `all`: every namespace that the caller may read. */
  readonly namespaces: 'all' | readonly string[];
  readonly windowSeconds: number;
  /** Sorted, without doubles. */
  readonly include: readonly GraphPart[];
}

/** Names the graphs that may be shared: the query, and what the caller may read. */
export function queryKey(caller: Caller, query: GraphQuery): string {
  const names = query.namespaces === 'all' ? null : [...new Set(query.namespaces)].sort();
  const readable = caller.readableNamespaces === 'all' ? null : [...caller.readableNamespaces].sort();
  return JSON.stringify([caller.cluster, query.type, query.windowSeconds, query.include, names, readable]);
}

/** The graph without the figures of edges that were not asked for. */
export function withoutOtherParts(graph: Graph, include: readonly GraphPart[]): Graph {
  if (include.includes('latency') && include.includes('mtls')) return graph;
  return { ...graph, edges: graph.edges.map((edge) => withoutFigures(edge, include)) };
}

function withoutFigures(edge: GraphEdge, include: readonly GraphPart[]): GraphEdge {
  if (edge.observed === undefined) return edge;
  const { latency, mtlsShare, ...observed } = edge.observed;
  return {
    ...edge,
    observed: {
      ...observed,
      ...(latency === undefined || !include.includes('latency') ? {} : { latency }),
      ...(mtlsShare === undefined || !include.includes('mtls') ? {} : { mtlsShare }),
    },
  };
}
