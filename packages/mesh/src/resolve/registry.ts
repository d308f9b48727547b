import type { Service, ServicePort } from '../resources/core.ts';
import type { MeshConfig } from '../snapshot/mesh-config.ts';
import { recentMemo } from '../snapshot/recent-memo.ts';
import type { NamespaceSlice, Snapshot } from '../snapshot/snapshot.ts';
import { createHostIndex, type HostIndex } from './host-index.ts';
import { isIpAddress } from './host-names.ts';
import { type PortProtocol, portProtocol, spelledProtocol } from './port-protocol.ts';
import { isRecord, listOf, portNumberOf, recordOf, textOf, textsOf } from './untrusted.ts';
import { isVisibleIn, type Visibility, visibilityOf } from './visibility.ts';

export interface RegistryPort {
  readonly number: number;
  readonly protocol: PortProtocol;
}

/** One host that Istio knows: a Service, or a host of a ServiceEntry. */
export interface RegistryHost {
  /** Fully qualified, in lower case; a ServiceEntry's may be a wildcard. */
  readonly host: string;
  readonly namespace: string;
  readonly ports: readonly RegistryPort[];
  readonly visibility: Visibility;
  /** Undefined for a ServiceEntry. */
  readonly service?: Service;
  /** Of an ExternalName service: its target, which it is another name of (2.10.7). */
  readonly aliasOf?: string;
  /** No address of its own: also `*.<host>` leads here. */
  readonly headless: boolean;
  readonly addresses: readonly string[];
}

/** All hosts of a snapshot, by name and by address. */
export interface Registry {
  readonly hosts: HostIndex<RegistryHost>;
  readonly byAddress: ReadonlyMap<string, RegistryHost>;
  readonly all: readonly RegistryHost[];
  /** Names of ExternalName services by the host that they finally lead to. */
  readonly aliasesOf: (host: string) => readonly RegistryHost[];
  /** The host that an ExternalName service finally leads to; undefined when that is a circle. */
  readonly targetOf: (host: string) => string | undefined;
}

/** `<name>.<namespace>.svc.<domain>`. */
export const serviceHost = (service: Service, domain: string): string =>
  `${service.metadata.name}.${service.metadata.namespace ?? 'default'}.svc.${domain}`;

/** The Service that a fully qualified host names, whoever may see it; undefined for any other host. */
export function findServiceByHost(snapshot: Snapshot, host: string): Service | undefined {
  const suffix = `.svc.${snapshot.mesh.domain}`;
  const lower = host.toLowerCase();
  if (!lower.endsWith(suffix)) return undefined;
  const [name, namespace, more] = lower.slice(0, -suffix.length).split('.');
  if (name === undefined || namespace === undefined || more !== undefined) return undefined;
  return snapshot.slices.get(namespace)?.services.get(name);
}

/** The host's port of this number; a UDP port only when there is no other of the number. */
export function portOf(host: RegistryHost, number: number): RegistryPort | undefined {
  const ports = host.ports.filter((port) => port.number === number);
  return ports.find((port) => port.protocol !== 'udp') ?? ports[0];
}

function servicePorts(ports: unknown): readonly RegistryPort[] {
  return listOf(ports).flatMap((port) => {
    const number = isRecord(port) ? portNumberOf(port.port) : undefined;
    return number === undefined ? [] : [{ number, protocol: portProtocol(port as ServicePort) }];
  });
}

