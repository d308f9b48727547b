import type { ConsistentHash, TrafficPolicy } from '../resources/istio.ts';
import type { EffectiveDestinationRule } from './types.ts';
import { isRecord, listOf, recordOf, textOf } from './untrusted.ts';

/** The blocks that a port-level policy may hold; it replaces all of them, set or not. */
const PORT_BLOCKS = ['connectionPool', 'loadBalancer', 'outlierDetection', 'tls'] as const;

type Blocks = Readonly<Record<string, unknown>>;

function portLevel(policy: unknown, port: number): Blocks | undefined {
  const found = listOf(recordOf(policy).portLevelSettings).find(
    (setting) => isRecord(setting) && recordOf(setting.port).number === port,
  );
  return isRecord(found) ? found : undefined;
}

function blocksAt(policy: unknown, port: number): { blocks: Blocks; fromPort: boolean } {
  const setting = portLevel(policy, port);
  if (setting === undefined) {
    const { portLevelSettings: _, ...blocks } = recordOf(policy);
    return { blocks, fromPort: false };
  }
  return {
    blocks: Object.fromEntries(PORT_BLOCKS.flatMap((block) => (setting[block] ? [[block, setting[block]]] : []))),
    fromPort: true,
  };
}

/**
 * The policy in force for a port and a subset (research/istio-kubernetes.md 2.7): port-level settings replace the whole
 * policy of their level for that port, a subset's policy replaces block by block (and, from its own port level, the four
 * blocks that can stand there all together). Undefined when nothing is set.
 */
export function trafficPolicyFor(
  rule: EffectiveDestinationRule | undefined,
  subset: string | undefined,
  port: number,
): TrafficPolicy | undefined {
  const base = blocksAt(rule?.trafficPolicy, port).blocks;
  const own = subset === undefined ? undefined : rule?.subsets.find(({ name }) => name === subset)?.trafficPolicy;
  if (own === undefined) return Object.keys(base).length === 0 ? undefined : (base as TrafficPolicy);
  const above = blocksAt(own, port);
  const kept = above.fromPort
    ? Object.fromEntries(Object.entries(base).filter(([block]) => !PORT_BLOCKS.some((name) => name === block)))
    : base;
  const joint = { ...kept, ...Object.fromEntries(Object.entries(above.blocks).filter(([, value]) => value != null)) };
  return Object.keys(joint).length === 0 ? undefined : (joint as TrafficPolicy);
}

const hashOf = (policy: unknown): ConsistentHash | undefined => {
  const hash = recordOf(recordOf(policy).loadBalancer).consistentHash;
  return isRecord(hash) ? (hash as ConsistentHash) : undefined;
};

/**
 * The hash key that a route takes from a destination's rule: the subset's for the port, the subset's, the rule's for the
 * port, the rule's. `port` is the port that the destination names; without one, port-level keys do not count.
 */
function routeHash(
  rule: EffectiveDestinationRule | undefined,
  subset: string | undefined,
  port: number | undefined,
): ConsistentHash | undefined {
  const own = subset === undefined ? undefined : rule?.subsets.find(({ name }) => name === subset)?.trafficPolicy;
  const atPort = (policy: unknown) => (port === undefined ? undefined : hashOf(portLevel(policy, port)));
  return atPort(own) ?? hashOf(own) ?? atPort(rule?.trafficPolicy) ?? hashOf(rule?.trafficPolicy);
}

const KEYS = ['httpHeaderName', 'httpCookie', 'useSourceIp', 'httpQueryParameterName'] as const;

const SIMPLE: Readonly<Record<string, string>> = { LEAST_CONN: 'LEAST_REQUEST', UNSPECIFIED: 'LEAST_REQUEST' };

/** How a cluster balances: Envoy's name of the policy, and the hash when requests really carry it. */
export interface Balancing {
  readonly loadBalancer: string;
  readonly hash?: ConsistentHash;
}

/**
 * Balancing of the cluster for a destination. `clusterPort` is the cluster's port, `namedPort` the one that the route
 * names. Istio's default is least request. A ring hash without any key in the route balances at random.
 */
export function balancingFor(
  rule: EffectiveDestinationRule | undefined,
  subset: string | undefined,
  clusterPort: number,
  namedPort: number | undefined,
): Balancing {
  const loadBalancer = trafficPolicyFor(rule, subset, clusterPort)?.loadBalancer;
  const consistent = hashOf({ loadBalancer });
  if (consistent === undefined) {
    const simple = textOf(recordOf(loadBalancer).simple) ?? 'UNSPECIFIED';
    return { loadBalancer: SIMPLE[simple] ?? simple };
  }
  const name = isRecord(consistent.maglev) ? 'MAGLEV' : 'RING_HASH';
  const hash = routeHash(rule, subset, namedPort);
  const hasKey = KEYS.some((key) => recordOf(hash)[key] !== undefined && recordOf(hash)[key] !== false);
  return hash === undefined || !hasKey ? { loadBalancer: name } : { loadBalancer: name, hash };
}
