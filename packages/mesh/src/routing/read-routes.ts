import { type Route, type RouteDestination, routeId } from '@weir/shared';
import { isHostWithin } from '../resolve/host-names.ts';
import { findServiceByHost } from '../resolve/registry.ts';
import { resolveVirtualService } from '../resolve/virtual-service-model.ts';
import { effectiveWeights } from '../resolve/weights.ts';
import type { VirtualService, WeightedDestination } from '../resources/istio.ts';
import { defaultRoutes, isOpen } from './default-route.ts';
import { gatewaysOfRoute, MESH, rootsOf, type Verdict, verdictOn } from './effectiveness.ts';
import { textOf } from './json.ts';
import { matchWords } from './match-words.ts';
import { type RawRoute, rawRoutesOf } from './raw-routes.ts';
import { objectVersionRef, objectWords } from './refs.ts';
import { namespaceOf, qualifiedHost, qualifiedName } from './route-index.ts';
import type { ServiceView } from './service-view.ts';

/** Every route that leads to the service, or that answers for its host inside the mesh: those in force first (W3). */
export function readRoutes(view: ServiceView): Route[] {
  const objects = [...view.relevant.virtualServices].sort((a, b) => (qualifiedName(a) < qualifiedName(b) ? -1 : 1));
  const routes = objects.flatMap((object) => routesOfObject(view, object));
  return routes
    .map((route, at) => ({ route, at }))
    .sort((a, b) => rank(a.route) - rank(b.route) || a.at - b.at)
    .map(({ route }) => route);
}

const rank = (route: Route): number => (route.effective ? ('mesh' in route.scope ? 0 : 1) : 2);

function routesOfObject(view: ServiceView, object: VirtualService): Route[] {
  const { domain } = view.snapshot.mesh;
  const all = rawRoutesOf(object);
  const defaults = defaultRoutes(all);
  const roots = rootsOf(view.index, domain, object);
  const verdicts = new Map<string, Verdict>();
  return all.flatMap((raw, at) => {
    if (raw.destinations.length === 0 || !concerns(view, object, roots, raw)) return [];
    const gateways = [...new Set(roots.flatMap((root) => gatewaysOfRoute(domain, root, object, raw)))];
    const key = gateways.join(' ');
    const verdict = verdicts.get(key) ?? judge(view, roots, gateways);
    verdicts.set(key, verdict);
    const earlier = all.slice(0, at).filter((other) => other.protocol === raw.protocol);
    return [toRoute(view, object, raw, gateways, shadowed(earlier) ?? verdict, defaults, roots, earlier.length > 0)];
  });
}

/** Whether a route belongs to the service: it leads there, or its VirtualService answers for the service's host. */
function concerns(view: ServiceView, object: VirtualService, roots: readonly VirtualService[], raw: RawRoute): boolean {
  const { domain } = view.snapshot.mesh;
  if (raw.destinations.some(({ host }) => qualifiedHost(host, namespaceOf(object), domain) === view.host)) return true;
  return roots.some((root) => answersFor(view, root) && gatewaysOfRoute(domain, root, object, raw).includes(MESH));
}

/** Whether the VirtualService names the service's host for callers inside the mesh. */
export function answersFor(view: ServiceView, object: VirtualService): boolean {
  const resolved = resolveVirtualService(object, view.snapshot.mesh.domain);
  return resolved.gateways.includes(MESH) && resolved.hosts.some((host) => isHostWithin(view.host, host));
}

function judge(view: ServiceView, roots: readonly VirtualService[], gateways: readonly string[]): Verdict {
  let first: Verdict | undefined;
  for (const root of roots) {
    const verdict = verdictOn(view.snapshot, root, view.host, gateways, view.callers);
    if (verdict.effective) return verdict;
    first ??= verdict;
  }
  return first ?? { effective: false, ignoredBecause: 'it names no host, and no VirtualService delegates to it' };
}

function shadowed(earlier: readonly RawRoute[]): Verdict | undefined {
  const above = earlier.find(
    (route) => route.matches.length === 0 || route.matches.some((match) => isOpen(match) && !narrows(match)),
  );
  return above === undefined
    ? undefined
    : { effective: false, ignoredBecause: `the route ${above.path} above it takes every request` };
}

