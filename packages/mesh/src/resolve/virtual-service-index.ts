import type { MeshConfig } from '../snapshot/mesh-config.ts';
import type { NamespaceSlice, Snapshot } from '../snapshot/snapshot.ts';
import { mergeDelegate } from './delegates.ts';
import { createHostIndex, type HostIndex } from './host-index.ts';
import { recordOf } from './untrusted.ts';
import {
  type HttpRule,
  olderFirst,
  type ResolvedVirtualService,
  resolveVirtualService,
} from './virtual-service-model.ts';
import { isVisibleIn, type Visibility, visibilityOf } from './visibility.ts';

/** A VirtualService with hosts, as a proxy may get it: visible somewhere, delegates joined. */
export interface IndexedVirtualService extends ResolvedVirtualService {
  readonly visibility: Visibility;
  /** Its place by age among all: 0 is the oldest. */
  readonly age: number;
  readonly rules: () => readonly HttpRule[];
}

export interface VirtualServiceIndex {
  readonly byHost: HostIndex<IndexedVirtualService>;
  readonly all: readonly IndexedVirtualService[];
  readonly byObject: ReadonlyMap<object, IndexedVirtualService>;
  /** Label keys that any match asks of the caller: only these tell clients of one namespace apart. */
  readonly sourceLabelKeys: ReadonlySet<string>;
}

const sliceCache = new WeakMap<object, { domain: string; services: readonly ResolvedVirtualService[] }>();

/** The VirtualServices of one namespace by age, kept while they stay the same. */
function servicesOfSlice(slice: NamespaceSlice, domain: string): readonly ResolvedVirtualService[] {
  const known = sliceCache.get(slice.virtualservices);
  if (known !== undefined && known.domain === domain) return known.services;
  const services = [...slice.virtualservices.values()].map((object) => resolveVirtualService(object, domain));
  services.sort(olderFirst);
  sliceCache.set(slice.virtualservices, { domain, services });
  return services;
}

/** A delegate that the root's namespace may use, or undefined. A VirtualService with hosts is no delegate. */
function delegateFor(
  snapshot: Snapshot,
  delegate: { readonly namespace: string; readonly name: string },
  rootNamespace: string,
): ResolvedVirtualService | undefined {
  const object = snapshot.slices.get(delegate.namespace)?.virtualservices.get(delegate.name);
  if (object === undefined) return undefined;
  const resolved = resolveVirtualService(object, snapshot.mesh.domain);
  const visibility = visibilityOf(resolved.exportTo, defaultsOf(snapshot.mesh), resolved.namespace);
  return resolved.hosts.length === 0 && isVisibleIn(visibility, rootNamespace) ? resolved : undefined;
}

const defaultsOf = (mesh: MeshConfig): readonly string[] => mesh.defaultVirtualServiceExportTo;

function rulesOf(snapshot: Snapshot, service: ResolvedVirtualService): readonly HttpRule[] {
  return service.http.flatMap((rule) => {
    if (rule.delegate === undefined) return [rule];
    const delegate = delegateFor(snapshot, rule.delegate, service.namespace);
    return delegate === undefined ? [] : mergeDelegate(rule, delegate.http);
  });
}

function sourceLabelKeys(service: ResolvedVirtualService): readonly string[] {
  return [...service.http, ...service.tcp, ...service.tls].flatMap((rule) =>
    (rule.matches ?? []).flatMap((match) => Object.keys(recordOf(match.sourceLabels))),
  );
}

const indexes = new WeakMap<Snapshot, VirtualServiceIndex>();

/** All VirtualServices of a snapshot by host and age, built once. */
export function virtualServiceIndexOf(snapshot: Snapshot): VirtualServiceIndex {
  const known = indexes.get(snapshot);
  if (known !== undefined) return known;
  const resolved = [...snapshot.slices.values()].flatMap((slice) => servicesOfSlice(slice, snapshot.mesh.domain));
  const labelKeys = new Set(resolved.flatMap(sourceLabelKeys));
  const all = resolved
    .filter((service) => service.hosts.length > 0)
    .sort(olderFirst)
    .map((service, age): IndexedVirtualService => {
      let rules: readonly HttpRule[] | undefined;
      return {
        ...service,
        age,
        visibility: visibilityOf(service.exportTo, defaultsOf(snapshot.mesh), service.namespace),
        rules: () => {
          rules ??= rulesOf(snapshot, service);
          return rules;
        },
      };
    });
  const byHost = createHostIndex<IndexedVirtualService>();
  for (const service of all) for (const host of new Set(service.hosts)) byHost.add(host, service);
  const index = {
    byHost,
    all,
    byObject: new Map(all.map((entry) => [entry.object, entry])),
    sourceLabelKeys: labelKeys,
  };
  indexes.set(snapshot, index);
  return index;
}
