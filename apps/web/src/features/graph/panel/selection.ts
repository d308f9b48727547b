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
    const members = membersOf(graph, node);
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

/**
 * The nodes that count as one with the selected one: what is in a box, and a service together with what is behind it, as
 * far as the one is reached by the other alone. Callers are then those who call the service.
 */
function membersOf(graph: Graph, node: GraphNode): ReadonlySet<string> {
  const members = new Set([node.id, ...insideOf(graph, node.id)]);
  const nodes = new Map(graph.nodes.map((other) => [other.id, other]));
  for (const service of graph.nodes.filter((other) => other.kind === 'service' && !members.has(other.id))) {
    const targets = graph.edges.filter((edge) => edge.source === service.id).map((edge) => edge.target);
    if (targets.length > 0 && targets.every((target) => members.has(target))) members.add(service.id);
  }
  if (node.kind !== 'service') return members;
  const behind = new Set(graph.edges.filter((edge) => edge.source === node.id).map((edge) => edge.target));
  const [only] = behind;
  if (only !== undefined && behind.size === 1 && nodes.get(only)?.kind !== 'service') members.add(only);
  return members;
}

/** Ids of everything in a box, at any depth. */
function insideOf(graph: Graph, id: string): readonly string[] {
  const children = graph.nodes.filter((other) => other.parent === id);
  return children.flatMap((child) => [child.id, ...insideOf(graph, child.id)]);
}

/** What is in a namespace, the neediest first: its services, or in a graph without them its other nodes. */
export function contentsOf(graph: Graph, box: GraphNode): readonly GraphNode[] {
  const inside = new Set(insideOf(graph, box.id));
  const all = graph.nodes.filter((node) => node.kind !== 'box' && (inside.has(node.id) || node.parent === box.id));
  const services = all.filter((node) => node.kind === 'service');
  const shown = services.length > 0 ? services : all;
  return [...shown].sort(
    (a, b) => SEVERITY.indexOf(a.health.state) - SEVERITY.indexOf(b.health.state) || rateOf(b) - rateOf(a),
  );
}

const SEVERITY: readonly GraphNode['health']['state'][] = ['failing', 'degraded', 'healthy', 'unknown', 'idle'];
const rateOf = (node: GraphNode): number => node.traffic?.inPerSecond ?? 0;

/** The edges that split a service between its versions, when the node is a service or an app with several. */
export function splitOf(graph: Graph, node: GraphNode): readonly GraphEdge[] {
  const versions = new Map(
    graph.nodes.filter((other) => other.version !== undefined).map((other) => [other.id, other]),
  );
  if (node.kind === 'service')
    return graph.edges.filter((edge) => edge.source === node.id && versions.has(edge.target));
  if (node.kind !== 'box' || node.boxKind !== 'app') return [];
  const members = new Set(insideOf(graph, node.id));
  const into = graph.edges.filter(
    (edge) => members.has(edge.target) && (edge.configured !== undefined || edge.expected !== undefined),
  );
  const [first] = into;
  return first === undefined ? [] : into.filter((edge) => edge.source === first.source);
}

/** Everything that goes between the selection and one other node over one protocol. */
export interface Peer {
  readonly id: string;
  readonly node: GraphNode | undefined;
  readonly protocol: GraphEdge['protocol'];
  readonly health: GraphNode['health']['state'];
  /** Requests (TCP: bytes) per second; undefined where no traffic was seen. */
  readonly perSecond: number | undefined;
  /** 0..1 */
  readonly errorShare: number;
}

/** The nodes at the other end of edges, the busiest first. */
export function peersOf(graph: Graph, edges: readonly GraphEdge[], end: 'source' | 'target'): readonly Peer[] {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const peers = new Map<string, Peer>();
  for (const edge of edges) {
    const key = `${edge[end]}#${edge.protocol}`;
    const before = peers.get(key);
    const seen = edge.observed;
    const [rateBefore, rate] = [before?.perSecond ?? 0, seen?.perSecond ?? 0];
    const all = rateBefore + rate;
    const errors = rateBefore * (before?.errorShare ?? 0) + rate * (seen?.errorShare ?? 0);
    peers.set(key, {
      id: edge[end],
      node: nodes.get(edge[end]),
      protocol: edge.protocol,
      health: worse(before?.health, edge.health.state),
      perSecond: seen === undefined && before?.perSecond === undefined ? undefined : all,
      errorShare: all === 0 ? 0 : errors / all,
    });
  }
  return [...peers.values()].sort((a, b) => (b.perSecond ?? -1) - (a.perSecond ?? -1));
}

const worse = (a: Peer['health'] | undefined, b: Peer['health']): Peer['health'] =>
  a === undefined || SEVERITY.indexOf(b) < SEVERITY.indexOf(a) ? b : a;
