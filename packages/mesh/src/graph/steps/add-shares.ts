import { type Protocol, type Route, serviceNodeId } from '@weir/shared';
import { significant } from '../../stats/significant.ts';
import { type EdgeDraft, ensureEdge, ensureNode } from '../draft.ts';
import { type GraphContext, protocolOfService } from '../graph-context.ts';
import type { NodeIdentity } from '../identity.ts';
import { splitOf } from '../split/service-routes.ts';
import { isPlain, memberNodes, type SplitPart, splitParts } from '../split/split-parts.ts';
import type { ServiceFacts } from '../topology/namespace-topology.ts';

/**
 * Edges from each service to what stands behind it, with their configured or expected shares (G3), with or without
 * traffic. Weights give `configured`; where no route distinguishes versions, ready pods give `expected`. A
 * VirtualService that has routes but none for plain requests promises nothing about them: its edges carry neither.
 */
export function addShares(context: GraphContext): void {
  for (const namespace of context.namespaces) {
    for (const facts of context.topology(namespace)?.services.values() ?? []) shareService(context, facts);
  }
}

function shareService(context: GraphContext, facts: ServiceFacts): void {
  const { route, isUnpromised } = splitOf(context, facts);
  const weighted = route !== undefined && !isPlain(context, facts, route) ? route : undefined;
  const protocols = protocolsOf(context, facts, weighted);
  if (weighted !== undefined) {
    const parts = splitParts(context, facts, weighted);
    for (const protocol of protocols.routed) setConfigured(context, facts, weighted, parts, protocol);
  }
  for (const protocol of weighted === undefined ? protocols.all : protocols.others) {
    setExpected(context, facts, protocol, isUnpromised);
  }
}

/** The protocols of the service's outgoing edges: those that traffic was seen over, else the usual one. */
function protocolsOf(context: GraphContext, facts: ServiceFacts, route: Route | undefined) {
  const id = serviceNodeId(facts.namespace, facts.name);
  const seen = [...new Set(context.leaving(id).map((edge) => edge.protocol))];
  const usual = protocolOfService(facts);
  const family: readonly Protocol[] = route === undefined || route.protocol === 'http' ? ['http', 'grpc'] : ['tcp'];
  const routed = seen.filter((protocol) => family.includes(protocol));
  const fallback = family.includes(usual) ? usual : (family[0] ?? usual);
  return {
    all: seen.length > 0 ? seen : [usual],
    routed: routed.length > 0 ? routed : [fallback],
    others: seen.filter((protocol) => !family.includes(protocol)),
  };
}

function edgeTo(context: GraphContext, facts: ServiceFacts, node: NodeIdentity, protocol: Protocol): EdgeDraft {
  ensureNode(context.draft, node);
  return ensureEdge(context.draft, serviceNodeId(facts.namespace, facts.name), node.id, protocol);
}

/** Every node behind the service has an edge; what the route does not name gets 0 (G3). */
function setConfigured(
  context: GraphContext,
  facts: ServiceFacts,
  route: Route,
  parts: readonly SplitPart[],
  protocol: Protocol,
): void {
  const { resourceVersion: _, ...object } = route.object;
  const single = route.destinations.length === 1;
  const byNode = new Map<string, SplitPart[]>();
  for (const part of parts) byNode.set(part.node.id, [...(byNode.get(part.node.id) ?? []), part]);
  for (const own of byNode.values()) {
    const [first] = own;
    if (first === undefined) continue;
    const edge = edgeTo(context, facts, first.node, protocol);
    const weights = [...new Set(own.map((part) => part.destination))].map((destination) => destination.weight ?? 0);
    edge.configured = {
      share: significant(own.reduce((sum, part) => sum + part.share, 0)),
      // A single destination takes everything, whatever its weight says.
      weight: single ? 1 : weights.reduce((sum, weight) => sum + Math.max(0, weight), 0),
      total: single ? 1 : route.total,
      object,
      path: first.destination.path,
    };
    edge.spread = own.some((part) => part.spread);
  }
  for (const { node } of memberNodes(context, facts)) {
    if (byNode.has(node.id)) continue;
    const edge = edgeTo(context, facts, node, protocol);
    edge.configured = { share: 0, weight: 0, total: single ? 1 : route.total, object, path: route.path };
  }
}

function setExpected(context: GraphContext, facts: ServiceFacts, protocol: Protocol, isUnpromised: boolean): void {
  const nodes = memberNodes(context, facts);
  const total = nodes.reduce((sum, node) => sum + node.readyPods, 0);
  for (const { node, readyPods } of nodes) {
    const edge = edgeTo(context, facts, node, protocol);
    if (!isUnpromised) edge.expected = { share: significant(total > 0 ? readyPods / total : 0), pods: readyPods };
  }
}
