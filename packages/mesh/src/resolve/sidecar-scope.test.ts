import { describe, expect, it } from 'vitest';
import {
  ALPHA,
  alpha,
  alphaSubsets,
  goesTo,
  inBank,
  inShop,
  pod,
  service,
  sidecar,
  snapshotOf,
  to,
  virtualService,
} from './testing/world.ts';
import { virtualServicesFor } from './virtual-services.ts';

const base = [
  ...alpha(),
  alphaSubsets(),
  service('shop/beta'),
  pod('shop/beta-1', { app: 'beta' }),
  service('bank/gamma'),
  pod('bank/gamma-1', { app: 'gamma' }),
];
const GAMMA = 'gamma.bank.svc.cluster.local';

/** What a client of shop reaches under a Sidecar with these egress hosts: alpha, beta, gamma. */
function reached(...hosts: readonly string[]): readonly string[] {
  const snapshot = snapshotOf([...base, sidecar('shop/default', { egress: [{ hosts }] })]);
  return ['alpha', 'beta', GAMMA].map((host) => goesTo(snapshot, inShop, { host }));
}

const [a, b, c, no] = ['alpha:8080', 'beta:8080', 'gamma:8080', 'passthrough'];

describe('W3: Sidecar scope (istio Sidecar, measured)', () => {
  it.each([
    [['*/*'], [a, b, c]],
    [['./*'], [a, b, no]],
    [['bank/*'], [no, no, c]],
    [
      ['shop/*', 'bank/*'],
      [a, b, c],
    ],
    [[`./${ALPHA}`], [a, no, no]],
    [[`*/${GAMMA}`], [no, no, c]],
    [['./*.shop.svc.cluster.local'], [a, b, no]],
    [['~/*'], [no, no, no]],
    [
      ['*/*', `~./${ALPHA}`],
      [no, b, c],
    ],
    [
      ['*/*', '~bank/*'],
      [a, b, no],
    ],
    [
      ['nonsense', 'a/b/c', './*'],
      [a, b, no],
    ],
  ])('W3: egress hosts %j', (hosts, expected) => {
    expect(reached(...hosts)).toEqual(expected);
  });

  it('W3: VirtualServices of hosts out of scope do not act, those in scope bring their destinations along', () => {
    const objects = [
      ...base,
      sidecar('shop/default', { egress: [{ hosts: ['bank/*'] }] }),
      virtualService('bank/x', { hosts: ['gamma'], http: [{ route: [to('v1', undefined, ALPHA)] }] }),
      virtualService('shop/y', { hosts: ['alpha'], http: [{ route: [to('v2')] }] }),
    ];
    const snapshot = snapshotOf(objects);
    expect(goesTo(snapshot, inShop, { host: GAMMA })).toBe('v1');
    expect(goesTo(snapshot, inShop)).toBe('passthrough');
    expect(virtualServicesFor(snapshot, ALPHA, inShop)[0]?.ignoredBecause).toBe(
      'the Sidecar shop/default does not let the client see its hosts',
    );
    expect(goesTo(snapshot, inBank, { host: ALPHA })).toBe('v2');
  });

  it("W3: one that selects the workload comes first, then one for the namespace, then the root namespace's", () => {
    const selecting = sidecar('shop/z', {
      workloadSelector: { labels: { app: 'client' } },
      egress: [{ hosts: ['./*'] }],
    });
    const forAll = sidecar('shop/a', { egress: [{ hosts: ['bank/*'] }] });
    const root = sidecar('istio-system/default', { egress: [{ hosts: ['~/*'] }] });
    const other = { ...inShop, labels: { app: 'other' } };
    const all = snapshotOf([...base, selecting, forAll, root]);
    expect([goesTo(all, inShop), goesTo(all, inShop, { host: GAMMA })]).toEqual([a, no]);
    expect([goesTo(all, other), goesTo(all, other, { host: GAMMA })]).toEqual([no, c]);
    expect(goesTo(all, inBank, { host: ALPHA })).toBe(no);
    expect(goesTo(snapshotOf([...base, selecting]), other)).toBe(a);
  });

  it('W3: a listener for one port is for that port only; the one without is for the rest', () => {
    const egress = [{ port: { number: 9090 }, hosts: [`./${ALPHA}`] }, { hosts: ['bank/*'] }];
    const snapshot = snapshotOf([...base, sidecar('shop/default', { egress })]);
    expect(goesTo(snapshot, inShop, { port: 9090 })).toBe('alpha:9090');
    expect(goesTo(snapshot, inShop)).toBe(no);
    expect(goesTo(snapshot, inShop, { host: GAMMA })).toBe(c);
  });

  it.each([
    [undefined, 'ALLOW_ANY', 'passthrough'],
    [undefined, 'REGISTRY_ONLY', 'blackhole'],
    [{ mode: 'REGISTRY_ONLY' }, 'ALLOW_ANY', 'blackhole'],
    [{}, 'ALLOW_ANY', 'blackhole'],
    [{ mode: 'ALLOW_ANY' }, 'REGISTRY_ONLY', 'passthrough'],
  ] as const)('W3: with outboundTrafficPolicy %j over a mesh of %s an unknown host is %s', (policy, mesh, expected) => {
    const own = policy === undefined ? {} : { outboundTrafficPolicy: policy };
    const snapshot = snapshotOf([...base, sidecar('shop/default', own)], { mesh: { outboundTrafficPolicy: mesh } });
    expect(goesTo(snapshot, inShop, { host: 'nobody.example.com' })).toBe(expected);
  });

  it('W3: gateways are not limited by Sidecars', () => {
    const snapshot = snapshotOf([...base, sidecar('shop/default', { egress: [{ hosts: ['~/*'] }] })]);
    expect(virtualServicesFor(snapshot, ALPHA, { ...inShop, gateway: 'shop/entry' })).toEqual([]);
    expect(goesTo(snapshot, { ...inShop, gateway: 'shop/entry' })).toBe('blackhole');
  });
});
