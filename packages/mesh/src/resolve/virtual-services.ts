import type { VirtualService } from '../resources/istio.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { type ClientView, clientViewOf, precedence } from './client-view.ts';
import { commonHosts, gatewayRoutes, gatewayServers } from './gateway-routes.ts';
import { isHostWithin, isWildcardHost, moreSpecificHost, resolveHost } from './host-names.ts';
import { gatewayOf } from './http-match.ts';
import { portOf, type RegistryHost } from './registry.ts';
import { sidecarRoutes } from './sidecar-routes.ts';
import type { RouteClient, VirtualServiceCandidate } from './types.ts';
import type { IndexedVirtualService } from './virtual-service-index.ts';
import { isVisibleIn, visibilityRank } from './visibility.ts';

const nameOf = (service: IndexedVirtualService): string => `${service.namespace}/${service.name}`;

/** The most specific of a VirtualService's hosts that covers this one. */
const matchedHost = (service: IndexedVirtualService, hosts: readonly string[]): string =>
  service.hosts.filter((own) => hosts.some((host) => isHostWithin(host, own))).sort(moreSpecificHost)[0] ?? '';

/** The ports at which a client may call the host: the registry's, else those of the registry's hosts that stand beside it. */
function portsOf(view: ClientView, host: string, candidates: readonly IndexedVirtualService[]): readonly number[] {
  const { gateway } = view.client;
  if (gateway !== undefined) return [...new Set(gatewayServers(view, gateway)?.map(({ port }) => port) ?? [])];
  const numbers = (entries: readonly RegistryHost[]) =>
    entries.flatMap((entry) =>
      entry.ports.map(({ number }) => number).filter((number) => portOf(entry, number)?.protocol !== 'udp'),
    );
  const { hosts, targetOf } = view.registry;
  const own = numbers([...hosts.exact(host), ...hosts.exact(targetOf(host) ?? host)]);
  if (own.length > 0) return [...new Set(own)];
  const covering = hosts.wildcardsOver(host).flatMap(({ values }) => values);
  const beside = candidates.flatMap((service) => service.hosts.flatMap((name) => hosts.exact(name)));
  return [...new Set([80, ...numbers([...covering, ...beside])])];
}

/** The VirtualServices whose routes stand in the client's tables for the host, on any port. */
function effectiveObjects(view: ClientView, host: string, ports: readonly number[]): ReadonlySet<VirtualService> {
  const { gateway } = view.client;
  const routes = ports.flatMap(
    (port) =>
      (gateway === undefined ? sidecarRoutes(view, host, port) : gatewayRoutes(view, gateway, host, port)) ?? [],
  );
  return new Set(routes.flatMap(({ object, delegatedBy }) => delegatedBy?.object ?? object ?? []));
}

/** Why istiod does not give the object to the client's proxy at all; undefined when it does. */
function notGiven(view: ClientView, service: IndexedVirtualService): string | undefined {
  const { client, scope } = view;
  if (!isVisibleIn(service.visibility, client.namespace)) {
    const written = service.exportTo.length === 0 ? "the mesh's default" : service.exportTo.join(', ');
    return `it is not exported to the namespace ${client.namespace} (exportTo: ${written})`;
  }
  if (!service.gateways.includes(gatewayOf(client))) {
    const listed = service.gateways.map((name) => (name === 'mesh' ? 'sidecars (mesh)' : `the gateway ${name}`));
    const asked =
      client.gateway === undefined ? 'sidecars (mesh is not among its gateways)' : `the gateway ${client.gateway}`;
    return `it acts on ${listed.join(', ')}, not on ${asked}`;
  }
  const { object } = scope;
  if (object === undefined || scope.seesVirtualService(service.hosts, service.namespace, 0)) return undefined;
  return `the Sidecar ${object.metadata.namespace ?? 'default'}/${object.metadata.name} does not let the client see its hosts`;
}

