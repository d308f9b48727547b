import type { HttpMatch, HttpRoute, L4Match, VirtualService } from '../resources/istio.ts';
import { resolveGatewayName, resolveHost } from './host-names.ts';
import { isRecord, listOf, portNumberOf, recordOf, textOf, textsOf } from './untrusted.ts';
import { weightOf } from './weights.ts';

/** A destination as an object names it, with its host resolved in the object's namespace. */
export interface NamedDestination {
  /** JSON pointer, as `/spec/http/0/route/1`. */
  readonly path: string;
  readonly host: string;
  readonly subset?: string;
  readonly port?: number;
  /** In force: a single destination has 1, malformed weights have 0. */
  readonly weight: number;
}

/** One rule of `spec.http`. `matches` undefined: it takes every request. */
export interface HttpRule {
  readonly object: VirtualService;
  readonly path: string;
  readonly spec: HttpRoute;
  /** The namespace in which the rule's gateways are resolved. */
  readonly namespace: string;
  readonly matches?: readonly HttpMatch[];
  readonly destinations: readonly NamedDestination[];
  /** The root's rule that handed over to this one. */
  readonly delegatedBy?: { readonly object: VirtualService; readonly path: string };
}

/** One rule of `spec.tcp` or `spec.tls`. */
export interface L4Rule {
  readonly object: VirtualService;
  readonly path: string;
  readonly namespace: string;
  readonly matches?: readonly L4Match[];
  readonly destinations: readonly NamedDestination[];
}

/** A VirtualService with its names resolved and its malformed parts left out. Delegation is not followed yet. */
export interface ResolvedVirtualService {
  readonly object: VirtualService;
  readonly namespace: string;
  readonly name: string;
  /** Lower case, fully qualified, as listed. Empty: a delegate. */
  readonly hosts: readonly string[];
  readonly gateways: readonly string[];
  readonly exportTo: readonly string[];
  readonly http: readonly (HttpRule & { readonly delegate?: { readonly namespace: string; readonly name: string } })[];
  readonly tcp: readonly L4Rule[];
  readonly tls: readonly L4Rule[];
  /** Milliseconds since the epoch; without a creation time it counts as oldest, as in Istio. */
  readonly createdMs: number;
}

function destinationsOf(route: unknown, path: string, namespace: string, domain: string): readonly NamedDestination[] {
  const found = listOf(route).flatMap((entry, index) => {
    const destination = isRecord(entry) && isRecord(entry.destination) ? entry.destination : undefined;
    const host = textOf(destination?.host);
    if (!isRecord(entry) || destination === undefined || host === undefined) return [];
    const subset = textOf(destination.subset);
    const port = portNumberOf(recordOf(destination.port).number);
    return [
      {
        path: `${path}/route/${index}`,
        host: resolveHost(host, namespace, domain).toLowerCase(),
        ...(subset === undefined || subset === '' ? {} : { subset }),
        ...(port === undefined ? {} : { port }),
        weight: weightOf(entry.weight),
      },
    ];
  });
  return found.length === 1 ? found.map((destination) => ({ ...destination, weight: 1 })) : found;
}

/** The well-formed matches; undefined for none at all; empty when every one is malformed, so that the rule never applies. */
function matchesOf<T>(match: unknown): readonly T[] | undefined {
  if (match === undefined || match === null) return undefined;
  if (Array.isArray(match) && match.length === 0) return undefined;
  return listOf(match).filter(isRecord) as readonly T[];
}

function l4RulesOf(object: VirtualService, kind: 'tcp' | 'tls', namespace: string, domain: string): readonly L4Rule[] {
  return listOf(recordOf(object.spec)[kind]).flatMap((rule, index) => {
    if (!isRecord(rule)) return [];
    const path = `/spec/${kind}/${index}`;
    const destinations = destinationsOf(rule.route, path, namespace, domain);
    const matches = matchesOf<L4Match>(rule.match);
    if (destinations.length === 0) return [];
    return [{ object, path, namespace, destinations, ...(matches === undefined ? {} : { matches }) }];
  });
}

function httpRulesOf(object: VirtualService, namespace: string, domain: string): ResolvedVirtualService['http'] {
  return listOf(recordOf(object.spec).http).flatMap((rule, index) => {
    if (!isRecord(rule)) return [];
    const path = `/spec/http/${index}`;
    const matches = matchesOf<HttpMatch>(rule.match);
    const delegate = isRecord(rule.delegate) ? textOf(rule.delegate.name) : undefined;
    const owner = isRecord(rule.delegate) ? textOf(rule.delegate.namespace) : undefined;
    return [
      {
        object,
        path,
        spec: rule as HttpRoute,
        namespace,
        destinations: destinationsOf(rule.route, path, namespace, domain),
        ...(matches === undefined ? {} : { matches }),
        ...(delegate === undefined
          ? {}
          : { delegate: { name: delegate, namespace: owner === undefined || owner === '' ? namespace : owner } }),
      },
    ];
  });
}

const cache = new WeakMap<VirtualService, { domain: string; resolved: ResolvedVirtualService }>();

/** A VirtualService as Istio reads it, kept while the object stays the same. Never fails: malformed parts are left out. */
export function resolveVirtualService(object: VirtualService, domain: string): ResolvedVirtualService {
  const known = cache.get(object);
  if (known !== undefined && known.domain === domain) return known.resolved;
  const spec = recordOf(object.spec);
  const namespace = object.metadata.namespace ?? 'default';
  const gateways = textsOf(spec.gateways).map((gateway) => resolveGatewayName(gateway, namespace));
  const created = Date.parse(object.metadata.creationTimestamp ?? '');
  const resolved: ResolvedVirtualService = {
    object,
    namespace,
    name: object.metadata.name,
    hosts: textsOf(spec.hosts)
      .filter((host) => host !== '')
      .map((host) => resolveHost(host, namespace, domain).toLowerCase()),
    gateways: gateways.length === 0 ? ['mesh'] : gateways,
    exportTo: textsOf(spec.exportTo),
    http: httpRulesOf(object, namespace, domain),
    tcp: l4RulesOf(object, 'tcp', namespace, domain),
    tls: l4RulesOf(object, 'tls', namespace, domain),
    createdMs: Number.isNaN(created) ? Number.NEGATIVE_INFINITY : created,
  };
  cache.set(object, { domain, resolved });
  return resolved;
}

/** Istio's order of age: oldest first, then by name, then by namespace. */
export function olderFirst(
  a: { createdMs: number; name: string; namespace: string },
  b: { createdMs: number; name: string; namespace: string },
): number {
  if (a.createdMs !== b.createdMs) return a.createdMs < b.createdMs ? -1 : 1;
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  return a.namespace < b.namespace ? -1 : Number(a.namespace > b.namespace);
}
