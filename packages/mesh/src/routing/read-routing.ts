import type { Route, ServiceRouting } from '@weir/shared';
import { portProtocol } from '../resolve/port-protocol.ts';
import type { LabelNames } from '../snapshot/labels.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { readRoutes } from './read-routes.ts';
import { kindObstacle, portObstacle, versionObstacle } from './service-obstacle.ts';
import { type ServiceView, viewService } from './service-view.ts';

/** Names a service. */
export interface ServiceName {
  readonly namespace: string;
  readonly name: string;
}

export interface ReadRoutingOptions {
  readonly labelNames?: LabelNames;
}

const cache = new WeakMap<Snapshot, Map<string, ServiceRouting | undefined>>();

/**
 * The routing of a service: its versions (W2), and the routes of every VirtualService that leads to it, with those that
 * Istio ignores (W3). `undefined` when there is no such service. `history` is empty here: it is kept elsewhere (W10).
 * Never fails, whatever the objects hold. Memoised by the snapshot.
 */
export function readRouting(
  snapshot: Snapshot,
  service: ServiceName,
  options: ReadRoutingOptions = {},
): ServiceRouting | undefined {
  if (options.labelNames !== undefined) return read(snapshot, service, options.labelNames);
  const known = cache.get(snapshot) ?? new Map<string, ServiceRouting | undefined>();
  cache.set(snapshot, known);
  const key = `${service.namespace}/${service.name}`;
  if (!known.has(key)) known.set(key, read(snapshot, service, undefined));
  return known.get(key);
}

function read(
  snapshot: Snapshot,
  service: ServiceName,
  labelNames: LabelNames | undefined,
): ServiceRouting | undefined {
  const object = snapshot.slices.get(service.namespace)?.services.get(service.name);
  return object === undefined ? undefined : routingOf(viewService(snapshot, object, labelNames));
}

/** The routing of a service whose view is at hand. */
export function routingOf(view: ServiceView): ServiceRouting {
  const routes = readRoutes(view);
  const reason = obstacleOf(view, routes);
  return {
    service: {
      namespace: view.namespace,
      name: view.name,
      host: view.host,
      ports: (view.service.spec?.ports ?? []).map((port) => ({
        name: port.name ?? '',
        port: port.port,
        protocol: portProtocol(port),
      })),
    },
    possible: reason === undefined,
    ...(reason === undefined ? {} : { reason }),
    versions: [...view.table.versions],
    routes,
    history: [],
  };
}

/**
 * Why weighted routing is not possible, as a sentence. Where a route with several destinations stands already, its weights
 * can be moved whatever the versions are.
 */
export function obstacleOf(view: ServiceView, routes: readonly Route[]): string | undefined {
  const kind = kindObstacle(view.snapshot, view.service);
  if (kind !== undefined) return kind;
  if (routes.some((route) => route.editable && route.effective && route.destinations.length > 1)) return undefined;
  const targets = view.table.versions.filter((version) => version.label !== null || version.subsets.length > 0);
  const versions = targets.length > 1 ? undefined : versionObstacle(view.service, view.table.groups);
  return versions ?? (routes.some((route) => route.editable) ? undefined : portObstacle(view.service));
}
