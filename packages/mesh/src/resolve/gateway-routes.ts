import type { Gateway } from '../resources/istio.ts';
import type { ClientView } from './client-view.ts';
import { compileHttpRules, compileL4Rule, httpsRedirect, type OrderedRoute } from './compiled-route.ts';
import { isHostWithin, isWildcardHost } from './host-names.ts';
import { chainOf, isL4MatchForClient } from './l4-match.ts';
import { type PortProtocol, spelledProtocol } from './port-protocol.ts';
import type { CompiledRoute } from './types.ts';
import { isRecord, listOf, portNumberOf, recordOf, textOf, textsOf } from './untrusted.ts';
import type { IndexedVirtualService } from './virtual-service-index.ts';

/** What a gateway proxy does with a host and port: unlike sidecars it joins all VirtualServices of a host (2.2). */

/** One server of a Gateway object. */
export interface GatewayServer {
  readonly port: number;
  readonly protocol: PortProtocol;
  /** As written: `host`, or `<namespace>/<host>`. */
  readonly hosts: readonly string[];
  /** The gateway ends TLS itself. */
  readonly terminatesTls: boolean;
  readonly httpsRedirect: boolean;
}

/** The servers of a Gateway (`<namespace>/<name>`) on a port; undefined when there is no such Gateway. */
export function gatewayServers(view: ClientView, gateway: string): readonly GatewayServer[] | undefined {
  const [namespace, name] = gateway.split('/');
  const object: Gateway | undefined = view.snapshot.slices.get(namespace ?? '')?.gateways.get(name ?? '');
  if (object === undefined) return undefined;
  return listOf(recordOf(object.spec).servers).flatMap((server) => {
    const port = isRecord(server) ? portNumberOf(recordOf(server.port).number) : undefined;
    if (!isRecord(server) || port === undefined) return [];
    const tls = recordOf(server.tls);
    const mode = textOf(tls.mode);
    const passes = mode === 'PASSTHROUGH' || mode === 'AUTO_PASSTHROUGH';
    const written = textOf(recordOf(server.port).protocol) ?? '';
    const terminatesTls = isRecord(server.tls) && !passes && tls.httpsRedirect !== true;
    const protocol = spelledProtocol(written);
    return [
      {
        port,
        // HTTPS that the gateway ends itself is HTTP from there on; TLS that it ends is TCP.
        protocol: protocol === 'tls' && !passes ? (written.toUpperCase() === 'HTTPS' ? 'http' : 'tcp') : protocol,
        hosts: textsOf(server.hosts).map((host) => host.toLowerCase()),
        terminatesTls,
        httpsRedirect: tls.httpsRedirect === true,
      },
    ];
  });
}

/** The server's hosts that VirtualServices of a namespace may use. `.` is the Gateway's own namespace. */
function hostsForNamespace(server: GatewayServer, namespace: string, gateway: string): readonly string[] {
  return server.hosts.flatMap((written) => {
    const slash = written.indexOf('/');
    if (slash < 0) return [written];
    const owner = written.slice(0, slash) === '.' ? gateway.split('/')[0] : written.slice(0, slash);
    return owner === '*' || owner === namespace ? [written.slice(slash + 1)] : [];
  });
}

/** The hosts that server and VirtualService have in common, the narrower of each pair. */
export function commonHosts(server: GatewayServer, service: IndexedVirtualService, gateway: string): readonly string[] {
  const common = hostsForNamespace(server, service.namespace, gateway).flatMap((offered) =>
    service.hosts.flatMap((own) => (isHostWithin(offered, own) ? [offered] : isHostWithin(own, offered) ? [own] : [])),
  );
  return [...new Set(common)];
}

const httpRulesOf = (view: ClientView, service: IndexedVirtualService, port: number): readonly OrderedRoute[] =>
  view.memo('gateway', port, service, () => compileHttpRules(view, service.rules(), port, true));