/** Why another VirtualService, which is in force, comes before this one. */
function outranked(
  view: ClientView,
  service: IndexedVirtualService,
  winner: IndexedVirtualService,
  hosts: readonly string[],
) {
  const { client } = view;
  const [own, other] = [matchedHost(service, hosts), matchedHost(winner, hosts)];
  if (own !== other) return `the VirtualService ${nameOf(winner)} has the more specific host ${other}`;
  const rank = (of: IndexedVirtualService) => visibilityRank(of.visibility, of.namespace, client.namespace);
  if (rank(winner) < rank(service)) {
    const how = rank(winner) === 0 ? 'is private to' : 'is exported by name to';
    return `the VirtualService ${nameOf(winner)} has the same host and ${how} the client's namespace`;
  }
  return winner.createdMs < service.createdMs
    ? `an older VirtualService ${nameOf(winner)} has the same host`
    : `the VirtualService ${nameOf(winner)} has the same host and age, and comes first by name`;
}

function reasonFor(
  view: ClientView,
  service: IndexedVirtualService,
  effective: readonly IndexedVirtualService[],
  hosts: readonly string[],
): string {
  const gone = notGiven(view, service);
  if (gone !== undefined) return gone;
  const { gateway } = view.client;
  if (gateway !== undefined) {
    const servers = gatewayServers(view, gateway);
    if (servers === undefined) return `the Gateway ${gateway} does not exist`;
    const offered = servers.some((server) =>
      commonHosts(server, service, gateway).some((common) => hosts.some((host) => isHostWithin(host, common))),
    );
    return offered
      ? 'none of its rules is meant for this gateway, or a more specific host takes the requests'
      : `no server of the Gateway ${gateway} offers its hosts`;
  }
  const own = matchedHost(service, hosts);
  const first = precedence(view.client);
  const winner = effective.find((other) => {
    const theirs = matchedHost(other, hosts);
    return theirs === own ? first(other, service) < 0 : moreSpecificHost(theirs, own) < 0;
  });
  if (winner !== undefined) return outranked(view, service, winner, hosts);
  if (service.http.length + service.tcp.length + service.tls.length === 0) return 'it has no rules';
  return isWildcardHost(own) && effective.length === 0
    ? 'none of its rules is meant for this client and protocol, or a VirtualService with a more specific host hides it'
    : "none of its rules is meant for this client and the host's protocol";
}

/**
 * Every VirtualService that names the host, for a client: those in force first, then the ignored ones with the reason, both
 * in Istio's order (DESIGN W3). A sidecar has one for each host (on TCP and TLS ports maybe several), a gateway joins them.
 * `host` may be a short name of the client's namespace.
 */
export function virtualServicesFor(
  snapshot: Snapshot,
  host: string,
  client: RouteClient,
): readonly VirtualServiceCandidate[] {
  const view = clientViewOf(snapshot, client);
  const fqdn = resolveHost(host, client.namespace, snapshot.mesh.domain).toLowerCase();
  return view.memo('candidates', 0, fqdn, () => candidatesOf(view, fqdn));
}

function candidatesOf(view: ClientView, fqdn: string): readonly VirtualServiceCandidate[] {
  const { byHost, byObject } = view.index;
  const target = view.registry.targetOf(fqdn);
  const hosts = target === undefined || target === fqdn ? [fqdn] : [fqdn, target];
  const found = new Set(
    hosts.flatMap((name) => [...byHost.exact(name), ...byHost.wildcardsOver(name).flatMap(({ values }) => values)]),
  );
  if (found.size === 0) return [];
  const candidates = [...found].sort(precedence(view.client));
  const objects = effectiveObjects(view, fqdn, portsOf(view, fqdn, candidates));
  const inForce = candidates.filter(({ object }) => objects.has(object));
  const effective = inForce.map((service) => ({
    object: service.object,
    matchedHost: matchedHost(service, hosts),
    effective: true,
  }));
  const ignored = candidates
    .filter(({ object }) => !objects.has(object))
    .map((service) => ({
      object: service.object,
      matchedHost: matchedHost(service, hosts),
      effective: false,
      ignoredBecause: reasonFor(view, byObject.get(service.object) ?? service, inForce, hosts),
    }));
  return [...effective, ...ignored];
}

/**
 * Why a VirtualService has no part in what the client's requests to the host do; undefined when it has one. For objects
 * that do not name the host, or that are delegates, that is said.
 */
export function describeIgnored(
  snapshot: Snapshot,
  object: VirtualService,
  host: string,
  client: RouteClient,
): string | undefined {
  const candidate = virtualServicesFor(snapshot, host, client).find((entry) => entry.object === object);
  return candidate === undefined ? `it does not name the host ${host}` : candidate.ignoredBecause;
}
