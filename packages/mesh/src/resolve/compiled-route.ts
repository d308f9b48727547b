import type { HttpMatch } from '../resources/istio.ts';
import type { ClientView } from './client-view.ts';
import { compileDestination, defaultDestination, type Layer } from './compiled-destination.ts';
import { type Abort, abortOf } from './fault.ts';
import { ACCEPTS_ALL, type CompiledHttpMatch, compileHttpMatch, isMatchForClient } from './http-match.ts';
import type { FilterChain } from './l4-match.ts';
import type { RegistryHost } from './registry.ts';
import type { RequestView } from './request-view.ts';
import type { CompiledDestination, CompiledRoute } from './types.ts';
import { isRecord, recordOf } from './untrusted.ts';
import type { HttpRule, L4Rule } from './virtual-service-model.ts';

/** What `decide` needs of a route besides its public shape. */
export interface RouteInternals {
  readonly layer: Layer;
  /** HTTP: undefined takes every request. */
  readonly accepts?: (request: RequestView) => boolean;
  /** TCP and TLS: which connections. */
  readonly chain?: FilterChain;
  readonly abort?: Abort;
  /** Sums of the weights up to and with each destination. */
  readonly bounds: readonly number[];
}

const internals = new WeakMap<CompiledRoute, RouteInternals>();

const boundsOf = (destinations: readonly CompiledDestination[]): readonly number[] => {
  let sum = 0;
  return destinations.map(({ weight }) => {
    sum += weight;
    return sum;
  });
};

function register(route: CompiledRoute, own: Omit<RouteInternals, 'bounds'>): CompiledRoute {
  internals.set(route, { ...own, bounds: boundsOf(route.destinations) });
  return route;
}

/** The internals of a compiled route; a route made elsewhere is read from its public shape. */
export function internalsOf(route: CompiledRoute): RouteInternals {
  const known = internals.get(route);
  if (known !== undefined) return known;
  const matches = route.spec?.match?.filter(isRecord).map((match) => compileHttpMatch(match));
  const abort = abortOf(route.spec);
  const layer = route.path?.startsWith('/spec/t') === true ? 'l4' : 'http';
  register(route, {
    layer,
    ...acceptance(matches === undefined || matches.length === 0 ? [ACCEPTS_ALL] : matches),
    ...(abort === undefined ? {} : { abort }),
  });
  return internals.get(route) ?? { layer, bounds: boundsOf(route.destinations) };
}

function acceptance(matches: readonly CompiledHttpMatch[]): Pick<RouteInternals, 'accepts'> {
  if (matches.some(({ catchAll }) => catchAll)) return {};
  const [only] = matches;
  if (matches.length === 1 && only !== undefined) return { accepts: only.accepts };
  return { accepts: (request) => matches.some((match) => match.accepts(request)) };
}

const REDIRECTS: ReadonlySet<unknown> = new Set([301, 302, 303, 307, 308]);

/** A redirect or a direct response, in Istio's order of precedence; undefined when the rule has neither in good form. */
function directOf(rule: HttpRule): CompiledRoute['direct'] {
  const spec: unknown = rule.spec;
  const { redirect, directResponse } = recordOf(spec);
  if (isRecord(redirect)) {
    const code = redirect.redirectCode ?? 0;
    if (code === 0) return { status: 301, kind: 'redirect' };
    return REDIRECTS.has(code) ? { status: code as number, kind: 'redirect' } : undefined;
  }
  const status = recordOf(directResponse).status;
  return typeof status === 'number' ? { status, kind: 'directResponse' } : undefined;
}

/** The matches that this client gets, up to the first that takes everything; undefined when none is left for it. */
function matchesFor(view: ClientView, rule: HttpRule, port: number): readonly CompiledHttpMatch[] | undefined {
  if (rule.matches === undefined) return [ACCEPTS_ALL];
  const kept: CompiledHttpMatch[] = [];
  for (const match of rule.matches as readonly HttpMatch[]) {
    if (!isMatchForClient(match, view.client, port, rule.namespace)) continue;
    const compiled = compileHttpMatch(match);
    kept.push(compiled);
    if (compiled.catchAll) break;
  }
  return kept.length === 0 ? undefined : kept;
}

function routeOf(view: ClientView, rule: HttpRule, port: number): CompiledRoute | undefined {
  const direct = directOf(rule);
  const isDirect = isRecord(rule.spec.redirect) || direct !== undefined;
  if (isDirect ? direct === undefined : rule.destinations.length === 0) return undefined;
  const destinations = isDirect ? [] : rule.destinations.map((named) => compileDestination(view, named, port, 'http'));
  return {
    object: rule.object,
    path: rule.path,
    spec: rule.spec,
    destinations,
    totalWeight: destinations.reduce((sum, { weight }) => sum + weight, 0),
    ...(direct === undefined ? {} : { direct }),
    ...(rule.delegatedBy === undefined ? {} : { delegatedBy: rule.delegatedBy }),
  };
}

/** A compiled route, and whether it takes every request that reaches it. */
export interface OrderedRoute {
  readonly route: CompiledRoute;
  readonly catchAll: boolean;
}

/**
 * The routes that istiod makes of a VirtualService's rules for this client and port, in order, up to the first that takes
 * everything. Empty: none is left for this client (2.10.2). With `split`, a rule whose last match takes everything is two
 * routes, as gateways order them apart.
 */
export function compileHttpRules(
  view: ClientView,
  rules: readonly HttpRule[],
  port: number,
  split = false,
): readonly OrderedRoute[] {
  const routes: OrderedRoute[] = [];
  for (const rule of rules) {
    const matches = matchesFor(view, rule, port);
    const route = matches === undefined ? undefined : routeOf(view, rule, port);
    if (matches === undefined || route === undefined) continue;
    const abort = abortOf(rule.spec);
    const own = { layer: 'http' as const, ...(abort === undefined ? {} : { abort }) };
    const catchAll = matches.at(-1)?.catchAll === true;
    const before = catchAll ? matches.slice(0, -1) : matches;
    if (split && catchAll && before.length > 0) {
      const first = register({ ...route }, { ...own, ...acceptance(before) });
      routes.push({ route: first, catchAll: false }, { route: register(route, own), catchAll: true });
    } else {
      routes.push({ route: register(route, { ...own, ...acceptance(matches) }), catchAll });
    }
    if (catchAll) break;
  }
  return routes;
}

/** One chain of a TCP or TLS rule. */
export function compileL4Rule(view: ClientView, rule: L4Rule, chain: FilterChain, port: number): CompiledRoute {
  const destinations = rule.destinations.map((named) => compileDestination(view, named, port, 'l4'));
  const totalWeight = destinations.reduce((sum, { weight }) => sum + weight, 0);
  const route = { object: rule.object, path: rule.path, destinations, totalWeight };
  return register(route, { layer: 'l4', chain });
}

/** The route of a host that no VirtualService takes. */
export function defaultRoute(view: ClientView, entry: RegistryHost, port: number, layer: Layer): CompiledRoute {
  const route = { destinations: [defaultDestination(view, entry, port, layer)], totalWeight: 1 };
  return register(route, layer === 'http' ? { layer } : { layer, chain: { subnets: [], serverNames: [] } });
}

/** A gateway server that sends everybody to HTTPS. */
export const httpsRedirect = (): CompiledRoute =>
  register({ destinations: [], totalWeight: 0, direct: { status: 301, kind: 'redirect' } }, { layer: 'http' });
