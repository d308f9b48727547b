import type { Graph, GraphEdge, GraphNode } from './graph.ts';
import type { GraphDelta } from './stream.ts';

const same = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

function difference<T extends { readonly id: string }>(before: readonly T[], after: readonly T[]) {
  const known = new Map(before.map((item) => [item.id, item]));
  const upsert = after.filter((item) => !same(known.get(item.id), item));
  const kept = new Set(after.map((item) => item.id));
  return { upsert, remove: before.filter((item) => !kept.has(item.id)).map((item) => item.id) };
}

/** What turns graph `before` into graph `after`, of the same query. Deterministic (G10). */
export function diffGraphs(before: Graph, after: Graph): GraphDelta {
  const nodes = difference<GraphNode>(before.nodes, after.nodes);
  const edges = difference<GraphEdge>(before.edges, after.edges);
  return {
    base: before.revision,
    revision: after.revision,
    generatedAt: after.generatedAt,
    coveredSeconds: after.coveredSeconds,
    upsert: { nodes: nodes.upsert, edges: edges.upsert },
    remove: { nodes: nodes.remove, edges: edges.remove },
    warnings: after.warnings,
    sources: after.sources,
  };
}

function patchById<T extends { readonly id: string }>(
  items: readonly T[],
  upsert: readonly T[],
  remove: readonly string[],
): T[] {
  const byId = new Map(items.map((item) => [item.id, item]));
  for (const id of remove) byId.delete(id);
  for (const item of upsert) byId.set(item.id, item);
  return [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

/**
 * Applies a delta. Unchanged nodes and edges keep their identity (`===`), so that views can skip them.
 * Returns `undefined` when the delta does not start from this graph: the caller then needs a reset.
 */
export function applyGraphDelta(graph: Graph, delta: GraphDelta): Graph | undefined {
  if (graph.revision !== delta.base) return undefined;
  return {
    ...graph,
    revision: delta.revision,
    generatedAt: delta.generatedAt,
    coveredSeconds: delta.coveredSeconds,
    warnings: delta.warnings,
    sources: delta.sources,
    nodes: patchById(graph.nodes, delta.upsert.nodes, delta.remove.nodes),
    edges: patchById(graph.edges, delta.upsert.edges, delta.remove.edges),
  };
}
