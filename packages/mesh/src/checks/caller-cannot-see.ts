import type { Route, RouteDestination } from '@weir/shared';
import { destinationRuleFor } from '../resolve/destination-rule.ts';
import type { RouteClient } from '../resolve/types.ts';
import { virtualServicesFor } from '../resolve/virtual-services.ts';
import { allCallers } from '../routing/callers.ts';
import { MESH, rootsOf, verdictOn } from '../routing/effectiveness.ts';
import { gatewayNamespaces } from '../routing/gateway-callers.ts';
import { objectRef, objectWords } from '../routing/refs.ts';
import { qualifiedHost } from '../routing/route-index.ts';
import type { ServiceView } from '../routing/service-view.ts';
import { type ChangedRoute, type FindingDraft, listInWords, objectOf, type PlanRule } from './plan-rule.ts';

/**
 * W6: callers whose namespace has a DestinationRule of its own without the subsets, or a private VirtualService, would get
 * errors, or would not take part. The look-up of a DestinationRule ends at the first namespace that has one.
 */
export const callerCannotSee: PlanRule = {
  id: 'caller-cannot-see',
  check: ({ after, changed }) =>
    changed.flatMap((change) => [
      ...callersWithoutSubset(after, change),
      ...(change.before === undefined ? callersWithOwnRoutes(after, change.after) : []),
    ]),
};

function callersWithoutSubset(view: ServiceView, { before, after: route }: ChangedRoute): FindingDraft[] {
  const groups = new Map<string, { rule: string; destination: RouteDestination; callers: string[] }>();
  const clients = clientsOf(view, route);
  for (const destination of route.destinations) {
    if (destination.subset === undefined || destination.share <= shareBefore(before, destination)) continue;
    const host = qualifiedHost(destination.host, route.object.namespace, view.snapshot.mesh.domain);
    const met = clients.map((client) => ({ client, rule: destinationRuleFor(view.snapshot, host, client) }));
    const defines = met.map(({ rule }) => rule?.subsets.some((subset) => subset.name === destination.subset) === true);
    // Defined for nobody: that is the finding missing-subset.
    if (!defines.includes(true)) continue;
    for (const [at, { client, rule }] of met.entries()) {
      if (defines[at] === true) continue;
      const words = rule?.objects.map((object) => objectWords(objectRef(object))).join(' and ') ?? '';
      const key = `${destination.subset} ${words}`;
      const group = groups.get(key) ?? { rule: words, destination, callers: [] };
      group.callers.push(client.namespace);
      groups.set(key, group);
    }
  }
  return [...groups.values()].map((group) => withoutSubset(route, group));
}

/** The share before of the destination at the same place; a destination that is new had none. */
const shareBefore = (before: Route | undefined, destination: RouteDestination): number =>
  before?.destinations.find((known) => known.path === destination.path)?.share ?? 0;

function withoutSubset(
  route: Route,
  { rule, destination, callers }: { rule: string; destination: RouteDestination; callers: readonly string[] },
): FindingDraft {
  const who = listInWords([...new Set(callers)]);
  const subset = destination.subset ?? '';
  return {
    subject: `${route.object.namespace}/${route.object.name}${destination.path}:${rule || 'none'}`,
    severity: 'error',
    blocking: true,
    title: `Callers in ${who} do not see the subset ${subset}`,
    message:
      rule === ''
        ? `No DestinationRule with the subset ${subset} is exported to ${who}: callers there would get 503 (NC).`
        : `For callers in ${who}, ${rule} decides, and it has no subset ${subset}: they would get 503 (NC).`,
    remedy:
      rule === ''
        ? `Export the DestinationRule that defines ${subset} to ${who}.`
        : `Add the subset ${subset} to ${rule}, or remove that rule, then plan again.`,
    object: objectOf(route),
    path: destination.path,
  };
}

/** Where the route is in force, as clients: namespaces for the mesh, proxies for gateways. */
function clientsOf(view: ServiceView, route: Route): RouteClient[] {
  const { snapshot } = view;
  const object = snapshot.slices.get(route.object.namespace)?.virtualservices.get(route.object.name);
  if (object === undefined) return [];
  const places = route.gateways ?? ['mesh' in route.scope ? MESH : route.scope.gateway];
  const roots = rootsOf(view.index, snapshot.mesh.domain, object);
  const clients: RouteClient[] = [];
  for (const place of places) {
    const namespaces = place === MESH ? allCallers(snapshot, view.namespace) : gatewayNamespaces(snapshot, place);
    for (const namespace of namespaces) {
      const seen = roots.some((root) => verdictOn(snapshot, root, view.host, [place], [namespace]).effective);
      if (!seen) continue;
      clients.push({ namespace, labels: {}, ...(place === MESH ? {} : { gateway: place }) });
    }
  }
  return clients;
}

/** Namespaces where another VirtualService decides, so that the created one does nothing there. */
function callersWithOwnRoutes(view: ServiceView, route: Route): FindingDraft[] {
  const found = new Map<string, string[]>();
  for (const namespace of allCallers(view.snapshot, view.namespace)) {
    const candidates = virtualServicesFor(view.snapshot, view.host, { namespace, labels: {} });
    const inForce = candidates.find((candidate) => candidate.effective)?.object;
    if (inForce === undefined) continue;
    const ref = objectRef(inForce);
    if (ref.name === route.object.name && ref.namespace === route.object.namespace) continue;
    found.set(objectWords(ref), [...(found.get(objectWords(ref)) ?? []), namespace]);
  }
  return [...found].map(([words, callers]) => ({
    subject: words,
    severity: 'error',
    blocking: true,
    title: `${words} decides for callers in ${listInWords(callers)}`,
    message: `Callers in ${listInWords(callers)} have a VirtualService of their own for this host, ${words}. The new one would do nothing for them.`,
    remedy: `Change the weights in ${words} as well, or remove it, then plan again.`,
  }));
}