/** One virtual host of a gateway's port: the routes of all its VirtualServices, those that take everything last. */
interface VirtualHost {
  readonly routes: OrderedRoute[];
  redirects: boolean;
}

function virtualHosts(view: ClientView, gateway: string, port: number): ReadonlyMap<string, VirtualHost> {
  const servers = (gatewayServers(view, gateway) ?? []).filter((server) => server.port === port);
  const services = view.inOrder(view.index.all, port);
  const hosts = new Map<string, VirtualHost>();
  const at = (host: string): VirtualHost => {
    const known = hosts.get(host) ?? { routes: [], redirects: false };
    hosts.set(host, known);
    return known;
  };
  for (const server of servers.filter(({ protocol }) => protocol === 'http' || protocol === 'grpc')) {
    for (const service of services) {
      const routes = httpRulesOf(view, service, port);
      for (const host of routes.length === 0 ? [] : commonHosts(server, service, gateway)) {
        at(host).routes.push(...routes);
        if (server.httpsRedirect) at(host).redirects = true;
      }
    }
    if (server.httpsRedirect) for (const host of server.hosts) at(host.slice(host.indexOf('/') + 1)).redirects = true;
  }
  return hosts;
}

/** Envoy's choice among virtual hosts: the name itself, else the longest ending, else `*`. */
function pickHost(hosts: ReadonlyMap<string, VirtualHost>, name: string): VirtualHost | undefined {
  const exact = hosts.get(name);
  if (exact !== undefined) return exact;
  const wildcards = [...hosts.keys()].filter((host) => isWildcardHost(host) && isHostWithin(name, host));
  const [longest] = wildcards.sort((a, b) => b.length - a.length);
  return longest === undefined ? undefined : hosts.get(longest);
}

/** The VirtualServices that a TCP or TLS server asks, in order. */
function l4Services(view: ClientView, server: GatewayServer, gateway: string): readonly IndexedVirtualService[] {
  return view
    .inOrder(view.index.all, server.port)
    .filter((service) => commonHosts(server, service, gateway).length > 0);
}

function l4Routes(view: ClientView, server: GatewayServer, gateway: string): readonly CompiledRoute[] {
  const services = l4Services(view, server, gateway);
  const isFor = (match: object, namespace: string) => isL4MatchForClient(match, view.client, server.port, namespace);
  if (server.protocol === 'tls') {
    return services.flatMap(({ tls }) =>
      tls.flatMap((rule) =>
        (rule.matches ?? [])
          .filter((match) => isFor(match, rule.namespace))
          .map((match) => compileL4Rule(view, rule, chainOf(match), server.port)),
      ),
    );
  }
  const rules = services.flatMap(({ tcp }) => tcp);
  const rule = rules.find(({ matches, namespace }) => matches?.some((match) => isFor(match, namespace)) ?? true);
  return rule === undefined ? [] : [compileL4Rule(view, rule, { subnets: [], serverNames: [] }, server.port)];
}

/** The routes that a request to this host and port tries at a gateway; undefined when no server or no virtual host takes it. */
export function gatewayRoutes(
  view: ClientView,
  gateway: string,
  name: string,
  port: number,
): readonly CompiledRoute[] | undefined {
  const hosts = view.memo('virtual hosts', port, gateway, () => virtualHosts(view, gateway, port));
  const host = pickHost(hosts, name);
  if (host !== undefined) {
    if (host.redirects) return [httpsRedirect()];
    return [...host.routes.filter(({ catchAll }) => !catchAll), ...host.routes.filter(({ catchAll }) => catchAll)].map(
      ({ route }) => route,
    );
  }
  const servers = (gatewayServers(view, gateway) ?? []).filter((server) => server.port === port);
  const l4 = servers.filter(({ protocol }) => protocol === 'tcp' || protocol === 'tls');
  const routes = l4.flatMap((server) => l4Routes(view, server, gateway));
  return routes.length === 0 ? undefined : routes;
}
