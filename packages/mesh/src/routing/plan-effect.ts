import type { Route, VersionEffect } from '@weir/shared';
import { findServiceByHost } from '../resolve/registry.ts';
import { podsOfService } from '../snapshot/service-pods.ts';
import { isPodReady } from '../snapshot/workloads.ts';
import { qualifiedHost } from './route-index.ts';
import type { ServiceView } from './service-view.ts';

/** Shares 0..1 by version. */
export type VersionShares = ReadonlyMap<string, number>;

/** Ready pods by version of the service. */
function readyPods(view: ServiceView): ReadonlyMap<string, number> {
  return new Map(view.table.versions.map((version) => [version.version, version.pods.ready]));
}

/** The shares that ready pods give the versions where nothing is configured. All 0 when no pod is ready. */
export function sharesByPods(view: ServiceView, versions: readonly string[]): VersionShares {
  const ready = readyPods(view);
  const total = versions.reduce((sum, version) => sum + (ready.get(version) ?? 0), 0);
  return new Map(versions.map((version) => [version, total === 0 ? 0 : (ready.get(version) ?? 0) / total]));
}

/** The shares that a route gives the versions; a destination of several versions is shared by their ready pods. */
export function sharesByRoute(view: ServiceView, route: Route): VersionShares {
  const shares = new Map<string, number>();
  for (const destination of route.destinations) {
    const within = destination.versions.length === 1 ? undefined : sharesByPods(view, destination.versions);
    for (const version of destination.versions) {
      shares.set(version, (shares.get(version) ?? 0) + destination.share * (within?.get(version) ?? 1));
    }
  }
  return shares;
}

/** The shares that callers meet today where no route is configured: by ready pods. */
export const sharesToday = (view: ServiceView): VersionShares =>
  sharesByPods(
    view,
    view.table.groups.map((group) => group.version),
  );

/**
 * W7: what a change does to each version. Requests per second are known only where the route takes all of the service's
 * requests that ask for nothing special, and there is telemetry.
 */
export function effectOf(
  view: ServiceView,
  before: VersionShares,
  after: VersionShares,
  route: Route,
  ratePerSecond: number | undefined,
): VersionEffect[] {
  const rate = route.match.isDefault ? ratePerSecond : undefined;
  const foreign = foreignPods(view, route);
  const ready = readyPods(view);
  const versions = new Set([...after.keys(), ...before.keys()]);
  return [...versions].map((version) => {
    const [shareBefore, shareAfter] = [before.get(version) ?? 0, after.get(version) ?? 0];
    return {
      version,
      shareBefore,
      shareAfter,
      perSecondBefore: rate === undefined ? null : rate * shareBefore,
      perSecondAfter: rate === undefined ? null : rate * shareAfter,
      readyPods: ready.get(version) ?? foreign.get(version) ?? 0,
    };
  });
}

/** Ready pods of destinations that are other services, by the name they go by. */
function foreignPods(view: ServiceView, route: Route): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const destination of route.destinations) {
    const host = qualifiedHost(destination.host, route.object.namespace, view.snapshot.mesh.domain);
    const service = host === view.host ? undefined : findServiceByHost(view.snapshot, host);
    const slice = view.snapshot.slices.get(service?.metadata.namespace ?? 'default');
    const [name] = destination.versions;
    if (service === undefined || slice === undefined || name === undefined) continue;
    found.set(name, podsOfService(slice, service).filter(isPodReady).length);
  }
  return found;
}