function hostOfService(service: Service, namespace: string, mesh: MeshConfig): RegistryHost {
  const spec = recordOf(service.spec);
  const written = recordOf(service.metadata.annotations)['networking.istio.io/exportTo'];
  const exportTo = (textOf(written) ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const target = spec.type === 'ExternalName' ? textOf(spec.externalName)?.toLowerCase() : undefined;
  const address = textOf(spec.clusterIP);
  return {
    host: `${service.metadata.name}.${namespace}.svc.${mesh.domain}`.toLowerCase(),
    namespace,
    ports: servicePorts(spec.ports),
    visibility: visibilityOf(exportTo, mesh.defaultServiceExportTo, namespace),
    service,
    ...(target === undefined || target === '' ? {} : { aliasOf: target }),
    headless: address === 'None',
    addresses: address !== undefined && isIpAddress(address) ? [address] : [],
  };
}

function hostsOfEntry(entry: unknown, namespace: string, mesh: MeshConfig): readonly RegistryHost[] {
  const spec = recordOf(recordOf(entry).spec);
  const ports = listOf(spec.ports).flatMap((port) => {
    const number = isRecord(port) ? portNumberOf(port.number) : undefined;
    return number === undefined ? [] : [{ number, protocol: spelledProtocol(textOf(recordOf(port).protocol)) }];
  });
  const visibility = visibilityOf(textsOf(spec.exportTo), mesh.defaultServiceExportTo, namespace);
  return textsOf(spec.hosts).map((host) => ({
    host: host.toLowerCase(),
    namespace,
    ports,
    visibility,
    headless: false,
    addresses: textsOf(spec.addresses).filter(isIpAddress),
  }));
}

const sliceCache = new WeakMap<object, { mesh: MeshConfig; entries: unknown; hosts: readonly RegistryHost[] }>();

/** The hosts of one namespace, kept while its Services and ServiceEntries stay the same. */
function hostsOfSlice(slice: NamespaceSlice, mesh: MeshConfig): readonly RegistryHost[] {
  const known = sliceCache.get(slice.services);
  if (known !== undefined && known.mesh === mesh && known.entries === slice.serviceentries) return known.hosts;
  const services = [...slice.services.values()].map((service) => hostOfService(service, slice.name, mesh));
  const entries = [...slice.serviceentries.values()].flatMap((entry) => hostsOfEntry(entry, slice.name, mesh));
  const hosts = [...services, ...entries].sort((a, b) => (a.host < b.host ? -1 : 1));
  sliceCache.set(slice.services, { mesh, entries: slice.serviceentries, hosts });
  return hosts;
}

/** The registry of a snapshot; the same one as long as no Service and no ServiceEntry changed. */
export const registryOf: (snapshot: Snapshot) => Registry = recentMemo(buildRegistry, (snapshot) => [
  snapshot.mesh,
  ...[...snapshot.slices.values()].flatMap((slice) => [slice.name, slice.services, slice.serviceentries]),
]);

function buildRegistry(snapshot: Snapshot): Registry {
  const hosts = createHostIndex<RegistryHost>();
  const byAddress = new Map<string, RegistryHost>();
  const aliases = new Map<string, RegistryHost>();
  const all: RegistryHost[] = [];
  for (const name of [...snapshot.slices.keys()].sort()) {
    const slice = snapshot.slices.get(name);
    for (const host of slice === undefined ? [] : hostsOfSlice(slice, snapshot.mesh)) {
      all.push(host);
      hosts.add(host.host, host);
      for (const address of host.addresses) if (!byAddress.has(address)) byAddress.set(address, host);
      if (host.aliasOf !== undefined) aliases.set(host.host, host);
    }
  }
  const targetOf = (host: string): string | undefined => {
    const seen = new Set<string>();
    let current = host;
    for (let alias = aliases.get(current); alias?.aliasOf !== undefined; alias = aliases.get(current)) {
      if (seen.has(current)) return undefined;
      seen.add(current);
      current = alias.aliasOf;
    }
    return current;
  };
  const byTarget = new Map<string, RegistryHost[]>();
  for (const alias of aliases.values()) {
    const target = targetOf(alias.host);
    if (target !== undefined) byTarget.set(target, [...(byTarget.get(target) ?? []), alias]);
  }
  return { hosts, byAddress, all, targetOf, aliasesOf: (host) => byTarget.get(host) ?? [] };
}

/** The entry of exactly this host that a client of `namespace` sees: a Service before a ServiceEntry, its own namespace first. */
export function registryHostFor(registry: Registry, host: string, namespace: string): RegistryHost | undefined {
  const visible = registry.hosts.exact(host).filter((entry) => isVisibleIn(entry.visibility, namespace));
  if (visible.length < 2) return visible[0];
  return (
    visible.find((entry) => entry.service !== undefined) ??
    visible.find((entry) => entry.namespace === namespace) ??
    visible[0]
  );
}
