import type { Graph, GraphEdge, GraphNode } from '@weir/shared';

/** What is selected, with everything the panel says about it, read from the graph that is on screen. */
export type Selection =
  | {
      readonly kind: 'node';
      readonly node: GraphNode;
      readonly incoming: readonly GraphEdge[];
      readonly outgoing: readonly GraphEdge[];
    }
  | { readonly kind: 'edge'; readonly edge: GraphEdge; readonly source: GraphNode; readonly target: GraphNode };

/** Finds the selection by id. Undefined when it is no longer there. */
export function findSelection(graph: Graph, id: string): Selection | undefined {
  const node = graph.nodes.find((candidate) => candidate.id === id);
  if (node !== undefined) {
    const members = new Set(
      graph.nodes.filter((other) => other.id === id || other.parent === id).map((other) => other.id),
    );
    return {
      kind: 'node',
      node,
      incoming: graph.edges.filter((edge) => members.has(edge.target) && !members.has(edge.source)),
      outgoing: graph.edges.filter((edge) => members.has(edge.source) && !members.has(edge.target)),
    };
  }
  const edge = graph.edges.find((candidate) => candidate.id === id);
  const source = graph.nodes.find((candidate) => candidate.id === edge?.source);
  const target = graph.nodes.find((candidate) => candidate.id === edge?.target);
  return edge === undefined || source === undefined || target === undefined
    ? undefined
    : { kind: 'edge', edge, source, target };
}

/** The edges that split a service between its versions, when the node is a service or an app with several. */
export function splitOf(graph: Graph, node: GraphNode): readonly GraphEdge[] {
  const versions = new Map(
    graph.nodes.filter((other) => other.version !== undefined).map((other) => [other.id, other]),
  );
  const fromService = graph.edges.filter((edge) => edge.source === node.id && versions.has(edge.target));
  if (node.kind === 'service') return fromService;
  if (node.kind !== 'box') return [];
  const members = new Set(graph.nodes.filter((other) => other.parent === node.id).map((other) => other.id));
  const into = graph.edges.filter(
    (edge) => members.has(edge.target) && (edge.configured !== undefined || edge.expected !== undefined),
  );
  const [first] = into;
  return first === undefined ? [] : into.filter((edge) => edge.source === first.source);
}

/** How a node is called: its version within an app, its name otherwise. */
export const nameOf = (node: GraphNode): string =>
  node.version === undefined ? node.name : `${node.name} ${node.version}`;
