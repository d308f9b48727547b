import { createHostIndex, type HostIndex } from '../resolve/host-index.ts';
import { resolveHost } from '../resolve/host-names.ts';
import { resolveVirtualService } from '../resolve/virtual-service-model.ts';
import type { DestinationRule, VirtualService } from '../resources/istio.ts';
import { recentMemo } from '../snapshot/recent-memo.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { recordOf, textOf } from './json.ts';
import { type RawRoute, rawRoutesOf } from './raw-routes.ts';

/** A route that hands its requests on to another VirtualService. */
export interface Delegation {
  readonly root: VirtualService;
  readonly route: RawRoute;
}

/** Which routing objects concern a host. Made once for a snapshot's routing objects, never per service. */
export interface RouteIndex {
  /** VirtualServices by the hosts they name, fully qualified. */
  readonly owners: HostIndex<VirtualService>;
  /** VirtualServices by the hosts of their destinations, fully qualified. */
  readonly leadingTo: ReadonlyMap<string, readonly VirtualService[]>;
  /** DestinationRules by host, fully qualified. */
  readonly rules: HostIndex<DestinationRule>;
  /** Who delegates to a VirtualService, by `<namespace>/<name>`. */
  readonly delegations: ReadonlyMap<string, readonly Delegation[]>;
}

/** Every routing object that names or leads to the host. */
export interface RelevantObjects {
  readonly virtualServices: readonly VirtualService[];
  readonly destinationRules: readonly DestinationRule[];
}

export const namespaceOf = (object: { readonly metadata: { readonly namespace?: string } }): string =>
  object.metadata.namespace ?? 'default';

export const qualifiedName = (object: {
  readonly metadata: { readonly namespace?: string; readonly name: string };
}): string => `${namespaceOf(object)}/${object.metadata.name}`;

/** The index of a snapshot; the same object as long as no VirtualService or DestinationRule changed. */
export const routeIndexOf: (snapshot: Snapshot) => RouteIndex = recentMemo(buildIndex, (snapshot) => [
  snapshot.mesh.domain,
  ...[...snapshot.slices.values()].flatMap((slice) => [slice.virtualservices, slice.destinationrules]),
]);

function buildIndex(snapshot: Snapshot): RouteIndex {
  const owners = createHostIndex<VirtualService>();
  const rules = createHostIndex<DestinationRule>();
  const leadingTo = new Map<string, VirtualService[]>();
  const delegations = new Map<string, Delegation[]>();
  const { domain } = snapshot.mesh;
  for (const slice of snapshot.slices.values()) {
    for (const object of slice.virtualservices.values()) {
      for (const host of new Set(resolveVirtualService(object, domain).hosts)) owners.add(host, object);
      for (const route of rawRoutesOf(object)) {
        for (const destination of route.destinations) {
          push(leadingTo, qualifiedHost(destination.host, slice.name, domain), object);
        }
        const delegate = delegateOf(route, slice.name);
        if (delegate !== undefined) push(delegations, delegate, { root: object, route });
      }
    }
    for (const object of slice.destinationrules.values()) {
      const host = textOf(recordOf(object.spec).host);
      if (host !== undefined) rules.add(qualifiedHost(host, slice.name, domain), object);
    }
  }
  return { owners, leadingTo, rules, delegations };
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key) ?? [];
  if (list.at(-1) !== value) list.push(value);
  map.set(key, list);
}

/** A host written in an object of the namespace, fully qualified and in lower case. */
export const qualifiedHost = (host: string, namespace: string, domain: string): string =>
  resolveHost(host, namespace, domain).toLowerCase();

function delegateOf(route: RawRoute, namespace: string): string | undefined {
  const delegate = recordOf(route.spec.delegate);
  const name = textOf(delegate.name);
  return name === undefined ? undefined : `${textOf(delegate.namespace) ?? namespace}/${name}`;
}

const relevant = new WeakMap<RouteIndex, Map<string, RelevantObjects>>();

/** The objects that concern a host, each once, in a stable order. Found once for an index. */
export function relevantObjects(index: RouteIndex, host: string): RelevantObjects {
  const known = relevant.get(index) ?? new Map<string, RelevantObjects>();
  relevant.set(index, known);
  const found = known.get(host) ?? findRelevant(index, host);
  known.set(host, found);
  return found;
}

function findRelevant(index: RouteIndex, host: string): RelevantObjects {
  const virtualServices = new Set([
    ...index.owners.exact(host),
    ...index.owners.wildcardsOver(host).flatMap((wildcard) => wildcard.values),
    ...(index.leadingTo.get(host) ?? []),
  ]);
  for (const object of [...virtualServices]) {
    for (const { root } of index.delegations.get(qualifiedName(object)) ?? []) virtualServices.add(root);
  }
  const destinationRules = new Set([
    ...index.rules.exact(host),
    ...index.rules.wildcardsOver(host).flatMap((wildcard) => wildcard.values),
  ]);
  return { virtualServices: [...virtualServices], destinationRules: [...destinationRules] };
}
