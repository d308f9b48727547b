import type { ClientView } from './client-view.ts';
import { endpointsOf } from './endpoints.ts';
import { portOf, type RegistryHost, registryHostFor } from './registry.ts';
import { balancingFor } from './traffic-policy.ts';
import type { CompiledDestination } from './types.ts';
import type { NamedDestination } from './virtual-service-model.ts';

/** How the traffic of a destination is routed: TCP and TLS know only the caller's address as hash key. */
export type Layer = 'http' | 'l4';

/**
 * The entry behind a destination's host. Another name (ExternalName) counts as its target, one step far (2.10.7); for a
 * sidecar only when it has the listener's port itself.
 */
function entryOf(view: ClientView, host: string, port: number): RegistryHost | undefined {
  const entry = registryHostFor(view.registry, host, view.client.namespace);
  if (entry?.aliasOf === undefined) return entry;
  const followed = view.client.gateway !== undefined || portOf(entry, port) !== undefined;
  return followed ? registryHostFor(view.registry, entry.aliasOf, view.client.namespace) : undefined;
}

/**
 * The port of the cluster: the one that is named, else the listener's (2.10.1); gateways take a service's only port before.
 */
function clusterPort(view: ClientView, named: NamedDestination, entry: RegistryHost | undefined, port: number): number {
  if (named.port !== undefined) return named.port;
  const [only, more] = entry?.ports ?? [];
  return view.client.gateway !== undefined && only !== undefined && more === undefined ? only.number : port;
}

const refOf = ({ service, namespace }: RegistryHost): { service?: { namespace: string; name: string } } =>
  service === undefined ? {} : { service: { namespace, name: service.metadata.name } };

/** A destination as the client's proxy would find its cluster. `port` is the listener's (at a gateway the server's). */
export function compileDestination(
  view: ClientView,
  named: NamedDestination,
  port: number,
  layer: Layer,
): CompiledDestination {
  const entry = entryOf(view, named.host, port);
  const number = clusterPort(view, named, entry, port);
  const host = entry?.host ?? named.host;
  const base = {
    path: named.path,
    host,
    port: number,
    weight: named.weight,
    ...(named.subset === undefined ? {} : { subset: named.subset }),
    ...(entry === undefined ? {} : refOf(entry)),
  };
  const gone = (missing: 'host' | 'subset' | 'port'): CompiledDestination => ({
    ...base,
    missing,
    endpoints: [],
    loadBalancer: 'LEAST_REQUEST',
  });
  if (entry === undefined || entry.aliasOf !== undefined) return gone('host');
  const found = portOf(entry, number);
  if (found === undefined || found.protocol === 'udp') return gone('port');
  const rule = view.ruleFor(host);
  const subset = named.subset === undefined ? undefined : rule?.subsets.find(({ name }) => name === named.subset);
  if (named.subset !== undefined && subset === undefined) return gone('subset');
  const { pods, unknown } = endpointsOf(view.snapshot, entry, subset?.labels ?? {});
  const { hash, loadBalancer } = balancingFor(rule, named.subset, number, named.port);
  const hashes = hash !== undefined && (layer === 'http' || hash.useSourceIp === true);
  return {
    ...base,
    endpoints: pods,
    loadBalancer,
    ...(unknown ? { endpointsUnknown: true as const } : {}),
    ...(hashes ? { hash } : {}),
  };
}

/** Where a host without a VirtualService leads: its own cluster at the listener's port. */
export function defaultDestination(
  view: ClientView,
  entry: RegistryHost,
  port: number,
  layer: Layer,
): CompiledDestination {
  // Without a VirtualService the route takes the port-level hash key of the service's port.
  const named = { path: '', host: entry.host, port, weight: 1 };
  const { path: _, ...destination } = compileDestination(view, named, port, layer);
  return destination;
}
