import type { Route, RouteDestination, ServiceRouting } from '@weir/shared';

/** What became of one destination of the chosen route. Words, as the dialog shows them. */
export interface BasisChange {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

/**
 * How the routing that the dialog stands on compares with what is in the cluster now (W8). `touched`: the chosen route's
 * weights, destinations or match are otherwise, so the person decides; `untouched`: something else is, and the plan is
 * made anew without asking.
 */
export type BasisState =
  | { readonly kind: 'same' }
  | { readonly kind: 'untouched'; readonly objects: readonly string[] }
  | { readonly kind: 'touched'; readonly changes: readonly BasisChange[] };

/** Compares as far as the route (null: the one that would be created) is concerned. */
export function compareBasis(before: ServiceRouting, after: ServiceRouting, routeId: string | null): BasisState {
  const changes = routeId === null ? appearedRoutes(before, after) : routeChanges(before, after, routeId);
  if (changes.length > 0) return { kind: 'touched', changes };
  if (JSON.stringify(withoutHistory(before)) === JSON.stringify(withoutHistory(after))) return { kind: 'same' };
  return { kind: 'untouched', objects: changedObjects(before, after) };
}

const withoutHistory = ({ history: _, ...rest }: ServiceRouting) => rest;

/** Routes for calls within the mesh that did not exist when creating one was begun. */
function appearedRoutes(before: ServiceRouting, after: ServiceRouting): readonly BasisChange[] {
  const known = new Set(before.routes.map((route) => route.id));
  return after.routes
    .filter((route) => !known.has(route.id) && 'mesh' in route.scope && route.effective)
    .map((route) => ({ name: route.match.words, before: 'no route', after: splitWords(route) }));
}

function routeChanges(before: ServiceRouting, after: ServiceRouting, routeId: string): readonly BasisChange[] {
  const old = before.routes.find((route) => route.id === routeId);
  const now = after.routes.find((route) => route.id === routeId);
  if (old === undefined) return [];
  if (now === undefined) return [{ name: old.match.words, before: splitWords(old), after: 'removed' }];
  if (old.match.words !== now.match.words) {
    return [{ name: 'Which requests it takes', before: old.match.words, after: now.match.words }];
  }
  const length = Math.max(old.destinations.length, now.destinations.length);
  return Array.from({ length }, (_, index) =>
    destinationChange(old.destinations[index], now.destinations[index]),
  ).flat();
}

function destinationChange(
  before: RouteDestination | undefined,
  after: RouteDestination | undefined,
): readonly BasisChange[] {
  if (before === undefined)
    return after === undefined ? [] : [{ name: nameOfDestination(after), before: 'not there', after: weightOf(after) }];
  if (after === undefined) return [{ name: nameOfDestination(before), before: weightOf(before), after: 'removed' }];
  const target = ({ host, port, subset }: RouteDestination) => JSON.stringify([host, port, subset]);
  if (target(before) !== target(after)) {
    return [{ name: 'Destination', before: nameOfDestination(before), after: nameOfDestination(after) }];
  }
  if (before.weight === after.weight) return [];
  return [{ name: nameOfDestination(after), before: weightOf(before), after: weightOf(after) }];
}

const weightOf = ({ weight }: RouteDestination): string => (weight === null ? 'no weight' : String(weight));

/** What a destination is called: its version, its subset, or its host. */
export const nameOfDestination = ({ versions, subset, host }: RouteDestination): string =>
  versions.length === 1 ? (versions[0] ?? host) : (subset ?? host);

const splitWords = (route: Route): string =>
  route.destinations.map((destination) => `${nameOfDestination(destination)} ${weightOf(destination)}`).join(', ');

/** `<kind> <namespace>/<name>` of the routing objects that have another version now, or are gone or new. */
function changedObjects(before: ServiceRouting, after: ServiceRouting): readonly string[] {
  const [old, now] = [versionsOfObjects(before), versionsOfObjects(after)];
  return [...new Set([...old.keys(), ...now.keys()])].filter((name) => old.get(name) !== now.get(name)).sort();
}

const versionsOfObjects = ({ routes }: ServiceRouting): ReadonlyMap<string, string | null> =>
  new Map(routes.map(({ object }) => [`${object.kind} ${object.namespace}/${object.name}`, object.resourceVersion]));
