import {
  type DestinationRule,
  findServiceByHost,
  hostMatches,
  type NamespaceSlice,
  resolveHost,
  type Service,
  type Snapshot,
  serviceHost,
  type VirtualService,
} from '@weir/mesh';

export type RoutingObject = VirtualService | DestinationRule;

/** One routing object that is not what it was; one side is undefined when it was created or deleted. */
export interface ChangedRoutingObject {
  readonly before: RoutingObject | undefined;
  readonly after: RoutingObject | undefined;
}

/** The VirtualServices and DestinationRules that differ between two snapshots, looked for in the namespaces that are new. */
export function changedRoutingObjects(
  before: Snapshot | undefined,
  after: Snapshot,
  namespaces: Iterable<string>,
): readonly ChangedRoutingObject[] {
  return [...namespaces].flatMap((name) => {
    const old = before?.slices.get(name);
    const current = after.slices.get(name);
    return [
      ...changedIn(old?.virtualservices, current?.virtualservices),
      ...changedIn(old?.destinationrules, current?.destinationrules),
    ];
  });
}

function changedIn(
  before: ReadonlyMap<string, RoutingObject> | undefined,
  after: ReadonlyMap<string, RoutingObject> | undefined,
): ChangedRoutingObject[] {
  if (before === after) return [];
  const names = new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])]);
  return [...names]
    .map((name) => ({ before: before?.get(name), after: after?.get(name) }))
    .filter((change) => change.before !== change.after);
}

/** `<namespace>/<name>` of the services whose routing these changes may touch: those that a changed object names, sorted. */
export function servicesTouched(snapshot: Snapshot, changes: readonly ChangedRoutingObject[]): readonly string[] {
  const hosts = new Set(
    changes
      .flatMap(({ before, after }) => [before, after])
      .flatMap((object) => (object === undefined ? [] : hostsOf(object, snapshot.mesh.domain))),
  );
  const services = [...hosts].flatMap((host) => servicesOfHost(snapshot, host));
  return [...new Set(services.map(({ metadata }) => `${metadata.namespace ?? 'default'}/${metadata.name}`))].sort();
}

function hostsOf(object: RoutingObject, domain: string): string[] {
  const hosts = object.kind === 'DestinationRule' ? [object.spec?.host] : virtualServiceHosts(object);
  return hosts
    .filter((host) => typeof host === 'string')
    .map((host) => resolveHost(host, object.metadata.namespace ?? 'default', domain));
}

function virtualServiceHosts({ spec }: VirtualService): (string | undefined)[] {
  const routes = [...listOf(spec?.http), ...listOf(spec?.tcp), ...listOf(spec?.tls)];
  const destinations = routes.flatMap((route) => listOf(route?.route)).map((part) => part?.destination?.host);
  return [...listOf(spec?.hosts), ...destinations];
}

/** Clusters send anything (S4): what should be a list may be something else. */
const listOf = <T>(value: readonly T[] | undefined): readonly T[] => (Array.isArray(value) ? value : []);

function servicesOfHost(snapshot: Snapshot, host: string): readonly Service[] {
  if (!host.startsWith('*')) {
    const service = findServiceByHost(snapshot, host);
    return service === undefined ? [] : [service];
  }
  const all = [...snapshot.slices.values()].flatMap((slice: NamespaceSlice) => [...slice.services.values()]);
  return all.filter((service) => hostMatches(host, serviceHost(service, snapshot.mesh.domain)));
}