const narrows = (match: Readonly<Record<string, unknown>>): boolean =>
  match.port !== undefined || match.gateways !== undefined;

function toRoute(
  view: ServiceView,
  object: VirtualService,
  raw: RawRoute,
  gateways: readonly string[],
  verdict: Verdict,
  defaults: ReadonlySet<string>,
  roots: readonly VirtualService[],
  others: boolean,
): Route {
  const ref = objectVersionRef(object);
  const obstacle = editObstacle(object, raw);
  const name = textOf(raw.spec.name);
  const words = [...delegationWords(view, object, roots), matchWords(raw, others)].join(', and of these: ');
  const [first] = gateways.filter((gateway) => gateway !== MESH);
  return {
    id: routeId(ref.kind, ref.namespace, ref.name, raw.path),
    object: ref,
    path: raw.path,
    protocol: raw.protocol,
    match: { words, isDefault: defaults.has(raw.path), ...(name === undefined ? {} : { name }) },
    scope: gateways.includes(MESH) || first === undefined ? { mesh: true } : { gateway: first },
    ...(gateways.length > 1 ? { gateways: [...gateways] } : {}),
    destinations: readDestinations(view, object, raw),
    total: totalOf(raw),
    effective: verdict.effective,
    ...(verdict.ignoredBecause === undefined ? {} : { ignoredBecause: verdict.ignoredBecause }),
    editable: obstacle === undefined,
    ...(obstacle === undefined ? {} : { notEditableBecause: obstacle }),
  };
}

function delegationWords(view: ServiceView, object: VirtualService, roots: readonly VirtualService[]): string[] {
  if (roots.includes(object)) return [];
  const [delegation] = view.index.delegations.get(qualifiedName(object)) ?? [];
  return delegation === undefined || delegation.route.matches.length === 0 ? [] : [matchWords(delegation.route, false)];
}

function editObstacle(object: VirtualService, raw: RawRoute): string | undefined {
  const words = objectWords(objectVersionRef(object));
  if (raw.malformed !== undefined) return `${words} is malformed: ${raw.malformed}`;
  if (object.metadata.deletionTimestamp !== undefined) return `${words} is being deleted.`;
  // Without it no write could be guarded against other people's (W5).
  if (object.metadata.resourceVersion === undefined) return `${words} was read without a resourceVersion.`;
  return undefined;
}

/**
 * W4: the sum of the weights as Istio adds them, an omitted one as 0. Istio does not look at the weight of a single
 * destination; without a positive one its total is 100.
 */
export function totalOf(raw: RawRoute): number {
  const sum = raw.destinations.reduce((total, { weight }) => total + Math.max(0, weight ?? 0), 0);
  return raw.destinations.length === 1 && sum === 0 ? 100 : sum;
}

function readDestinations(view: ServiceView, object: VirtualService, raw: RawRoute): RouteDestination[] {
  const shares = effectiveWeights(raw.destinations.map(({ entry }) => entry as unknown as WeightedDestination));
  return raw.destinations.map((destination, at) => ({
    path: destination.path,
    host: destination.host,
    ...(destination.port === undefined ? {} : { port: destination.port }),
    ...(destination.subset === undefined ? {} : { subset: destination.subset }),
    versions: versionsOf(
      view,
      qualifiedHost(destination.host, namespaceOf(object), view.snapshot.mesh.domain),
      destination.subset,
    ),
    weight: destination.weight,
    share: shares[at] ?? 0,
  }));
}

/** Another service's versions are told apart from this one's by its name. */
function versionsOf(view: ServiceView, host: string, subset: string | undefined): string[] {
  if (host !== view.host) {
    const name = findServiceByHost(view.snapshot, host)?.metadata.name ?? host;
    return [subset === undefined ? name : `${name} ${subset}`];
  }
  if (subset !== undefined) return [...(view.table.versionsOfSubset.get(subset) ?? [])];
  const running = view.table.groups.filter((group) => group.members.some((member) => member.pod !== undefined));
  return (running.length > 0 ? running : view.table.groups).map((group) => group.version);
}
