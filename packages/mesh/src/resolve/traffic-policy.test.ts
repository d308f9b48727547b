import { describe, expect, it } from 'vitest';
import type { Subset, TrafficPolicy } from '../resources/istio.ts';
import { destinationRule } from './testing/world.ts';
import { balancingFor, trafficPolicyFor } from './traffic-policy.ts';
import type { EffectiveDestinationRule } from './types.ts';

const from = destinationRule('shop/alpha', { host: 'alpha' });

const effective = (trafficPolicy?: TrafficPolicy, own?: TrafficPolicy): EffectiveDestinationRule => {
  const subset: Subset = own === undefined ? { name: 'v1' } : { name: 'v1', trafficPolicy: own };
  const rule = { namespace: 'shop', host: 'alpha', objects: [from], subsets: [{ ...subset, from }] };
  return trafficPolicy === undefined ? rule : { ...rule, trafficPolicy };
};

const random = { loadBalancer: { simple: 'RANDOM' } };
const pool = { connectionPool: { tcp: { maxConnections: 1 } } };
const byHeader = (httpHeaderName: string) => ({ loadBalancer: { consistentHash: { httpHeaderName } } });
const atPort = (port: number, policy: object) => ({ portLevelSettings: [{ port: { number: port }, ...policy }] });

describe('W6: the traffic policy in force (research/istio-kubernetes.md 2.7)', () => {
  it('W6: port-level settings replace the whole policy for that port, nothing is inherited', () => {
    const rule = effective({ ...random, ...pool, ...atPort(8080, { tls: { mode: 'SIMPLE' } }) });
    expect(trafficPolicyFor(rule, undefined, 8080)).toEqual({ tls: { mode: 'SIMPLE' } });
    expect(trafficPolicyFor(rule, undefined, 9090)).toEqual({ ...random, ...pool });
  });

  it('W6: a subset replaces block by block', () => {
    const rule = effective({ ...random, ...pool }, { loadBalancer: { simple: 'ROUND_ROBIN' } });
    expect(trafficPolicyFor(rule, 'v1', 8080)).toEqual({ loadBalancer: { simple: 'ROUND_ROBIN' }, ...pool });
    expect(trafficPolicyFor(rule, 'v2', 8080)).toEqual({ ...random, ...pool });
  });

  it("W6: a subset's own port-level settings replace the four blocks together", () => {
    const tunnel = { tunnel: { targetHost: 'x' } };
    const rule = effective({ ...random, ...pool, ...tunnel } as TrafficPolicy, {
      ...atPort(8080, { tls: { mode: 'DISABLE' } }),
    });
    expect(trafficPolicyFor(rule, 'v1', 8080)).toEqual({ ...tunnel, tls: { mode: 'DISABLE' } });
    expect(trafficPolicyFor(rule, 'v1', 9090)).toEqual({ ...random, ...pool, ...tunnel });
  });

  it('W6: nothing set is nothing', () => {
    expect(trafficPolicyFor(undefined, 'v1', 80)).toBeUndefined();
    expect(trafficPolicyFor(effective(), 'v1', 80)).toBeUndefined();
  });
});

describe('W12: balancing and hash keys', () => {
  it.each([
    [undefined, 'LEAST_REQUEST'],
    [{ loadBalancer: { simple: 'LEAST_CONN' } }, 'LEAST_REQUEST'],
    [{ loadBalancer: { simple: 'UNSPECIFIED' } }, 'LEAST_REQUEST'],
    [{ loadBalancer: { simple: 'ROUND_ROBIN' } }, 'ROUND_ROBIN'],
    [{ loadBalancer: { consistentHash: { useSourceIp: true } } }, 'RING_HASH'],
    [{ loadBalancer: { consistentHash: { httpHeaderName: 'x', maglev: {} } } }, 'MAGLEV'],
  ] as const)('W12: %j balances by %s', (policy, name) => {
    expect(balancingFor(effective(policy), undefined, 80, undefined).loadBalancer).toBe(name);
  });

  it("W12: the key is the subset's for the port, the subset's, the rule's for the port, the rule's", () => {
    const all = effective(
      { ...byHeader('rule'), ...atPort(80, byHeader('rule-port')) },
      { ...byHeader('subset'), ...atPort(80, byHeader('subset-port')) },
    );
    expect(balancingFor(all, 'v1', 80, 80).hash?.httpHeaderName).toBe('subset-port');
    expect(balancingFor(all, 'v1', 80, undefined).hash?.httpHeaderName).toBe('subset');
    expect(balancingFor(all, 'other', 80, 80).hash?.httpHeaderName).toBe('rule-port');
    expect(balancingFor(all, 'other', 81, 81).hash?.httpHeaderName).toBe('rule');
  });

  it('W12: a ring without a key, or a key without a ring, hashes nothing', () => {
    const keyless = effective({ loadBalancer: { consistentHash: { minimumRingSize: 9 } } });
    expect(balancingFor(keyless, undefined, 80, 80)).toEqual({ loadBalancer: 'RING_HASH' });
    const ringless = effective({ ...byHeader('x'), ...atPort(80, { tls: { mode: 'SIMPLE' } }) });
    expect(balancingFor(ringless, undefined, 80, 80)).toEqual({ loadBalancer: 'LEAST_REQUEST' });
  });
});
