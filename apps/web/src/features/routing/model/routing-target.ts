import type { Graph, GraphNode, RoutingSummary, Session } from '@weir/shared';

/** What a right click means for weighted routing: a service, or the sentence why there is none (W1). */
export type RoutingTarget =
  | {
      readonly kind: 'service';
      readonly namespace: string;
      readonly name: string;
      readonly summary: RoutingSummary | undefined;
    }
  | { readonly kind: 'none'; readonly obstacle: string };

const none = (obstacle: string): RoutingTarget => ({ kind: 'none', obstacle });

/** The service that a node, box or edge stands for. */
export function routingTargetOf(graph: Graph, id: string): RoutingTarget {
  const edge = graph.edges.find((candidate) => candidate.id === id);
  const ids = edge === undefined ? [id] : [edge.source, edge.target];
  const nodes = ids.flatMap((nodeId) => graph.nodes.find((node) => node.id === nodeId) ?? []);
  const [node] = nodes;
  if (node === undefined) return none('It is no longer in the graph.');
  const service = nodes.find((candidate) => candidate.kind === 'service');
  const found = service ?? serviceBehind(graph, node);
  if (found === undefined) return none(withoutService(node));
  return { kind: 'service', namespace: found.namespace, name: found.name, summary: found.routing };
}

function serviceBehind(graph: Graph, node: GraphNode): GraphNode | undefined {
  const members =
    node.kind === 'box' && node.boxKind === 'app' ? graph.nodes.filter((child) => child.parent === node.id) : [node];
  if (node.kind === 'box' && node.boxKind !== 'app') return undefined;
  const names = new Set(members.flatMap((member) => (member.service === undefined ? [] : [member.service])));
  const named = graph.nodes.filter(
    (other) => other.kind === 'service' && other.namespace === node.namespace && names.has(other.name),
  );
  if (named.length === 1) return named[0];
  const memberIds = new Set(members.map((member) => member.id));
  const sources = new Set(graph.edges.filter((edge) => memberIds.has(edge.target)).map((edge) => edge.source));
  const services = graph.nodes.filter((other) => other.kind === 'service' && sources.has(other.id));
  return (
    services.find((other) => other.routing?.possible === true) ?? (services.length === 1 ? services[0] : undefined)
  );
}

const withoutService = (node: GraphNode): string =>
  node.kind === 'box'
    ? 'Choose a service, an app or a version within this box.'
    : node.kind === 'gateway'
      ? 'A gateway has no versions of its own: choose the service that it leads to.'
      : node.kind === 'serviceEntry' ||
          node.kind === 'passthrough' ||
          node.kind === 'blackhole' ||
          node.kind === 'unknown'
        ? 'It is outside the mesh: its versions are not known here.'
        : `No service leads to ${node.name}, so there is nothing to split.`;

/** Why weighted routing is not possible on a target right now, or undefined when it is. */
export function weightedRoutingObstacle(target: RoutingTarget, session: Session | undefined): string | undefined {
  if (target.kind === 'none') return target.obstacle;
  if (session?.features.istio === false) return session.features.istioDetail;
  if (target.summary !== undefined && !target.summary.possible) return target.summary.reason ?? 'It cannot be split.';
  if (session?.readOnly === true) return session.readOnlyReason ?? 'Weir runs read-only.';
  const permission = session?.permissions.find((candidate) => candidate.namespace === target.namespace);
  return permission?.editRouting === false
    ? (permission.reason ?? `You may not edit routing in ${target.namespace}.`)
    : undefined;
}
