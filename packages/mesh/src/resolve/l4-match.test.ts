import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '../resources/metadata.ts';
import { pickChain } from './l4-match.ts';
import { compileRoutes } from './route-table.ts';
import {
  ALPHA,
  alpha,
  alphaSubsets,
  goesTo,
  inBank,
  inShop,
  serviceEntry,
  snapshotOf,
  to,
  virtualService,
} from './testing/world.ts';
import { virtualServicesFor } from './virtual-services.ts';

const world = (...objects: readonly KubernetesObject[]) => snapshotOf([...alpha(), alphaSubsets(), ...objects]);
const tcp = { port: 9000 };
const tls = { port: 9443 };
const own = (subset: string) => [to(subset, 1, ALPHA)];

describe('2.5: TCP routes on a sidecar (measured)', () => {
  it("2.5: without a VirtualService a connection goes to the service's own cluster", () => {
    expect(goesTo(world(), inShop, tcp)).toBe('alpha:9000');
  });

  it('2.5: weights are those of HTTP', () => {
    const snapshot = world(
      virtualService('shop/x', { hosts: ['alpha'], tcp: [{ route: [to('v1', 3), to('v2', 0), to('v3', 1)] }] }),
    );
    expect([0, 0.74, 0.75].map((point) => goesTo(snapshot, inShop, tcp, () => point))).toEqual(['v1', 'v1', 'v3']);
    const [route] = compileRoutes(snapshot, inShop).routesFor('alpha', 9000) ?? [];
    expect(route).toMatchObject({ path: '/spec/tcp/0', totalWeight: 4 });
  });

  it('2.5: all VirtualServices that share the name are asked in order, also a wildcard before an exact one', () => {
    const snapshot = world(
      virtualService(
        'shop/wide',
        { hosts: ['*.shop.svc.cluster.local'], tcp: [{ match: [{ port: 9000 }], route: own('v1') }] },
        1,
      ),
      virtualService('shop/exact', { hosts: ['alpha'], tcp: [{ route: own('v2') }] }, 2),
    );
    expect(goesTo(snapshot, inShop, tcp)).toBe('v1');
    expect(
      virtualServicesFor(snapshot, ALPHA, inShop).map(({ object, effective }) => [object.metadata.name, effective]),
    ).toEqual([
      ['wide', true],
      ['exact', false],
    ]);
  });

  it('2.5: matches for other ports, labels or namespaces are passed over', () => {
    const snapshot = world(
      virtualService('shop/a', { hosts: ['alpha'], tcp: [{ match: [{ port: 1 }], route: own('v1') }] }, 1),
      virtualService(
        'shop/b',
        { hosts: ['alpha'], tcp: [{ match: [{ sourceNamespace: 'bank' }], route: own('v2') }] },
        2,
      ),
      virtualService(
        'shop/c',
        {
          hosts: ['alpha'],
          tcp: [{ match: [{ sourceLabels: { app: 'client' }, gateways: ['mesh'] }], route: own('v3') }],
        },
        3,
      ),
    );
    expect(goesTo(snapshot, inShop, tcp)).toBe('v3');
    expect(goesTo(snapshot, inBank, { host: ALPHA, ...tcp })).toBe('v2');
    expect(goesTo(snapshot, { namespace: 'x', labels: {} }, { host: ALPHA, ...tcp })).toBe('alpha:9000');
  });

  it("2.5: destinationSubnets are asked of the service's address, the default stays behind them", () => {
    const by = (subnet: string) => ({ match: [{ destinationSubnets: [subnet] }], route: own('v1') });
    const at = (subnet: string) =>
      goesTo(world(virtualService('shop/x', { hosts: ['alpha'], tcp: [by(subnet)] })), inShop, tcp);
    expect([at('10.96.0.0/16'), at('10.96.0.10'), at('10.97.0.0/16'), at('nonsense')]).toEqual([
      'v1',
      'v1',
      'alpha:9000',
      'alpha:9000',
    ]);
  });

  it('2.5: HTTP rules do not act on a TCP port, nor TCP rules on an HTTP port', () => {
    const snapshot = world(
      virtualService('shop/x', { hosts: ['alpha'], http: [{ route: own('v1') }], tcp: [{ route: own('v2') }] }),
    );
    expect([goesTo(snapshot, inShop), goesTo(snapshot, inShop, tcp)]).toEqual(['v1', 'v2']);
  });

  it('2.4: a connection to a missing subset is closed', () => {
    const snapshot = world(virtualService('shop/x', { hosts: ['alpha'], tcp: [{ route: own('nope') }] }));
    expect(goesTo(snapshot, inShop, tcp)).toBe('0 NC');
  });
});

describe('2.5: TLS routes on a sidecar (measured)', () => {
  it('2.5: the server name decides; the first of equal matches; none passes like an unknown host', () => {
    const snapshot = world(
      virtualService('shop/x', {
        hosts: ['alpha', '*.alpha.test'],
        tls: [
          { match: [{ sniHosts: ['alpha'] }], route: own('v1') },
          { match: [{ sniHosts: ['alpha'] }, { sniHosts: ['*.alpha.test'] }], route: own('v2') },
        ],
      }),
    );
    expect(goesTo(snapshot, inShop, tls)).toBe('v1');
    expect(goesTo(snapshot, inShop, { ...tls, host: ALPHA })).toBe('passthrough');
  });

  it("2.5: a rule that is not for this client leaves the service's own cluster", () => {
    const match = [{ sniHosts: ['alpha'], sourceNamespace: 'bank' }];
    const snapshot = world(virtualService('shop/x', { hosts: ['alpha'], tls: [{ match, route: own('v1') }] }));
    expect(goesTo(snapshot, inShop, tls)).toBe('alpha:9443');
  });

  it('2.5: a ServiceEntry with a wildcard takes the names under it', () => {
    const entry = serviceEntry('shop/se', {
      hosts: ['*.ext.test'],
      ports: [{ number: 443, name: 'tls', protocol: 'TLS' }],
    });
    const rule = { match: [{ sniHosts: ['a.ext.test'] }], route: [to(undefined, 1, '*.ext.test')] };
    const snapshot = world(entry, virtualService('shop/x', { hosts: ['*.ext.test'], tls: [rule] }));
    expect(goesTo(snapshot, inShop, { host: 'a.ext.test', port: 443 })).toBe('*:443');
    expect(goesTo(snapshot, inShop, { host: 'b.ext.test', port: 443 })).toBe('passthrough');
  });
});

describe("2.5: Envoy's choice among filter chains", () => {
  const chain = (subnets: readonly string[], serverNames: readonly string[]) => ({ subnets, serverNames });
  it.each([
    [[chain([], []), chain(['10.0.0.0/8'], [])], 1],
    [[chain(['10.0.0.0/8'], []), chain(['10.0.0.0/24'], [])], 1],
    [[chain(['10.0.1.0/24'], []), chain([], [])], 1],
    [[chain([], []), chain([], ['*.x.test']), chain([], ['a.x.test'])], 2],
    [[chain([], ['*.test']), chain([], ['*.x.test'])], 1],
    [[chain([], ['b.x.test'])], undefined],
    [[chain(['10.0.0.0/8'], []), chain([], ['a.x.test'])], 0],
    [[], undefined],
  ])('2.5: of %j the connection to 10.0.0.7 for a.x.test takes %s', (chains, expected) => {
    expect(pickChain(chains, '10.0.0.7', 'a.x.test')).toBe(expected);
  });
});
