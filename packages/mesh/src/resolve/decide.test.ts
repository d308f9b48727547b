import { describe, expect, it } from 'vitest';
import type { HttpRoute } from '../resources/istio.ts';
import type { KubernetesObject } from '../resources/metadata.ts';
import { decide } from './decide.ts';
import { compileRoutes } from './route-table.ts';
import {
  ALPHA,
  alpha,
  alphaSubsets,
  destinationRule,
  draws,
  goesTo,
  inBank,
  inShop,
  inWords,
  pod,
  service,
  serviceEntry,
  snapshotOf,
  to,
  virtualService,
} from './testing/world.ts';
import type { CompiledRoute, RouteTable } from './types.ts';

const world = (...objects: readonly KubernetesObject[]) => snapshotOf([...alpha(), alphaSubsets(), ...objects]);
const rules = (...http: readonly HttpRoute[]) => virtualService('shop/x', { hosts: ['alpha'], http });
const at = (path: string) => ({ path });
const matching = (prefix: string) => ({ match: [{ uri: { prefix } }] });

describe('2.1: names under which a sidecar knows a service (measured)', () => {
  const snapshot = world(service('shop/single', { ports: [{ name: 'http', port: 7070 }] }));
  it.each([
    [ALPHA, 8080, 'alpha:8080', 'alpha:8080'],
    ['alpha', 8080, 'alpha:8080', 'passthrough'],
    ['alpha.shop', 8080, 'alpha:8080', 'alpha:8080'],
    ['alpha.shop.svc', 8080, 'alpha:8080', 'alpha:8080'],
    [`${ALPHA}.`, 8080, 'alpha:8080', 'alpha:8080'],
    ['alpha.shop.svc.cluster', 8080, 'passthrough', 'passthrough'],
    ['ALPHA.shop:8080', 8080, 'alpha:8080', 'alpha:8080'],
    ['10.96.0.10', 8080, 'alpha:8080', 'alpha:8080'],
    ['alpha', 80, 'passthrough', 'passthrough'],
    ['single', 8080, 'passthrough', 'passthrough'],
    ['nobody', 8080, 'passthrough', 'passthrough'],
  ])('2.1: %s on %i is %s within the namespace and %s elsewhere', (host, port, own, other) => {
    expect(goesTo(snapshot, inShop, { host, port })).toBe(own);
    expect(goesTo(snapshot, inBank, { host, port })).toBe(other);
  });

  it('2.2: a service that is exported only to its namespace is unknown elsewhere', () => {
    const hidden = snapshotOf([
      service('shop/p', {}, { 'networking.istio.io/exportTo': '.' }),
      pod('shop/p', { app: 'p' }),
    ]);
    expect(goesTo(hidden, inShop, { host: 'p' })).toBe('p:8080');
    expect(goesTo(hidden, inBank, { host: 'p.shop' })).toBe('passthrough');
  });
});

