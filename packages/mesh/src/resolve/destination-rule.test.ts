import { describe, expect, it } from 'vitest';
import type { DestinationRule, Subset } from '../resources/istio.ts';
import type { KubernetesObject } from '../resources/metadata.ts';
import { destinationRuleFor } from './destination-rule.ts';
import {
  ALPHA,
  alpha,
  destinationRule,
  goesTo,
  inBank,
  inShop,
  snapshotOf,
  subsets,
  to,
  virtualService,
} from './testing/world.ts';
import type { RouteClient } from './types.ts';

const world = (...objects: readonly KubernetesObject[]) => snapshotOf([...alpha(), ...objects]);

/** The names of the rule's objects, and of its subsets. */
function found(objects: readonly KubernetesObject[], client: RouteClient, host = ALPHA) {
  const rule = destinationRuleFor(world(...objects), host, client);
  const from = rule?.objects.map(({ metadata }) => metadata.name).join('+');
  return rule === undefined ? undefined : `${from}: ${rule.subsets.map(({ name }) => name).join(' ')}`;
}

const rule = (ref: string, versions: readonly string[], second = 0, more: object = {}): DestinationRule =>
  destinationRule(ref, { host: ALPHA, subsets: subsets(...versions), ...more }, second);

describe('W6: look-up of DestinationRules (research/istio-kubernetes.md 2.7)', () => {
  it('W6: client, service, root namespace: the first hit wins whole, nothing is merged across namespaces', () => {
    const all = [rule('bank/client', ['v2']), rule('shop/service', ['v1']), rule('istio-system/root', ['v3'])];
    expect(found(all, inBank)).toBe('client: v2');
    expect(found(all.slice(1), inBank)).toBe('service: v1');
    expect(found(all.slice(2), inBank)).toBe('root: v3');
    expect(found([], inBank)).toBeUndefined();
  });

  it('W6: a rule in a third namespace is never found, even when exported to everybody', () => {
    expect(found([rule('other/x', ['v1'], 0, { exportTo: ['*'] })], inBank)).toBeUndefined();
  });

  it("W6: a wildcard in the client's namespace beats the exact host in the service's", () => {
    const wide = rule('bank/wide', ['v2'], 0, { host: '*.svc.cluster.local' });
    expect(found([wide, rule('shop/exact', ['v1'])], inBank)).toBe('wide: v2');
    expect(destinationRuleFor(world(wide), ALPHA, inBank)?.host).toBe('*.svc.cluster.local');
  });

  it('W6: within a namespace the most specific host wins', () => {
    const wide = rule('shop/wide', ['v2'], 1, { host: '*.shop.svc.cluster.local' });
    expect(found([wide, rule('shop/exact', ['v1'], 2)], inShop)).toBe('exact: v1');
  });

  it("W6: short hosts are those of the rule's namespace", () => {
    expect(found([rule('shop/short', ['v1'], 0, { host: 'alpha' })], inBank)).toBe('short: v1');
    expect(found([rule('bank/short', ['v1'], 0, { host: 'alpha' })], inBank)).toBeUndefined();
    expect(found([rule('shop/short', ['v1'], 0, { host: 'alpha' })], inShop, 'alpha')).toBe('short: v1');
  });

  it('W6: private rules do not leave their namespace; the mesh default counts where exportTo is empty', () => {
    expect(found([rule('shop/p', ['v1'], 0, { exportTo: ['.'] })], inBank)).toBeUndefined();
    expect(found([rule('shop/p', ['v1'], 0, { exportTo: ['shop'] })], inBank)).toBeUndefined();
    expect(found([rule('shop/p', ['v1'], 0, { exportTo: ['.'] })], inShop)).toBe('p: v1');
    const snapshot = snapshotOf([...alpha(), rule('shop/p', ['v1'])], {
      mesh: { defaultDestinationRuleExportTo: ['.'] },
    });
    expect(destinationRuleFor(snapshot, ALPHA, inBank)).toBeUndefined();
    expect(destinationRuleFor(snapshot, ALPHA, inShop)).toBeDefined();
  });

  it('2.10.5: an exportTo that names only others hides the rule from its own namespace: 503 NC there', () => {
    const objects = [
      rule('shop/x', ['v1'], 0, { exportTo: ['bank'] }),
      virtualService('shop/x', { hosts: ['alpha'], http: [{ route: [to('v1')] }] }),
    ];
    expect(goesTo(world(...objects), inShop)).toBe('503 NC');
    expect(goesTo(world(...objects), inBank, { host: ALPHA })).toBe('v1');
  });

  it('W6: a most specific host that is not exported to the client ends the look-up in that namespace', () => {
    const objects = [
      rule('shop/exact', ['v1'], 0, { exportTo: ['other'] }),
      rule('shop/wide', ['v2'], 0, { host: '*.shop.svc.cluster.local' }),
      rule('istio-system/root', ['v3']),
    ];
    expect(found(objects, inBank)).toBe('root: v3');
  });

  it('W6: a client of the root namespace looks first at rules that only that namespace sees', () => {
    const inRoot: RouteClient = { namespace: 'istio-system', labels: {} };
    const objects = [rule('shop/service', ['v1']), rule('istio-system/root', ['v3'])];
    expect(found(objects, inRoot)).toBe('service: v1');
    expect(found([...objects, rule('istio-system/own', ['v2'], 0, { exportTo: ['.'] })], inRoot)).toBe('own: v2');
  });
});

