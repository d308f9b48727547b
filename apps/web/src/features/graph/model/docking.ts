import type { GraphEdge, GraphNode } from '@weir/shared';

const DOCKABLE = new Set(['app', 'workload', 'gateway', 'waypoint']);

/**
 * G2: a service with a single version behind it is drawn with it as one card. Gives the service's id for every
 * node that docks. A version inside an app box, or behind several services, stands alone: which service a request
 * took would be lost.
 */
export function dockedServices(
  nodes: readonly GraphNode[],
  edges: readonly GraphEdge[],
  boxed: (node: GraphNode) => boolean,
): ReadonlyMap<string, string> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const targets = new Map<string, Set<string>>();
  const services = new Map<string, Set<string>>();
  for (const edge of edges) {
    if (byId.get(edge.source)?.kind !== 'service') continue;
    addTo(targets, edge.source, edge.target);
    addTo(services, edge.target, edge.source);
  }
  const docked = new Map<string, string>();
  for (const [service, behind] of targets) {
    const [only, ...others] = behind;
    const node = only === undefined ? undefined : byId.get(only);
    if (node === undefined || others.length > 0 || services.get(node.id)?.size !== 1) continue;
    const home = byId.get(service);
    if (!DOCKABLE.has(node.kind) || boxed(node) || home?.namespace !== node.namespace) continue;
    docked.set(node.id, service);
  }
  return docked;
}

function addTo(map: Map<string, Set<string>>, key: string, value: string): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, new Set([value]));
  else values.add(value);
}
