import type { Route, RoutingSummary } from '@weir/shared';
import { serviceHost } from '../resolve/registry.ts';
import type { Service } from '../resources/core.ts';
import { recentMemo, sameParts } from '../snapshot/recent-memo.ts';
import { emptySlice, type Snapshot } from '../snapshot/snapshot.ts';
import { sharesByRoute, sharesToday, type VersionShares } from './plan-effect.ts';
import { answersFor, readRoutes } from './read-routes.ts';
import { obstacleOf } from './read-routing.ts';
import { objectWords } from './refs.ts';
import { namespaceOf, relevantObjects, routeIndexOf } from './route-index.ts';
import { type ServiceView, viewService } from './service-view.ts';

const cache = new WeakMap<Service, { readonly parts: readonly unknown[]; readonly summary: RoutingSummary }>();

/**
 * What the browser must know of a service to open its menu at once (W1). Kept while nothing that concerns the service
 * changed: its own pods and workloads, and the routing objects that name or lead to it.
 */
export function summarizeRouting(snapshot: Snapshot, service: Service): RoutingSummary {
  const parts = partsOf(snapshot, service);
  const known = cache.get(service);
  if (known !== undefined && sameParts(known.parts, parts)) return known.summary;
  const summary = summarize(viewService(snapshot, service));
  cache.set(service, { parts, summary });
  return summary;
}

/** Identities that the summary depends on. */
function partsOf(snapshot: Snapshot, service: Service): readonly unknown[] {
  const slice = snapshot.slices.get(namespaceOf(service)) ?? emptySlice('');
  const host = serviceHost(service, snapshot.mesh.domain).toLowerCase();
  const { virtualServices, destinationRules } = relevantObjects(routeIndexOf(snapshot), host);
  return [
    slice.pods,
    slice.deployments,
    slice.statefulsets,
    slice.daemonsets,
    slice.replicasets,
    surroundingsOf(snapshot),
    ...virtualServices,
    ...destinationRules,
  ];
}

/** A token that stays the same while namespaces, Sidecars, Gateways and the mesh's configuration do. */
const surroundingsOf: (snapshot: Snapshot) => object = recentMemo(
  () => ({}),
  (snapshot) => [
    snapshot.mesh,
    ...snapshot.absentKinds,
    ...[...snapshot.slices.values()].flatMap((slice) => [slice.name, slice.sidecars, slice.gateways]),
  ],
);

function summarize(view: ServiceView): RoutingSummary {
  const routes = readRoutes(view);
  const reason = obstacleOf(view, routes);
  const main = mainRoute(view, routes);
  const configured = routes.some((route) => route.effective);
  return {
    possible: reason === undefined,
    ...(reason === undefined ? {} : { reason }),
    configured,
    routes: routes.length,
    split: splitOf(main === undefined ? sharesToday(view) : sharesByRoute(view, main)),
    ...(main === undefined ? {} : { object: objectWords(main.object) }),
  };
}

/**
 * The route in force that takes a request to the service's own host without special headers; where only gateways, or other
 * hosts, lead to the service, theirs.
 */
function mainRoute(view: ServiceView, routes: readonly Route[]): Route | undefined {
  const candidates = routes.filter((route) => route.effective && route.match.isDefault);
  const own = candidates.find((route) => {
    const object = view.snapshot.slices.get(route.object.namespace)?.virtualservices.get(route.object.name);
    return 'mesh' in route.scope && object !== undefined && answersFor(view, object);
  });
  return own ?? candidates[0];
}

const splitOf = (shares: VersionShares): RoutingSummary['split'] =>
  [...shares].map(([version, share]) => ({ version, share }));
