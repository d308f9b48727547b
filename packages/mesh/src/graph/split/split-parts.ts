import type { Route, RouteDestination } from '@weir/shared';
import { destinationRuleFor } from '../../resolve/destination-rule.ts';
import { findServiceByHost } from '../../resolve/registry.ts';
import { labelsOf } from '../../resolve/untrusted.ts';
import { labelsMatch } from '../../snapshot/labels.ts';
import type { GraphContext } from '../graph-context.ts';
import type { NodeIdentity } from '../identity.ts';
import { serviceEntryIdentity } from '../node-identity.ts';
import type { ServiceFacts, ServiceMember } from '../topology/namespace-topology.ts';
import { serviceEntryFor } from '../topology/service-entry-index.ts';
import { destinationHost, hostOf } from './service-routes.ts';

/** What a route's weights give one node. */
export interface SplitPart {
  readonly node: NodeIdentity;
  /** 0..1 of the route. */
  readonly share: number;
  readonly destination: RouteDestination;
  /** The destination selects several nodes: this is the node's part by ready pods. */
  readonly spread: boolean;
}

/** The node behind a service that a member belongs to, with the member's pods. */
export interface MemberNode {
  readonly node: NodeIdentity;
  readonly members: readonly ServiceMember[];
  readonly readyPods: number;
}

/** The nodes behind a service, by id. In a service graph there are none. */
export function memberNodes(context: GraphContext, facts: ServiceFacts): readonly MemberNode[] {
  if (context.type === 'service') return [];
  return groupMembers(context, facts.members);
}

function groupMembers(context: GraphContext, members: readonly ServiceMember[]): readonly MemberNode[] {
  const [only, ...others] = members;
  if (only === undefined) return [];
  if (others.length === 0) return [{ node: context.nodeOf(only.workload), members, readyPods: readyPodsOf(only) }];
  const groups = new Map<string, { node: NodeIdentity; members: ServiceMember[]; readyPods: number }>();
  for (const member of members) {
    const node = context.nodeOf(member.workload);
    const group = groups.get(node.id) ?? { node, members: [], readyPods: 0 };
    group.members.push(member);
    group.readyPods += readyPodsOf(member);
    groups.set(node.id, group);
  }
  return [...groups.values()].sort((a, b) => (a.node.id < b.node.id ? -1 : 1));
}

/** Ready pods of a member; the controller's word where pods may not be read. */
export const readyPodsOf = (member: ServiceMember): number =>
  member.workload.pods.length > 0 ? member.readyPods.length : member.workload.counts.ready;

/**
 * Whether the route says nothing about versions: all that it sends stays with the service's bare host. Pods decide then.
 */
export function isPlain(context: GraphContext, facts: ServiceFacts, route: Route): boolean {
  const host = hostOf(context, facts);
  return route.destinations.every(
    ({ host: written, subset }) => subset === undefined && destinationHost(context, route, written) === host,
  );
}

/**
 * What the route's weights give each node: the versions behind the service by the subsets' labels, other services, and
 * ServiceEntries. A destination that selects several versions is spread over them by their ready pods. What leads
 * nowhere (a missing subset, a subset without workloads, an unknown host) has no part.
 */
export function splitParts(context: GraphContext, facts: ServiceFacts, route: Route): readonly SplitPart[] {
  const host = hostOf(context, facts);
  return route.destinations.flatMap((destination): readonly SplitPart[] => {
    const target = destinationHost(context, route, destination.host);
    if (target !== host) {
      const node = otherHost(context, facts, target);
      return node === undefined ? [] : [{ node, share: destination.share, destination, spread: false }];
    }
    if (context.type === 'service') return [];
    return spread(groupMembers(context, selectedMembers(context, facts, host, destination.subset)), destination);
  });
}

function selectedMembers(
  context: GraphContext,
  facts: ServiceFacts,
  host: string,
  subset: string | undefined,
): readonly ServiceMember[] {
  if (subset === undefined) return facts.members;
  const rule = destinationRuleFor(context.snapshot, host, { namespace: facts.namespace, labels: {} });
  const found = rule?.subsets.find((candidate) => candidate.name === subset);
  if (found === undefined) return [];
  const labels = labelsOf(found.labels);
  return facts.members.flatMap((member) => {
    const pods = member.pods.filter((pod) => labelsMatch(labels, pod.metadata.labels));
    if (member.pods.length === 0) return labelsMatch(labels, member.workload.labels) ? [member] : [];
    if (pods.length === 0) return [];
    return [{ ...member, pods, readyPods: member.readyPods.filter((pod) => pods.includes(pod)) }];
  });
}

/** By ready pods; evenly where none is ready, so that the weights are still seen. */
function spread(nodes: readonly MemberNode[], destination: RouteDestination): readonly SplitPart[] {
  const ready = nodes.reduce((sum, node) => sum + node.readyPods, 0);
  return nodes.map(({ node, readyPods }) => ({
    node,
    share: destination.share * (ready > 0 ? readyPods / ready : 1 / nodes.length),
    destination,
    spread: nodes.length > 1,
  }));
}

function otherHost(context: GraphContext, facts: ServiceFacts, host: string): NodeIdentity | undefined {
  const service = findServiceByHost(context.snapshot, host);
  if (service !== undefined) {
    const namespace = service.metadata.namespace ?? 'default';
    const known = context.topology(namespace)?.services.get(service.metadata.name);
    return known === undefined ? undefined : context.nodeOfService(known);
  }
  const entry = serviceEntryFor(context.snapshot, host, [facts.namespace]);
  return entry === undefined ? undefined : serviceEntryIdentity(entry.entry, entry.namespace);
}
