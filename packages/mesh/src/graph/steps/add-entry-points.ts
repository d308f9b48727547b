import { gatewayNodeId, type Protocol, serviceNodeId } from '@weir/shared';
import { hostMatches, resolveGatewayName, resolveHost } from '../../resolve/host-names.ts';
import { findServiceByHost } from '../../resolve/registry.ts';
import { listOf, recordOf, textOf, textsOf } from '../../resolve/untrusted.ts';
import { effectiveWeights } from '../../resolve/weights.ts';
import type { VirtualService, WeightedDestination } from '../../resources/istio.ts';
import { type RawRoute, rawRoutesOf } from '../../routing/raw-routes.ts';
import { significant } from '../../stats/significant.ts';
import { type EdgeDraft, ensureEdge, ensureNode } from '../draft.ts';
import { type GraphContext, protocolOfService } from '../graph-context.ts';
import { type GatewayFacts, gatewaysSelecting } from '../topology/gateway-index.ts';
import type { ServiceFacts } from '../topology/namespace-topology.ts';
import type { WorkloadFacts } from '../topology/workload-facts.ts';

/** A route by which a gateway lets traffic in, with what its weights give each service. */
interface EntryRoute {
  readonly object: VirtualService;
  readonly route: RawRoute;
  readonly parts: readonly EntryPart[];
}

interface EntryPart {
  readonly service: ServiceFacts;
  readonly path: string;
  readonly share: number;
  readonly weight: number;
}

/**
 * Edges from gateways to the services that VirtualServices bound to them lead to, with or without traffic (G3). A share is
 * configured where it says something about the gateway's traffic: when it has only this one route, or when the route
 * splits between services and no other route leads to this one. Otherwise the edge only says that there is an entry.
 */
export function addEntryPoints(context: GraphContext): void {
  const routes = entryRoutes(context);
  if (routes.size === 0) return;
  for (const slice of context.snapshot.slices.values()) {
    for (const workload of context.topology(slice.name)?.workloads.values() ?? []) {
      if (context.proxyOf(workload) !== 'gateway') continue;
      const own = gatewaysSelecting(context.gateways, workload.labels).flatMap(({ key }) => routes.get(key) ?? []);
      addEdges(context, workload, [...new Set(own)]);
    }
  }
}

function addEdges(context: GraphContext, workload: WorkloadFacts, routes: readonly EntryRoute[]): void {
  const { draft, requested } = context;
  const leadingTo = new Map<ServiceFacts, EntryRoute[]>();
  for (const route of routes) {
    for (const service of new Set(route.parts.map((part) => part.service))) {
      leadingTo.set(service, [...(leadingTo.get(service) ?? []), route]);
    }
  }
  for (const [service, via] of leadingTo) {
    if (!requested.has(service.namespace) && !requested.has(workload.namespace)) continue;
    ensureNode(draft, context.nodeOf(workload));
    ensureNode(draft, context.nodeOfService(service));
    const [only] = via;
    const splits = only !== undefined && new Set(only.parts.map((part) => part.service)).size > 1;
    const speaks = via.length === 1 && (routes.length === 1 || splits);
    for (const edge of edgesTo(context, gatewayNodeId(workload.namespace, workload.name), service, via)) {
      if (speaks && only !== undefined) setShare(edge, only, service);
    }
  }
}

/** The edges that traffic already made, of the protocols that such routes carry; else one of the service's protocol. */
function edgesTo(
  context: GraphContext,
  gateway: string,
  service: ServiceFacts,
  via: readonly EntryRoute[],
): EdgeDraft[] {
  const target = serviceNodeId(service.namespace, service.name);
  const isHttp = via.some(({ route }) => route.protocol === 'http');
  const family: readonly Protocol[] = isHttp ? ['http', 'grpc'] : ['tcp'];
  const seen = context.leaving(gateway).filter((edge) => edge.target === target && family.includes(edge.protocol));
  if (seen.length > 0) return seen;
  const usual = protocolOfService(service);
  return [ensureEdge(context.draft, gateway, target, family.includes(usual) ? usual : (family[0] ?? usual))];
}