describe('E1: how a request ends', () => {
  it('2.3: the first rule that matches takes it; nothing is tried behind one that takes everything', () => {
    const snapshot = world(
      rules({ ...matching('/a'), route: [to('v1')] }, { route: [to('v2')] }, { ...matching('/b'), route: [to('v3')] }),
    );
    expect(goesTo(snapshot, inShop, at('/a'))).toBe('v1');
    expect(goesTo(snapshot, inShop, at('/b'))).toBe('v2');
    expect(
      compileRoutes(snapshot, inShop)
        .routesFor('alpha', 8080)
        ?.map(({ path }) => path),
    ).toEqual(['/spec/http/0', '/spec/http/1']);
  });

  it('2.3: matches of one rule are alternatives', () => {
    const match = [{ uri: { exact: '/a' } }, { headers: { x: { exact: '1' } } }];
    const snapshot = world(rules({ match, route: [to('v1')] }));
    expect(goesTo(snapshot, inShop, at('/a'))).toBe('v1');
    expect(goesTo(snapshot, inShop, { headers: { x: '1' } })).toBe('v1');
    expect(goesTo(snapshot, inShop, at('/b'))).toBe('404 NR');
  });

  it('2.2: no rule matches: 404 NR, never the service itself', () => {
    expect(goesTo(world(rules({ ...matching('/a'), route: [to('v1')] })), inShop, at('/b'))).toBe('404 NR');
  });

  it.each([
    ['a subset that no rule defines', to('nope'), '503 NC', 'subset'],
    ['a host that does not exist', to(undefined, 1, 'ghost'), '503 NC', 'host'],
    ['a port that does not exist', to(undefined, 1, 'alpha', 1234), '503 NC', 'port'],
    ["2.10.1: no port means the listener's, not the only one", to(undefined, 1, 'single'), '503 NC', 'port'],
    ['a service without ready pods', to(undefined, 1, 'empty'), '503 UH', undefined],
    ['a subset without ready pods', to('gone', 1), '503 UH', undefined],
  ])('2.4: %s', (_name, destination, expected, missing) => {
    const snapshot = world(
      service('shop/single', { ports: [{ name: 'http', port: 7070 }] }),
      service('shop/empty'),
      pod('shop/empty-1', { app: 'empty' }, false),
      destinationRule('shop/z', { host: 'alpha', subsets: [{ name: 'gone', labels: { version: 'gone' } }] }, 1),
      rules({ route: [destination] }),
    );
    const decision = decide(compileRoutes(snapshot, inShop), { host: 'alpha', port: 8080 }, () => 0);
    expect(inWords(decision)).toBe(expected);
    expect(decision.kind === 'rejected' ? decision.destination?.missing : 'routed').toBe(missing);
  });

  it('2.7: a subset has the ready pods of the service that carry all its labels', () => {
    const snapshot = snapshotOf([
      ...alpha(),
      pod('shop/alpha-v1-b', { app: 'alpha', version: 'v1', tier: 'x' }),
      pod('shop/alpha-v1-sick', { app: 'alpha', version: 'v1' }, false),
      pod('shop/stranger', { app: 'other', version: 'v1' }),
      pod('bank/alpha-v1', { app: 'alpha', version: 'v1' }),
      destinationRule('shop/alpha', {
        host: 'alpha',
        subsets: [
          { name: 'all' },
          { name: 'v1', labels: { version: 'v1' } },
          { name: 'x', labels: { version: 'v1', tier: 'x' } },
        ],
      }),
      rules({ route: [to('all', 1), to('v1', 1), to('x', 1)] }),
    ]);
    const [route] = compileRoutes(snapshot, inShop).routesFor('alpha', 8080) ?? [];
    expect(route?.destinations.map(({ endpoints }) => endpoints.map(({ metadata }) => metadata.name))).toEqual([
      ['alpha-v1', 'alpha-v1-b', 'alpha-v2', 'alpha-v3'],
      ['alpha-v1', 'alpha-v1-b'],
      ['alpha-v1-b'],
    ]);
  });

  it('2.4: an empty subset keeps its share, nobody takes it over', () => {
    const gone = destinationRule(
      'shop/z',
      { host: 'alpha', subsets: [{ name: 'gone', labels: { version: 'gone' } }] },
      1,
    );
    const snapshot = world(gone, rules({ route: [to('v1', 50), to('gone', 50)] }));
    expect(goesTo(snapshot, inShop, {}, () => 0.49)).toBe('v1');
    expect(goesTo(snapshot, inShop, {}, () => 0.5)).toBe('503 UH');
  });

  it('2.4: draws fall into the intervals of the weights, in list order; weight 0 has none', () => {
    const snapshot = world(rules({ route: [to('v1', 0), to('v2', 1), to('v3', 3)] }));
    const outcomes = [0, 0.249, 0.25, 0.999].map((point) => goesTo(snapshot, inShop, {}, () => point));
    expect(outcomes).toEqual(['v2', 'v2', 'v3', 'v3']);
    const [route] = compileRoutes(snapshot, inShop).routesFor('alpha', 8080) ?? [];
    expect(route).toMatchObject({ totalWeight: 4, destinations: [{ weight: 0 }, { weight: 1 }, { weight: 3 }] });
  });

  it('2.4: a single destination takes everything, whatever its weight; all 0 reach nobody', () => {
    expect(goesTo(world(rules({ route: [to('v1', 0)] })), inShop)).toBe('v1');
    expect(goesTo(world(rules({ route: [to('v1', 0), to('v2', 0)] })), inShop)).toBe('503 NC');
  });

  it('D3: a single choice takes no draw', () => {
    const never = () => expect.unreachable('no draw was needed');
    expect(goesTo(world(rules({ route: [to('v1')] })), inShop, {}, never)).toBe('v1');
    const abort = { httpStatus: 500, percentage: { value: 0 } };
    expect(goesTo(world(rules({ fault: { abort }, route: [to('v1')] })), inShop, {}, never)).toBe('v1');
  });

  it.each([
    [{ httpStatus: 418, percentage: { value: 100 } }, 0.99, '418 FI'],
    [{ httpStatus: 418, percentage: { value: 25 } }, 0.249, '418 FI'],
    [{ httpStatus: 418, percentage: { value: 25 } }, 0.25, 'v1'],
    [{ httpStatus: 418, percentage: { value: 0.00001 } }, 0, 'v1'],
    [{ httpStatus: 418, percentage: { value: 0 } }, 0, 'v1'],
    [{ httpStatus: 418 }, 0, 'v1'],
    [{ grpcStatus: 'UNAVAILABLE', percentage: { value: 100 } }, 0, '200 FI'],
    [{ percentage: { value: 100 } }, 0, 'v1'],
  ])('2.6: the abort %j with the draw %d: %s', (abort, point, expected) => {
    expect(goesTo(world(rules({ fault: { abort }, route: [to('v1')] })), inShop, {}, () => point)).toBe(expected);
  });

  it('2.10.9: an abort on a missing cluster answers with FI, not NC', () => {
    const abort = { httpStatus: 418, percentage: { value: 100 } };
    expect(goesTo(world(rules({ fault: { abort }, route: [to('nope')] })), inShop)).toBe('418 FI');
  });

  it.each<[HttpRoute, string]>([
    [{ redirect: { uri: '/x' } }, '301 -'],
    [{ redirect: { uri: '/x', redirectCode: 308 } }, '308 -'],
    [{ directResponse: { status: 207 } }, '207 -'],
    [{ redirect: {}, directResponse: { status: 207 } }, '301 -'],
    [{ redirect: { redirectCode: 299 } }, 'alpha:8080'],
  ])('2.6: %j answers %s', (rule, expected) => {
    expect(goesTo(world(rules(rule)), inShop)).toBe(expected);
  });

  it('2.2: a host without a VirtualService goes to its own cluster, balanced as its rule says', () => {
    const policy = { loadBalancer: { consistentHash: { httpHeaderName: 'x' } } };
    const snapshot = snapshotOf([...alpha(), destinationRule('shop/a', { host: 'alpha', trafficPolicy: policy })]);
    const [route] = compileRoutes(snapshot, inShop).routesFor('alpha', 8080) ?? [];
    expect(route).toMatchObject({
      totalWeight: 1,
      destinations: [
        {
          host: ALPHA,
          port: 8080,
          weight: 1,
          service: { namespace: 'shop', name: 'alpha' },
          loadBalancer: 'RING_HASH',
          hash: { httpHeaderName: 'x' },
        },
      ],
    });
    expect(route).not.toHaveProperty('object');
    expect(route?.destinations[0]).not.toHaveProperty('path');
  });

  it('E1: a table made elsewhere is decided from its public shape', () => {
    const destination = { host: 'x', port: 1, weight: 1, endpoints: [pod('a/b', {})], loadBalancer: 'RANDOM' };
    const route: CompiledRoute = {
      spec: { match: [{ uri: { exact: '/a' } }] },
      destinations: [destination],
      totalWeight: 1,
    };
    const table: RouteTable = { client: inShop, routesFor: () => [route] };
    expect(inWords(decide(table, { host: 'x', port: 1, path: '/a' }, draws()))).toBe('x:1');
    expect(inWords(decide(table, { host: 'x', port: 1, path: '/b' }, draws()))).toBe('404 NR');
  });
});

