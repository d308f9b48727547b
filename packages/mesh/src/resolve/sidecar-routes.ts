import { type ClientView, precedence } from './client-view.ts';
import { compileHttpRules, compileL4Rule, defaultRoute } from './compiled-route.ts';
import { hostMatches, isWildcardHost } from './host-names.ts';
import { chainOf, type FilterChain, isL4MatchForClient } from './l4-match.ts';
import { portOf, type RegistryHost, registryHostFor } from './registry.ts';
import type { CompiledRoute } from './types.ts';
import type { IndexedVirtualService } from './virtual-service-index.ts';

/** What a sidecar does with a host and port (research/istio-kubernetes.md 2.2, 2.5, 2.10.2, 2.10.3). */

/** A VirtualService that decides for a host, with what it makes of it. */
export interface Winner {
  readonly service: IndexedVirtualService;
  readonly routes: readonly CompiledRoute[];
}

/** The HTTP routes of one VirtualService for this client and port; empty when none of its rules is meant for it. */
export const httpRoutesOf = (
  view: ClientView,
  service: IndexedVirtualService,
  port: number,
): readonly CompiledRoute[] =>
  view.memo('http', port, service, () => compileHttpRules(view, service.rules(), port).map(({ route }) => route));

const selected = (view: ClientView, host: string, port: number): readonly IndexedVirtualService[] =>
  view.inOrder(view.index.byHost.exact(host), port);

function firstWithRoutes(
  view: ClientView,
  services: readonly IndexedVirtualService[],
  port: number,
): Winner | undefined {
  for (const service of services) {
    const routes = httpRoutesOf(view, service, port);
    if (routes.length > 0) return { service, routes };
  }
  return undefined;
}

/** The VirtualService with the most specific wildcard over the host: the first in order of that wildcard, nobody after it. */
function wildcardOwner(view: ClientView, host: string, port: number): IndexedVirtualService | undefined {
  const own = isWildcardHost(host) ? selected(view, host, port)[0] : undefined;
  if (own !== undefined) return own;
  for (const { values } of view.index.byHost.wildcardsOver(host)) {
    const [first] = view.inOrder(values, port);
    if (first !== undefined) return first;
  }
  return undefined;
}

/**
 * The VirtualService in force for a host of the registry. Of those that name it, the first that has a rule left for this
 * client; a host that any of them names never falls back to a wildcard.
 */
export function httpWinner(view: ClientView, entry: RegistryHost, port: number): Winner | undefined {
  const exact = isWildcardHost(entry.host) ? [] : selected(view, entry.host, port);
  if (exact.length > 0) return firstWithRoutes(view, exact, port);
  const owner = wildcardOwner(view, entry.host, port);
  return owner === undefined ? undefined : firstWithRoutes(view, [owner], port);
}

const speaksHttp = (entry: RegistryHost, port: number): boolean => {
  const protocol = portOf(entry, port)?.protocol;
  return protocol === 'http' || protocol === 'grpc';
};

/** Whether the VirtualService has a virtual host on this port for some host of the registry that it decides for. */
function ownsHostOn(view: ClientView, service: IndexedVirtualService, port: number): boolean {
  return view.memo('owns', port, service, () =>
    service.hosts.some((host) => {
      if (!isWildcardHost(host)) {
        const entry = view.hostAt(host, port);
        return entry !== undefined && speaksHttp(entry, port);
      }
      return view.registry.all.some(
        (entry) =>
          hostMatches(host, entry.host) &&
          view.hostAt(entry.host, port) === entry &&
          speaksHttp(entry, port) &&
          selected(view, entry.host, port).length === 0 &&
          wildcardOwner(view, entry.host, port) === service,
      );
    }),
  );
}

/** VirtualServices that make a host outside the registry known: on port 80, or beside a host of the registry (2.10.3). */
function claimOf(view: ClientView, host: string, port: number): Winner | undefined {
  if (view.hostAt(host, port) !== undefined) return undefined;
  if (isWildcardHost(host) && coversRegistry(view, host, port)) return undefined;
  const services = selected(view, host, port).filter((service) => port === 80 || ownsHostOn(view, service, port));
  return firstWithRoutes(view, services, port);
}

/** A wildcard that covers some host of the registry on the port is no virtual host of its own. */
const coversRegistry = (view: ClientView, wildcard: string, port: number): boolean =>
  view.memo('covers', port, wildcard, () =>
    view.registry.all.some((entry) => hostMatches(wildcard, entry.host) && view.hostAt(entry.host, port) === entry),
  );

/** Names under which this client's proxy also knows a service: `svc.ns`, `svc.ns.svc`, and `svc` within the namespace. */
function fullNames(view: ClientView, name: string): readonly string[] {
  const { domain } = view.snapshot.mesh;
  const labels = name.split('.');
  if (labels.length === 1) return [`${name}.${view.client.namespace}.svc.${domain}`];
  if (labels.length === 2) return [`${name}.svc.${domain}`];
  if (labels.length === 3 && labels[2] === 'svc') return [`${name}.${domain}`];
  return name.endsWith('.') ? [name.slice(0, -1)] : [];
}

/** Another name (ExternalName) leads to its target when that is in the mesh. */
function concrete(view: ClientView, host: string, port: number): RegistryHost | undefined {
  const entry = registryHostFor(view.registry, host, view.client.namespace);
  if (entry?.aliasOf === undefined) return view.hostAt(host, port);
  if (!view.scope.seesHost(entry.host, entry.namespace, port)) return undefined;
  const target = view.registry.targetOf(entry.host);
  return target === undefined ? undefined : view.hostAt(target, port);
}

