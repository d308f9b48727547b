import type { Graph } from '@weir/shared';

/** Nodes whose name, namespace, version or workload has every word of the expression in it. Undefined for an empty one. */
export function findNodes(graph: Graph | undefined, expression: string): ReadonlySet<string> | undefined {
  const words = expression
    .toLowerCase()
    .split(/[\s/]+/)
    .filter(Boolean);
  if (graph === undefined || words.length === 0) return undefined;
  const found = graph.nodes.filter((node) => {
    if (node.kind === 'box') return false;
    const text = [
      node.name,
      node.namespace,
      node.version,
      node.kind,
      ...(node.workloads ?? []).map((workload) => workload.name),
    ]
      .join(' ')
      .toLowerCase();
    return words.every((word) => text.includes(word));
  });
  return new Set(found.map((node) => node.id));
}