describe('2.10.3: hosts outside the registry (measured)', () => {
  const snapshot = world(
    service('shop/beta', { ports: [{ name: 'http', port: 8080 }] }),
    virtualService('shop/a', { hosts: ['www.example.com', 'alpha'], http: [{ route: [to('v1')] }] }),
    virtualService('shop/b', { hosts: ['only.example.com'], http: [{ route: [to('v2', 1, 'alpha', 8080)] }] }),
    virtualService('shop/c', { hosts: ['*.wild.example.com'], http: [{ route: [to('v3', 1, 'alpha', 8080)] }] }),
    virtualService('shop/d', {
      hosts: ['reviews.bookinfo', '10.9.8.7'],
      http: [{ route: [to('v3', 1, 'alpha', 8080)] }],
    }),
  );
  it.each([
    ['www.example.com', 8080, 'v1'],
    ['www.example.com', 9090, 'v1'],
    ['www.example.com', 80, '503 NC'],
    ['www.example.com', 81, 'passthrough'],
    ['only.example.com', 8080, 'passthrough'],
    ['only.example.com', 80, 'v2'],
    ['x.wild.example.com', 80, 'v3'],
    ['x.wild.example.com', 8080, 'passthrough'],
    ['reviews.bookinfo', 80, 'v3'],
    ['10.9.8.7', 80, 'v3'],
    ['alpha', 80, 'passthrough'],
    [ALPHA, 80, '503 NC'],
  ])('2.10.3: %s on %i: %s', (host, port, expected) => {
    expect(goesTo(snapshot, inShop, { host, port })).toBe(expected);
  });

  it('2.10.3: a wildcard that covers a host of the registry on the port is no name for others there', () => {
    const wide = virtualService('shop/w', {
      hosts: ['*.shop.svc.cluster.local'],
      http: [{ route: [to('v1', 1, ALPHA, 8080)] }],
    });
    const known = world(wide);
    const ghost = 'ghost.shop.svc.cluster.local';
    expect(goesTo(known, inShop)).toBe('v1');
    expect(goesTo(known, inShop, { host: ghost })).toBe('passthrough');
    expect(goesTo(known, inShop, { host: ghost, port: 80 })).toBe('v1');
  });

  it('2.10.3: under a wildcard ServiceEntry an exact host is ignored on 8080 and obeyed on 80', () => {
    const entry = serviceEntry('shop/se', {
      hosts: ['*.ext.example.com'],
      ports: [
        { number: 8080, name: 'http', protocol: 'HTTP' },
        { number: 80, name: 'web', protocol: 'HTTP' },
      ],
    });
    const exact = virtualService('shop/e', {
      hosts: ['a.ext.example.com'],
      http: [{ route: [to('v1', 1, 'alpha', 8080)] }],
    });
    const known = world(entry, exact);
    expect(goesTo(known, inShop, { host: 'a.ext.example.com', port: 80 })).toBe('v1');
    expect(goesTo(known, inShop, { host: 'a.ext.example.com' })).toBe('*:8080');
    expect(goesTo(known, inShop, { host: 'b.ext.example.com', port: 80 })).toBe('*:80');
    const [route] = compileRoutes(known, inShop).routesFor('b.ext.example.com', 80) ?? [];
    expect(route?.destinations[0]).toMatchObject({ endpoints: [], endpointsUnknown: true });
  });

  it('2.2: the endpoints of a service without selector are unknown, not none', () => {
    const manual = world(service('shop/manual', { selector: {} }));
    expect(goesTo(manual, inShop, { host: 'manual' })).toBe('manual:8080');
  });
});

