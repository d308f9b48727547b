import { boxNodeId, type GraphEdge, type GraphNode } from '@weir/shared';

/** The namespace region of every node; nodes without an entry stand free. Regions are keyed by their box id. */
export interface RegionPlan {
  readonly regionOf: ReadonlyMap<string, string>;
  readonly titles: ReadonlyMap<string, string>;
}

const FREE_KINDS = new Set(['unknown', 'passthrough', 'blackhole']);

/**
 * Puts nodes into namespace regions. A gateway stands free in front of the regions unless it has traffic with its
 * own namespace: then it is a team's own and belongs to that team's region. Its service follows it.
 */
export function planRegions(nodes: readonly GraphNode[], edges: readonly GraphEdge[]): RegionPlan {
  const free = freeGateways(nodes, edges);
  const boxes = new Map<string, string>();
  for (const node of nodes) {
    if (node.boxKind === 'namespace') boxes.set(`${node.cluster}/${node.namespace}`, node.id);
  }
  const severalClusters = new Set(nodes.map((node) => node.cluster)).size > 1;
  const regionOf = new Map<string, string>();
  const titles = new Map<string, string>();
  for (const node of nodes) {
    if (node.kind === 'box' && node.boxKind !== 'app') continue;
    if (node.namespace === '' || FREE_KINDS.has(node.kind) || free.has(node.id)) continue;
    const key = `${node.cluster}/${node.namespace}`;
    const own = severalClusters ? `${node.cluster}:${boxNodeId(node.namespace)}` : boxNodeId(node.namespace);
    const id = boxes.get(key) ?? own;
    regionOf.set(node.id, id);
    titles.set(id, severalClusters ? `${node.cluster} / ${node.namespace}` : node.namespace);
  }
  return { regionOf, titles };
}

function freeGateways(nodes: readonly GraphNode[], edges: readonly GraphEdge[]): ReadonlySet<string> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const gateways = new Set(nodes.filter((node) => node.kind === 'gateway').map((node) => node.id));
  const free = new Set(gateways);
  const services = new Map<string, string>();
  for (const edge of edges) {
    const source = byId.get(edge.source);
    if (source?.kind === 'service' && gateways.has(edge.target)) services.set(edge.source, edge.target);
  }
  for (const edge of edges) {
    const gateway = gateways.has(edge.source) ? edge.source : gateways.has(edge.target) ? edge.target : undefined;
    if (gateway === undefined) continue;
    const other = byId.get(gateway === edge.source ? edge.target : edge.source);
    if (other === undefined || services.get(other.id) === gateway || gateways.has(other.id)) continue;
    if (other.namespace === byId.get(gateway)?.namespace) free.delete(gateway);
  }
  for (const [service, gateway] of services) if (free.has(gateway)) free.add(service);
  return free;
}