describe('W6: merging in one namespace', () => {
  it('W6: subsets are joined by name, the older wins; the first policy that is set is the policy', () => {
    const policy = { loadBalancer: { simple: 'RANDOM' } };
    const younger = destinationRule(
      'shop/a',
      { host: 'alpha', trafficPolicy: policy, subsets: [{ name: 'v1', labels: { version: 'no' } }, ...subsets('v2')] },
      2,
    );
    const merged = destinationRuleFor(world(younger, rule('shop/z', ['v1'], 1)), ALPHA, inShop);
    expect(merged?.objects.map(({ metadata }) => metadata.name)).toEqual(['z', 'a']);
    expect(merged?.subsets.map(({ name, labels, from }) => [name, labels, from.metadata.name])).toEqual([
      ['v1', { version: 'v1' }, 'z'],
      ['v2', { version: 'v2' }, 'a'],
    ]);
    expect(merged?.trafficPolicy).toEqual(policy);
  });

  it('2.10.4: rules with different exportTo are not merged, the youngest that the client sees is used alone', () => {
    const [a, b, c] = [
      rule('shop/a', ['v1'], 1, { exportTo: ['.'] }),
      rule('shop/b', ['v2'], 2, { exportTo: ['*'] }),
      rule('shop/c', ['v3'], 3, { exportTo: ['.'] }),
    ];
    expect(found([a, b], inShop)).toBe('b: v2');
    // a and c export alike, but c also stands for itself, because b, compared last, did not take it in.
    expect(found([a, b, c], inShop)).toBe('c: v3');
    expect(found([a, b, c], inBank)).toBe('b: v2');
  });

  it('2.10.4: a rule joins an alike one when nothing stands between them', () => {
    const objects = [
      rule('shop/a', ['v1'], 1, { exportTo: ['*'] }),
      rule('shop/b', ['v2'], 2, { exportTo: ['.'] }),
      rule('shop/c', ['v3'], 3, { exportTo: ['.'] }),
    ];
    expect(found(objects, inShop)).toBe('b+c: v2 v3');
    expect(found(objects, inBank)).toBe('a: v1');
  });

  it('2.10.4: a wider exportTo joins the narrower rule and is lost to the others (measured)', () => {
    const objects = [
      rule('shop/a', ['v1'], 1, { exportTo: ['shop'] }),
      rule('shop/b', ['v2'], 2, { exportTo: ['shop', 'bank'] }),
    ];
    expect(found(objects, inShop)).toBe('a+b: v1 v2');
    expect(found(objects, inBank)).toBe('b: v2');
    const narrower = [rule('shop/a', ['v1'], 1, { exportTo: ['bank'] }), ...objects.slice(1)];
    expect(found(narrower, inBank)).toBe('a+b: v1 v2');
  });
});

describe('W6: workloadSelector', () => {
  const selecting = rule('shop/s', ['v2'], 5, { workloadSelector: { matchLabels: { app: 'client' } } });

  it('W6: a rule that selects the client beats the one without selector, and never leaves its namespace', () => {
    const objects = [rule('shop/p', ['v1'], 1), selecting];
    expect(found(objects, inShop)).toBe('s: v2');
    expect(found(objects, { ...inShop, labels: { app: 'other' } })).toBe('p: v1');
    expect(found(objects, { ...inBank, labels: { app: 'client' } })).toBe('p: v1');
  });

  it('W6: a private rule without selector is taken in by an older one with a selector (measured)', () => {
    const objects = [rule('shop/p', ['v1'], 1, { exportTo: ['.'] }), selecting];
    expect(found(objects, { ...inShop, labels: { app: 'other' } })).toBeUndefined();
    expect(found(objects, inShop)).toBe('s+p: v2 v1');
  });

  it('W6: only labels that some rule selects by tell the clients of a namespace apart', () => {
    const snapshot = world(rule('shop/p', ['v1'], 1), selecting);
    const other = { ...inShop, labels: { app: 'other' } };
    const route = [{ route: [to('v2')] }];
    const routed = world(
      rule('shop/p', ['v1'], 1),
      selecting,
      virtualService('shop/x', { hosts: ['alpha'], http: route }),
    );
    expect(destinationRuleFor(snapshot, ALPHA, inShop)?.objects[0]?.metadata.name).toBe('s');
    expect(goesTo(routed, inShop)).toBe('v2');
    expect(goesTo(routed, other)).toBe('503 NC');
  });
});

describe('S4: malformed DestinationRules', () => {
  it('S4: parts that are no rule, host, subset or policy are left out', () => {
    const broken = [
      destinationRule('shop/a', {} as never),
      destinationRule('shop/b', { host: 7 } as never),
      { ...destinationRule('shop/c', {} as never), spec: null as never },
      destinationRule('shop/d', {
        host: 'alpha',
        trafficPolicy: 'x' as never,
        subsets: [
          null,
          'x',
          {},
          { name: 'v1', labels: null },
          { name: 'v2', labels: { version: 'v2', n: 3 } },
        ] as unknown as Subset[],
      }),
    ];
    const merged = destinationRuleFor(world(...broken), ALPHA, inShop);
    expect(merged?.subsets.map(({ name, labels }) => [name, labels])).toEqual([
      ['v1', undefined],
      ['v2', { version: 'v2' }],
    ]);
    expect(merged?.trafficPolicy).toBeUndefined();
  });
});
