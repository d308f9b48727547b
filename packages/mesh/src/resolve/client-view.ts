import type { Snapshot } from '../snapshot/snapshot.ts';
import { destinationRuleFor, ruleLabelKeys } from './destination-rule.ts';
import { gatewayOf } from './http-match.ts';
import { portOf, type Registry, type RegistryHost, registryHostFor, registryOf } from './registry.ts';
import { type EgressScope, egressScopeOf, sidecarLabelKeys } from './sidecar-scope.ts';
import type { CompiledRoute, EffectiveDestinationRule, RouteClient } from './types.ts';
import {
  type IndexedVirtualService,
  type VirtualServiceIndex,
  virtualServiceIndexOf,
} from './virtual-service-index.ts';
import { isVisibleIn, visibilityRank } from './visibility.ts';

/** A snapshot as one client's proxy gets it. Shared by all clients that istiod would configure alike. */
export interface ClientView {
  readonly snapshot: Snapshot;
  readonly client: RouteClient;
  readonly registry: Registry;
  readonly index: VirtualServiceIndex;
  readonly scope: EgressScope;
  readonly ruleFor: (host: string) => EffectiveDestinationRule | undefined;
  /** The registry's entry of exactly this host that the client's proxy knows a listener for. */
  readonly hostAt: (host: string, port: number) => RegistryHost | undefined;
  /** Visible VirtualServices for the client's gateway (`mesh` for sidecars) among these, in the order in which they are tried. */
  readonly inOrder: (candidates: readonly IndexedVirtualService[], port: number) => readonly IndexedVirtualService[];
  /** Results by port and key, kept with the view. */
  readonly memo: <T>(kind: string, port: number, key: unknown, make: () => T) => T;
  readonly routes: Map<number, Map<string, readonly CompiledRoute[] | undefined>>;
}

/** Whether istiod hands the VirtualService to the client's proxy at all: exported to it and bound to its gateway. */
export const isBoundTo = (service: IndexedVirtualService, client: RouteClient): boolean =>
  isVisibleIn(service.visibility, client.namespace) && service.gateways.includes(gatewayOf(client));

/** Istio's order for one client: private before exported by name before public, then by age. */
export function precedence(client: RouteClient): (a: IndexedVirtualService, b: IndexedVirtualService) => number {
  const rank = (service: IndexedVirtualService) =>
    visibilityRank(service.visibility, service.namespace, client.namespace);
  return (a, b) => rank(a) - rank(b) || a.age - b.age;
}

function memory(): ClientView['memo'] {
  const byKind = new Map<string, Map<number, Map<unknown, unknown>>>();
  return <T>(kind: string, port: number, key: unknown, make: () => T): T => {
    const byPort = byKind.get(kind) ?? new Map<number, Map<unknown, unknown>>();
    byKind.set(kind, byPort);
    const byKey = byPort.get(port) ?? new Map<unknown, unknown>();
    byPort.set(port, byKey);
    if (!byKey.has(key)) byKey.set(key, make());
    return byKey.get(key) as T;
  };
}

function createView(snapshot: Snapshot, client: RouteClient): ClientView {
  const registry = registryOf(snapshot);
  const scope = egressScopeOf(snapshot, client);
  const memo = memory();
  const order = precedence(client);
  return {
    snapshot,
    client,
    registry,
    index: virtualServiceIndexOf(snapshot),
    scope,
    memo,
    ruleFor: (host) => memo('rule', 0, host, () => destinationRuleFor(snapshot, host, client)),
    hostAt: (host, port) => {
      const entry = registryHostFor(registry, host, client.namespace);
      const found = entry === undefined ? undefined : portOf(entry, port);
      if (entry === undefined || found === undefined || found.protocol === 'udp') return undefined;
      return scope.seesHost(entry.host, entry.namespace, port) ? entry : undefined;
    },
    inOrder: (candidates, port) =>
      candidates
        .filter(
          (service) => isBoundTo(service, client) && scope.seesVirtualService(service.hosts, service.namespace, port),
        )
        .sort(order),
    routes: new Map(),
  };
}

const views = new WeakMap<Snapshot, Map<string, ClientView>>();

/**
 * The view of a client, made once for all clients of a namespace (or of a gateway) whose labels differ only where no
 * match, DestinationRule or Sidecar looks.
 */
export function clientViewOf(snapshot: Snapshot, client: RouteClient): ClientView {
  const keys = new Set([
    ...virtualServiceIndexOf(snapshot).sourceLabelKeys,
    ...ruleLabelKeys(snapshot, client.namespace),
    ...sidecarLabelKeys(snapshot, client.namespace),
  ]);
  const labels = [...keys].sort().map((key) => [key, client.labels[key]]);
  const key = JSON.stringify([client.namespace, client.gateway, labels]);
  const known = views.get(snapshot) ?? new Map<string, ClientView>();
  views.set(snapshot, known);
  const view = known.get(key) ?? createView(snapshot, client);
  known.set(key, view);
  return view;
}
