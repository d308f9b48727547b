import type { Snapshot } from '../snapshot/snapshot.ts';
import { type ClientView, clientViewOf } from './client-view.ts';
import { gatewayRoutes, gatewayServers } from './gateway-routes.ts';
import { hostOfHeader } from './host-names.ts';
import { sidecarRoutes } from './sidecar-routes.ts';
import type { CompiledRoute, Decision, RouteClient, RouteTable } from './types.ts';

/** Hosts of one port that a view keeps; requests may name any number of them. */
const KEPT_HOSTS = 20_000;

function routesAt(view: ClientView, host: string, port: number): readonly CompiledRoute[] | undefined {
  let hosts = view.routes.get(port);
  if (hosts === undefined) {
    hosts = new Map();
    view.routes.set(port, hosts);
  }
  const known = hosts.get(host);
  if (known !== undefined || hosts.has(host)) return known;
  const { gateway } = view.client;
  const name = hostOfHeader(host);
  const routes = gateway === undefined ? sidecarRoutes(view, name, port) : gatewayRoutes(view, gateway, name, port);
  if (hosts.size < KEPT_HOSTS) hosts.set(host, routes);
  return routes;
}

const tables = new WeakMap<RouteTable, ClientView>();

/**
 * Everything that a client's proxy can reach. Nothing is compiled before it is asked for, and what is compiled is shared
 * with every client of the snapshot that istiod would configure alike, so that tables for a thousand callers cost little.
 */
export function compileRoutes(snapshot: Snapshot, client: RouteClient): RouteTable {
  const view = clientViewOf(snapshot, client);
  const table: RouteTable = { client, routesFor: (host, port) => routesAt(view, host, port) };
  tables.set(table, view);
  return table;
}

/** What becomes of a request that no route table entry takes (2.2): at gateways 404 where a server listens, else nothing. */
export function withoutRoutes(table: RouteTable, port: number): Decision {
  const view = tables.get(table);
  const gateway = table.client.gateway;
  if (gateway !== undefined) {
    const listens = view === undefined || gatewayServers(view, gateway)?.some((server) => server.port === port);
    return listens === true ? { kind: 'rejected', status: 404, flag: 'NR' } : { kind: 'blackhole' };
  }
  return view?.scope.outboundTrafficPolicy === 'REGISTRY_ONLY' ? { kind: 'blackhole' } : { kind: 'passthrough' };
}

/** The scheme of requests to a port: HTTPS where a gateway ends TLS. */
export function schemeAt(table: RouteTable, port: number): 'http' | 'https' {
  const { gateway } = table.client;
  const view = gateway === undefined ? undefined : tables.get(table);
  if (gateway === undefined || view === undefined) return 'http';
  const ends = view.memo(
    'scheme',
    port,
    gateway,
    () => gatewayServers(view, gateway)?.some((server) => server.port === port && server.terminatesTls) === true,
  );
  return ends ? 'https' : 'http';
}

/** The address of a host, as far as TCP routes by subnet can know it. */
export function addressOf(table: RouteTable, host: string): string | undefined {
  const view = tables.get(table);
  if (view === undefined) return undefined;
  const name = hostOfHeader(host);
  if (view.registry.byAddress.has(name)) return name;
  const { domain } = view.snapshot.mesh;
  const full = name.includes('.') ? name : `${name}.${table.client.namespace}.svc.${domain}`;
  return [full, `${name}.svc.${domain}`, `${name}.${domain}`]
    .map((candidate) => view.registry.hosts.exact(candidate)[0]?.addresses[0])
    .find((address) => address !== undefined);
}
