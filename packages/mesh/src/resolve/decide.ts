import { internalsOf, type RouteInternals } from './compiled-route.ts';
import { hostOfHeader } from './host-names.ts';
import { pickChain } from './l4-match.ts';
import { RequestView } from './request-view.ts';
import { addressOf, schemeAt, withoutRoutes } from './route-table.ts';
import type { CompiledDestination, CompiledRoute, Decision, Draw, RouteRequest, RouteTable } from './types.ts';

/** The route that takes a request, or how it ends without one. The part that every outcome shares. */
export type RouteMatch =
  | { readonly route: CompiledRoute; readonly internals: RouteInternals }
  | { readonly ended: Decision };

/** HTTP: the first route that accepts. Nothing is parsed while routes accept everything. */
function matchHttp(table: RouteTable, routes: readonly CompiledRoute[], request: RouteRequest): RouteMatch {
  let view: RequestView | undefined;
  for (const route of routes) {
    const internals = internalsOf(route);
    if (internals.accepts === undefined) return { route, internals };
    view ??= new RequestView(request, schemeAt(table, request.port));
    if (internals.accepts(view)) return { route, internals };
  }
  return { ended: { kind: 'rejected', status: 404, flag: 'NR' } };
}

/**
 * TCP and TLS: the chain that takes the connection. One that none takes passes a sidecar like an unknown host's, and is
 * closed by a gateway: status 0.
 */
function matchL4(table: RouteTable, routes: readonly CompiledRoute[], request: RouteRequest): RouteMatch {
  const all = routes.map((route) => ({ route, internals: internalsOf(route) }));
  const chains = all.map(({ internals }) => internals.chain ?? { subnets: [], serverNames: [] });
  const picked = pickChain(chains, addressOf(table, request.host), hostOfHeader(request.host));
  const match = picked === undefined ? undefined : all[picked];
  if (match !== undefined) return match;
  const closed: Decision = { kind: 'rejected', status: 0, flag: 'NR' };
  return { ended: table.client.gateway === undefined ? withoutRoutes(table, request.port) : closed };
}

/** The route that a request takes in a table (DESIGN "One resolution": `decide` and `explain` both start here). */
export function matchRoute(table: RouteTable, request: RouteRequest): RouteMatch {
  const routes = table.routesFor(request.host, request.port);
  if (routes === undefined) return { ended: withoutRoutes(table, request.port) };
  const [first] = routes;
  const isL4 = first !== undefined && internalsOf(first).layer === 'l4';
  return isL4 ? matchL4(table, routes, request) : matchHttp(table, routes, request);
}

/** Envoy's weighted choice: the interval of the sum of weights that the draw falls into. One choice takes no draw. */
function pickDestination(route: CompiledRoute, bounds: readonly number[], draw: Draw): CompiledDestination | undefined {
  const { destinations } = route;
  const total = bounds.at(-1) ?? 0;
  if (total <= 0) return undefined;
  if (destinations.length === 1) return destinations[0];
  const point = draw() * total;
  let index = 0;
  while (index < bounds.length - 1 && point >= (bounds[index] ?? 0)) index += 1;
  return destinations[index];
}

/** What a chosen destination answers with by itself: a cluster that does not exist, or one without anybody in it. */
export function destinationOutcome(
  route: CompiledRoute,
  internals: Pick<RouteInternals, 'layer'>,
  destination: CompiledDestination | undefined,
): Decision {
  const status = internals.layer === 'l4' ? 0 : 503;
  // All weights 0: Envoy refuses such a route, and istiod's webhook keeps it out; nobody can be reached by it.
  if (destination === undefined) return { kind: 'rejected', status, flag: 'NC', route };
  if (destination.missing !== undefined) return { kind: 'rejected', status, flag: 'NC', route, destination };
  if (destination.endpoints.length === 0 && destination.endpointsUnknown !== true) {
    return { kind: 'rejected', status, flag: 'UH', route, destination };
  }
  return { kind: 'routed', route, destination };
}

/**
 * Where one request goes (research/istio-kubernetes.md 2). Draws are taken only where chance decides: for an abort of less
 * than all requests, and for a route with several destinations. A rejected TCP connection has status 0.
 */
export function decide(table: RouteTable, request: RouteRequest, draw: Draw): Decision {
  const match = matchRoute(table, request);
  if ('ended' in match) return match.ended;
  const { route, internals } = match;
  const { abort } = internals;
  if (abort !== undefined && (abort.share >= 1 || draw() < abort.share)) {
    return { kind: 'rejected', status: abort.status, flag: 'FI', route };
  }
  if (route.direct !== undefined) return { kind: 'rejected', status: route.direct.status, flag: '-', route };
  return destinationOutcome(route, internals, pickDestination(route, internals.bounds, draw));
}