function setShare(edge: EdgeDraft, { object, route, parts }: EntryRoute, service: ServiceFacts): void {
  const own = parts.filter((part) => part.service === service);
  const [first] = own;
  if (first === undefined) return;
  const single = route.destinations.length === 1;
  edge.configured = {
    share: significant(own.reduce((sum, part) => sum + part.share, 0)),
    weight: single ? 1 : own.reduce((sum, part) => sum + part.weight, 0),
    total: single ? 1 : route.destinations.reduce((sum, destination) => sum + Math.max(0, destination.weight ?? 0), 0),
    object: {
      apiVersion: object.apiVersion,
      kind: object.kind,
      namespace: object.metadata.namespace ?? 'default',
      name: object.metadata.name,
    },
    path: first.path,
  };
}

/** Routes by the key of the Gateway objects that they are bound to. */
function entryRoutes(context: GraphContext): ReadonlyMap<string, readonly EntryRoute[]> {
  const byGateway = new Map<string, EntryRoute[]>();
  if (context.gateways.size === 0) return byGateway;
  for (const slice of context.snapshot.slices.values()) {
    for (const object of slice.virtualservices.values()) {
      const spec = recordOf(object.spec);
      const names = textsOf(spec.gateways).map((name) => resolveGatewayName(name, slice.name));
      const bound = [...new Set(names)].flatMap((name) => context.gateways.get(name) ?? []);
      if (bound.length === 0) continue;
      const hosts = textsOf(spec.hosts).map((host) => resolveHost(host, slice.name, context.snapshot.mesh.domain));
      const routes = routesWithDelegates(context, object, slice.name);
      for (const gateway of bound.filter((candidate) => takesHosts(candidate, slice.name, hosts))) {
        const list = byGateway.get(gateway.key) ?? [];
        byGateway.set(gateway.key, list);
        for (const { owner, namespace, route } of routes) {
          if (!isForGateway(route, gateway.key, slice.name)) continue;
          const parts = partsOf(context, route, namespace);
          if (parts.length > 0) list.push({ object: owner, route, parts });
        }
      }
    }
  }
  return byGateway;
}

/** Whether one of the gateway's servers takes one of the hosts; `<namespace>/<host>` only from that namespace. */
function takesHosts(gateway: GatewayFacts, namespace: string, hosts: readonly string[]): boolean {
  return gateway.hosts.some((written) => {
    const slash = written.indexOf('/');
    const owner = slash < 0 ? '*' : written.slice(0, slash);
    const own = owner === '.' ? (gateway.object.metadata.namespace ?? 'default') : owner;
    const pattern = written.slice(slash + 1).toLowerCase();
    return (own === '*' || own === namespace) && hosts.some((host) => hostMatches(pattern, host.toLowerCase()));
  });
}

interface OwnedRoute {
  readonly owner: VirtualService;
  readonly namespace: string;
  readonly route: RawRoute;
}

/** The routes of a VirtualService, with those of the VirtualServices that it delegates to in their place. */
function routesWithDelegates(context: GraphContext, object: VirtualService, namespace: string): readonly OwnedRoute[] {
  return rawRoutesOf(object).flatMap((route): readonly OwnedRoute[] => {
    const delegate = recordOf(route.spec.delegate);
    const name = textOf(delegate.name);
    if (name === undefined || name === '') return [{ owner: object, namespace, route }];
    const target = textOf(delegate.namespace) || namespace;
    const owner = context.snapshot.slices.get(target)?.virtualservices.get(name);
    return owner === undefined ? [] : rawRoutesOf(owner).map((inner) => ({ owner, namespace: target, route: inner }));
  });
}

/** A route whose matches all name gateways, but not this one, is not for it. */
function isForGateway(route: RawRoute, gateway: string, namespace: string): boolean {
  if (route.matches.length === 0) return true;
  return route.matches.some((match) => {
    const named = textsOf(match.gateways).map((name) => resolveGatewayName(name, namespace));
    return named.length === 0 || named.includes(gateway);
  });
}

function partsOf(context: GraphContext, route: RawRoute, namespace: string): readonly EntryPart[] {
  const shares = effectiveWeights(listOf(route.spec.route) as readonly WeightedDestination[]);
  return route.destinations.flatMap((destination, at) => {
    const host = resolveHost(destination.host, namespace, context.snapshot.mesh.domain);
    const service = findServiceByHost(context.snapshot, host);
    if (service === undefined) return [];
    const owner = service.metadata.namespace ?? 'default';
    const facts = context.topology(owner)?.services.get(service.metadata.name);
    if (facts === undefined) return [];
    return [
      { service: facts, path: destination.path, share: shares[at] ?? 0, weight: Math.max(0, destination.weight ?? 0) },
    ];
  });
}