/** The routes of one entry of the registry, where `claim` is a VirtualService that names it otherwise. */
function routesOfEntry(view: ClientView, entry: RegistryHost, port: number, claim: Winner | undefined) {
  const protocol = portOf(entry, port)?.protocol;
  if (protocol === 'tcp' || protocol === 'tls') return l4Routes(view, entry, port, protocol);
  const winner = httpWinner(view, entry, port);
  const order = precedence(view.client);
  if (claim !== undefined && (winner === undefined || order(claim.service, winner.service) < 0)) return claim.routes;
  return winner?.routes ?? [defaultRoute(view, entry, port, 'http')];
}

/** VirtualServices that name an ExternalName service with this port stand beside those of its target (2.10.7). */
function aliasClaim(view: ClientView, names: readonly string[], port: number): Winner | undefined {
  for (const name of names) {
    const alias = view.hostAt(name, port);
    if (alias?.aliasOf === undefined || !speaksHttp(alias, port)) continue;
    return firstWithRoutes(view, selected(view, alias.host, port), port);
  }
  return undefined;
}

/** The routes behind an exact virtual host. */
function exactRoutes(view: ClientView, name: string, port: number): readonly CompiledRoute[] | undefined {
  const names = [name, ...fullNames(view, name)];
  const claim = aliasClaim(view, names, port) ?? claimOf(view, name, port);
  const found =
    names.map((full) => concrete(view, full, port)).find((host) => host !== undefined) ?? addressed(view, name, port);
  return found === undefined ? claim?.routes : routesOfEntry(view, found, port, claim);
}

function addressed(view: ClientView, address: string, port: number): RegistryHost | undefined {
  const entry = view.registry.byAddress.get(address);
  return entry === undefined ? undefined : view.hostAt(entry.host, port);
}

/** The routes behind the longest wildcard virtual host: headless services' pods, ServiceEntries, VirtualServices. */
function wildcardRoutes(view: ClientView, name: string, port: number): readonly CompiledRoute[] | undefined {
  for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
    const parent = name.slice(dot + 1);
    for (const full of [parent, ...fullNames(view, parent)]) {
      const headless = view.hostAt(full, port);
      if (headless?.headless === true) return routesOfEntry(view, headless, port, undefined);
    }
    const entry = view.hostAt(`*.${parent}`, port);
    if (entry !== undefined) return routesOfEntry(view, entry, port, undefined);
    const claim = claimOf(view, `*.${parent}`, port);
    if (claim !== undefined) return claim.routes;
  }
  return claimOf(view, '*', port)?.routes;
}

/** The routes that a sidecar's request to this host and port tries; undefined when nothing in the mesh takes it. */
export const sidecarRoutes = (view: ClientView, name: string, port: number): readonly CompiledRoute[] | undefined =>
  exactRoutes(view, name, port) ?? wildcardRoutes(view, name, port);

/** All VirtualServices that share a name with the host, in order: connections ask them all, not the most specific. */
export function l4Candidates(view: ClientView, host: string, port: number): readonly IndexedVirtualService[] {
  const { byHost, all } = view.index;
  const services = isWildcardHost(host)
    ? all.filter((service) => service.hosts.some((own) => hostMatches(own, host)))
    : [...byHost.exact(host), ...byHost.wildcardsOver(host).flatMap(({ values }) => values)];
  return view.inOrder([...new Set(services)], port);
}

const ANY: FilterChain = { subnets: [], serverNames: [] };

function tcpRoutes(view: ClientView, entry: RegistryHost, port: number): readonly CompiledRoute[] {
  const routes: CompiledRoute[] = [];
  for (const rule of l4Candidates(view, entry.host, port).flatMap(({ tcp }) => tcp)) {
    const matches = rule.matches?.filter((match) => isL4MatchForClient(match, view.client, port, rule.namespace));
    const chains = matches === undefined ? [ANY] : matches.map(chainOf);
    if (chains.some(({ subnets }) => subnets.length === 0)) return [...routes, compileL4Rule(view, rule, ANY, port)];
    if (chains.length === 0) continue;
    const subnets = chains.flatMap((chain) => chain.subnets);
    routes.push(compileL4Rule(view, rule, { subnets, serverNames: [] }, port));
  }
  return [...routes, defaultRoute(view, entry, port, 'l4')];
}

function tlsRoutes(view: ClientView, entry: RegistryHost, port: number): readonly CompiledRoute[] {
  const routes: CompiledRoute[] = [];
  const seen = new Set<string>();
  for (const rule of l4Candidates(view, entry.host, port).flatMap(({ tls }) => tls)) {
    for (const match of rule.matches ?? []) {
      if (!isL4MatchForClient(match, view.client, port, rule.namespace)) continue;
      const chain = chainOf(match);
      const key = JSON.stringify(chain);
      if (!seen.has(key)) routes.push(compileL4Rule(view, rule, chain, port));
      seen.add(key);
    }
  }
  return routes.length > 0 ? routes : [defaultRoute(view, entry, port, 'l4')];
}

/** The routes of a TCP or TLS port of the registry (2.5). */
export const l4Routes = (view: ClientView, entry: RegistryHost, port: number, protocol: 'tcp' | 'tls') =>
  protocol === 'tcp' ? tcpRoutes(view, entry, port) : tlsRoutes(view, entry, port);
