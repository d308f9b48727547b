import { isRecord, type JsonRecord, recordOf, textsOf, wholeOf } from './json.ts';
import { takesAnyPath } from './match-words.ts';
import type { RawRoute } from './raw-routes.ts';

/**
 * The routes that take a request without special headers (W4), by path. These are the ones that take everything that is
 * left, one for each port that has its own; where none does, the first that asks for nothing but a path (or a name).
 */
export function defaultRoutes(routes: readonly RawRoute[]): ReadonlySet<string> {
  const defaults = new Set<string>();
  for (const protocol of ['http', 'tcp', 'tls'] as const) {
    const own = routes.filter((route) => route.protocol === protocol);
    const open = openRoutes(own);
    if (open.length > 0) for (const route of open) defaults.add(route.path);
    else {
      const plain = own.find((route) => route.matches.length === 0 || route.matches.some(asksOnlyForPath));
      if (plain !== undefined) defaults.add(plain.path);
    }
  }
  return defaults;
}

function openRoutes(routes: readonly RawRoute[]): RawRoute[] {
  const taken = new Set<string>();
  return routes.filter((route) => {
    if (taken.has('')) return false;
    const places = (route.matches.length === 0 ? [{}] : route.matches.filter(isOpen)).map(placeOf);
    const fresh = places.some((place) => !taken.has(place));
    for (const place of places) taken.add(place);
    return fresh;
  });
}

/** Whether the match takes any request there is on its port and gateway. */
export const isOpen = (match: JsonRecord): boolean =>
  asksOnlyForPath(match) && takesAnyPath(match) && textsOf(match.sniHosts).length === 0;

const placeOf = (match: JsonRecord): string => {
  const port = wholeOf(match.port);
  const gateways = textsOf(match.gateways);
  return port === undefined && gateways.length === 0 ? '' : `${port ?? ''}@${gateways.join(',')}`;
};

function asksOnlyForPath(match: JsonRecord): boolean {
  const named = ['headers', 'withoutHeaders', 'queryParams'].some(
    (key) => Object.keys(recordOf(match[key])).length > 0,
  );
  const valued = ['method', 'scheme', 'authority'].some((key) => isRecord(match[key]));
  // Source selectors are ignored where the match names gateways (research/istio-kubernetes.md 2.3).
  const sourced =
    textsOf(match.gateways).length === 0 &&
    (Object.keys(recordOf(match.sourceLabels)).length > 0 || match.sourceNamespace !== undefined);
  return !named && !valued && !sourced && textsOf(match.destinationSubnets).length === 0;
}
