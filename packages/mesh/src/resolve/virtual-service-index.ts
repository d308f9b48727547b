import type { MeshConfig } from '../snapshot/mesh-config.ts';
import { recentMemo } from '../snapshot/recent-memo.ts';
import type { NamespaceSlice, ObjectsOf, Snapshot } from '../snapshot/snapshot.ts';
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

/** What delegates are looked up in: not the whole snapshot, which the index would hold for as long as it is kept. */
interface DelegateSource {
  readonly mesh: MeshConfig;
  readonly byNamespace: ReadonlyMap<string, ObjectsOf<'virtualservices'>>;
}

/** A delegate that the root's namespace may use, or undefined. A VirtualService with hosts is no delegate. */
function delegateFor(
  { mesh, byNamespace }: DelegateSource,
  delegate: { readonly namespace: string; readonly name: string },
  rootNamespace: string,
): ResolvedVirtualService | undefined {
  const object = byNamespace.get(delegate.namespace)?.get(delegate.name);
  if (object === undefined) return undefined;
  const resolved = resolveVirtualService(object, mesh.domain);
  const visibility = visibilityOf(resolved.exportTo, defaultsOf(mesh), resolved.namespace);
  return resolved.hosts.length === 0 && isVisibleIn(visibility, rootNamespace) ? resolved : undefined;
}

const defaultsOf = (mesh: MeshConfig): readonly string[] => mesh.defaultVirtualServiceExportTo;

function rulesOf(source: DelegateSource, service: ResolvedVirtualService): readonly HttpRule[] {
  return service.http.flatMap((rule) => {
    if (rule.delegate === undefined) return [rule];
    const delegate = delegateFor(source, rule.delegate, service.namespace);
    return delegate === undefined ? [] : mergeDelegate(rule, delegate.http);
  });
}

function sourceLabelKeys(service: ResolvedVirtualService): readonly string[] {
  return [...service.http, ...service.tcp, ...service.tls].flatMap((rule) =>
    (rule.matches ?? []).flatMap((match) => Object.keys(recordOf(match.sourceLabels))),
  );
}

/** All VirtualServices of a snapshot by host and age; the same index as long as none of them changed. */
export const virtualServiceIndexOf: (snapshot: Snapshot) => VirtualServiceIndex = recentMemo(buildIndex, (snapshot) => [
  snapshot.mesh,
  ...[...snapshot.slices.values()].flatMap((slice) => [slice.name, slice.virtualservices]),
]);

function buildIndex({ mesh, slices }: Snapshot): VirtualServiceIndex {
  const source = { mesh, byNamespace: new Map([...slices].map(([name, slice]) => [name, slice.virtualservices])) };
  const resolved = [...slices.values()].flatMap((slice) => servicesOfSlice(slice, mesh.domain));
  const labelKeys = new Set(resolved.flatMap(sourceLabelKeys));
  const all = resolved
    .filter((service) => service.hosts.length > 0)
    .sort(olderFirst)
    .map((service, age): IndexedVirtualService => {
      let rules: readonly HttpRule[] | undefined;
      return {
        ...service,
        age,
        visibility: visibilityOf(service.exportTo, defaultsOf(mesh), service.namespace),
        rules: () => {
          rules ??= rulesOf(source, service);
          return rules;
        },
      };
    });
  const byHost = createHostIndex<IndexedVirtualService>();
  for (const service of all) for (const host of new Set(service.hosts)) byHost.add(host, service);
  return {
    byHost,
    all,
    byObject: new Map(all.map((entry) => [entry.object, entry])),
    sourceLabelKeys: labelKeys,
  };
}
