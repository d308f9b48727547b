import type { ClientView } from './client-view.ts';
import { endpointsOf } from './endpoints.ts';
import { portOf, type RegistryHost, registryHostFor } from './registry.ts';
import { balancingFor } from './traffic-policy.ts';
import type { CompiledDestination, EffectiveDestinationRule } from './types.ts';
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

/** What a destination is apart from the place that names it. */
type Cluster = Omit<CompiledDestination, 'path' | 'weight'>;

interface Asked {
  readonly port: number;
  readonly subset: string | undefined;
  /** The port that the route names: port-level hash keys count only for it. */
  readonly namedPort: number | undefined;
  readonly layer: Layer;
}

function clusterOf(
  view: ClientView,
  entry: RegistryHost,
  rule: EffectiveDestinationRule | undefined,
  asked: Asked,
): Cluster {
  const { port, layer } = asked;
  const base = {
    host: entry.host,
    port,
    ...(asked.subset === undefined ? {} : { subset: asked.subset }),
    ...refOf(entry),
  };
  const found = portOf(entry, port);
  if (found === undefined || found.protocol === 'udp') return { ...base, ...GONE, missing: 'port' };
  const subset = asked.subset === undefined ? undefined : rule?.subsets.find(({ name }) => name === asked.subset);
  if (asked.subset !== undefined && subset === undefined) return { ...base, ...GONE, missing: 'subset' };
  const { pods, unknown } = endpointsOf(view.snapshot, entry, subset?.labels);
  const { hash, loadBalancer } = balancingFor(rule, asked.subset, port, asked.namedPort);
  const hashes = hash !== undefined && (layer === 'http' || hash.useSourceIp === true);
  return {
    ...base,
    endpoints: pods,
    loadBalancer,
    ...(unknown ? { endpointsUnknown: true as const } : {}),
    ...(hashes ? { hash } : {}),
  };
}

const GONE = { endpoints: [], loadBalancer: 'LEAST_REQUEST' } as const;
const NO_RULE = {};

interface Kept {
  readonly pods: unknown;
  readonly cluster: Cluster;
}

/** Clusters by registry entry and rule. They are the same for every client and snapshot while the pods are. */
const clusters = new WeakMap<RegistryHost, WeakMap<object, Map<string, Kept>>>();

function keptCluster(view: ClientView, entry: RegistryHost, asked: Asked): Cluster {
  const rule = view.ruleFor(entry.host);
  const byRule = clusters.get(entry) ?? new WeakMap<object, Map<string, Kept>>();
  clusters.set(entry, byRule);
  const kept = byRule.get(rule ?? NO_RULE) ?? new Map<string, Kept>();
  byRule.set(rule ?? NO_RULE, kept);
  const pods = view.snapshot.slices.get(entry.namespace)?.pods;
  const key = `${asked.layer} ${asked.port} ${asked.namedPort} ${asked.subset ?? ''}`;
  const known = kept.get(key);
  if (known !== undefined && known.pods === pods) return known.cluster;
  const cluster = clusterOf(view, entry, rule, asked);
  kept.set(key, { pods, cluster });
  return cluster;
}

/** A destination as the client's proxy would find its cluster. `port` is the listener's (at a gateway the server's). */
export function compileDestination(
  view: ClientView,
  named: NamedDestination,
  port: number,
  layer: Layer,
): CompiledDestination {
  const entry = entryOf(view, named.host, port);
  const number = clusterPort(view, named, entry, port);
  const { path, weight, subset } = named;
  if (entry === undefined || entry.aliasOf !== undefined) {
    const base = { path, weight, host: entry?.host ?? named.host, port: number, ...GONE, missing: 'host' as const };
    return subset === undefined ? base : { ...base, subset };
  }
  return { path, weight, ...keptCluster(view, entry, { port: number, subset, namedPort: named.port, layer }) };
}

/** Where a host without a VirtualService leads: its own cluster at the listener's port. */
export function defaultDestination(
  view: ClientView,
  entry: RegistryHost,
  port: number,
  layer: Layer,
): CompiledDestination {
  // Without a VirtualService the route takes the port-level hash key of the service's port.
  return { weight: 1, ...keptCluster(view, entry, { port, subset: undefined, namedPort: port, layer }) };
}