describe('2.10.7: ExternalName services (measured)', () => {
  const nick = (name: string, ports: readonly { name: string; port: number }[] = []) =>
    service(`shop/${name}`, { type: 'ExternalName', externalName: ALPHA, ports });
  const http = [{ name: 'http', port: 8080 }];
  const onAlpha = (second: number) =>
    virtualService('shop/a', { hosts: ['alpha'], http: [{ route: [to('v1')] }] }, second);
  const onNick = (second: number) =>
    virtualService('shop/n', { hosts: ['nick'], http: [{ route: [to('v2')] }] }, second);

  it("2.10.7: one whose target is in the mesh meets the target's VirtualService", () => {
    const snapshot = world(nick('nick'), onAlpha(1));
    expect(goesTo(snapshot, inShop, { host: 'nick' })).toBe('v1');
    expect(goesTo(snapshot, inBank, { host: 'nick.shop' })).toBe('v1');
    expect(goesTo(world(nick('nick')), inShop, { host: 'nick' })).toBe('alpha:8080');
  });

  it('2.10.7: a VirtualService that names the alias counts when it comes first', () => {
    const named = (a: number, n: number) =>
      goesTo(world(nick('nick', http), onAlpha(a), onNick(n)), inShop, { host: 'nick' });
    expect(named(2, 1)).toBe('v2');
    expect(named(1, 2)).toBe('v1');
    expect(goesTo(world(nick('nick', http), onNick(1)), inShop, { host: 'nick' })).toBe('v2');
  });

  it("2.10.7: as a destination it leads on only with the listener's port", () => {
    const through = (ports: typeof http) =>
      goesTo(world(nick('nick', ports), rules({ route: [to(undefined, 1, 'nick')] })), inShop);
    expect(through(http)).toBe('alpha:8080');
    expect(through([])).toBe('503 NC');
  });

  it('2.10.7: one whose target is outside, or a circle, is not in the mesh', () => {
    const outside = service('shop/out', { type: 'ExternalName', externalName: 'example.org', ports: http });
    const circle = ['a', 'b'].map((name, index) =>
      service(`shop/${name}`, {
        type: 'ExternalName',
        externalName: `${['b', 'a'][index]}.shop.svc.cluster.local`,
        ports: http,
      }),
    );
    const snapshot = world(outside, ...circle);
    expect(goesTo(snapshot, inShop, { host: 'out' })).toBe('passthrough');
    expect(goesTo(snapshot, inShop, { host: 'a' })).toBe('passthrough');
  });
});

describe('2.1: headless services', () => {
  it('2.1: also the names of their pods lead to them', () => {
    const headless = service('shop/db', { clusterIP: 'None' });
    const snapshot = world(
      headless,
      pod('shop/db-0', { app: 'db' }),
      virtualService('shop/x', { hosts: ['db'], http: [{ route: [to('v1')] }] }),
    );
    for (const host of ['db', 'db-0.db', 'x.y.db.shop', 'db-0.db.shop.svc.cluster.local']) {
      expect(goesTo(snapshot, inShop, { host })).toBe('v1');
    }
    expect(goesTo(snapshot, inShop, { host: 'x.alpha' })).toBe('passthrough');
  });
});
