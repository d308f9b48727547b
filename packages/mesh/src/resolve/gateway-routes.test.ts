import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '../resources/metadata.ts';
import { compileRoutes } from './route-table.ts';
import {
  ALPHA,
  alpha,
  alphaSubsets,
  atGateway,
  gateway,
  goesTo,
  service,
  snapshotOf,
  to,
  virtualService,
} from './testing/world.ts';
import { virtualServicesFor } from './virtual-services.ts';

const world = (...objects: readonly KubernetesObject[]) => snapshotOf([...alpha(), alphaSubsets(), ...objects]);
const http = (number: number, hosts: readonly string[], tls?: object) => ({
  port: { number, name: `http-${number}`, protocol: 'HTTP' },
  hosts,
  ...(tls === undefined ? {} : { tls }),
});
const entry = (...servers: readonly ReturnType<typeof http>[]) => gateway('shop/entry', { selector: {}, servers });
const prefix = (uri: string, subset: string) => ({ match: [{ uri: { prefix: uri } }], route: [to(subset)] });
const bound = { gateways: ['entry'] };

describe('W3: gateways join the VirtualServices of a host (research/istio-kubernetes.md 2.2, measured)', () => {
  const snapshot = world(
    entry(http(8080, ['*.gw.test', 'bank/ns.test', './own.test']), http(80, ['*'])),
    virtualService(
      'shop/one',
      {
        ...bound,
        hosts: ['one.gw.test', 'ns.test', 'own.test'],
        http: [{ match: [{ uri: { prefix: '/a' } }, { uri: { prefix: '/' } }], route: [to('v1')] }],
      },
      1,
    ),
    virtualService(
      'shop/two',
      { ...bound, hosts: ['*.gw.test'], http: [prefix('/b', 'v2'), { route: [to('v3')] }] },
      2,
    ),
    virtualService(
      'shop/three',
      { ...bound, hosts: ['one.gw.test'], http: [prefix('/b', 'v2'), prefix('/a', 'v3')] },
      3,
    ),
    virtualService(
      'bank/four',
      { gateways: ['shop/entry'], hosts: ['ns.test'], http: [{ route: [to('v2', 1, ALPHA)] }] },
      4,
    ),
  );
  it.each([
    ['one.gw.test', '/a', 'v1'],
    ['one.gw.test', '/b', 'v2'],
    ['one.gw.test', '/z', 'v1'],
    ['two.gw.test', '/b', 'v2'],
    ['two.gw.test', '/z', 'v3'],
    ['gw.test', '/', '404 NR'],
    ['ns.test', '/', 'v2'],
    ['own.test', '/', 'v1'],
    ['none.test', '/', '404 NR'],
  ])('W3: %s%s goes to %s', (host, path, expected) => {
    expect(goesTo(snapshot, atGateway, { host, path })).toBe(expected);
  });

  it('W3: rules that take everything stand at the end, one rule may be two routes', () => {
    const routes = compileRoutes(snapshot, atGateway).routesFor('one.gw.test', 8080);
    expect(routes?.map(({ object, path }) => `${object?.metadata.name}${path}`)).toEqual([
      'one/spec/http/0',
      'three/spec/http/0',
      'three/spec/http/1',
      'one/spec/http/0',
    ]);
  });

  it('W3: a longer wildcard and an exact host take the requests alone', () => {
    const twice = world(
      entry(http(80, ['*'])),
      virtualService('shop/a', { ...bound, hosts: ['*'], http: [prefix('/a', 'v1')] }, 1),
      virtualService('shop/b', { ...bound, hosts: ['*.x.test'], http: [{ route: [to('v2')] }] }, 2),
    );
    expect(goesTo(twice, atGateway, { host: 'a.x.test', port: 80, path: '/a' })).toBe('503 NC');
    expect(
      compileRoutes(twice, atGateway)
        .routesFor('a.x.test', 80)
        ?.map(({ object }) => object?.metadata.name),
    ).toEqual(['b']);
  });

  it("2.10.1: at a gateway no port means the service's only one, else the server's", () => {
    const ports = world(
      entry(http(80, ['*'])),
      service('shop/single', { ports: [{ name: 'http', port: 7070 }] }),
      virtualService('shop/a', { ...bound, hosts: ['a.test'], http: [{ route: [to(undefined, 1, 'single')] }] }),
      virtualService('shop/b', { ...bound, hosts: ['b.test'], http: [{ route: [to('v1')] }] }),
    );
    const portAt = (host: string) => compileRoutes(ports, atGateway).routesFor(host, 80)?.[0]?.destinations[0];
    expect(portAt('a.test')).toMatchObject({ port: 7070 });
    expect(portAt('b.test')).toMatchObject({ port: 80, missing: 'port' });
  });

  it('W3: services have no virtual host at a gateway of their own, and ports without a server nobody listens on', () => {
    expect(goesTo(snapshot, atGateway, { host: ALPHA })).toBe('404 NR');
    expect(goesTo(snapshot, atGateway, { host: 'one.gw.test', port: 81 })).toBe('blackhole');
    expect(goesTo(snapshot, { ...atGateway, gateway: 'shop/nobody' }, { host: 'one.gw.test' })).toBe('blackhole');
  });

  it('W3: matches for mesh only, or for another gateway, are left out', () => {
    const chosen = world(
      entry(http(80, ['*'])),
      virtualService('shop/a', {
        gateways: ['entry', 'mesh'],
        hosts: ['a.test'],
        http: [
          { match: [{ gateways: ['mesh'] }], route: [to('v1', 1, 'alpha', 8080)] },
          { match: [{ gateways: ['entry'] }], route: [to('v2', 1, 'alpha', 8080)] },
        ],
      }),
    );
    expect(goesTo(chosen, atGateway, { host: 'a.test', port: 80 })).toBe('v2');
  });

  it('W3: a server that redirects to HTTPS answers 301 for its hosts', () => {
    const redirecting = world(
      entry(http(80, ['r.test', 'shop/s.test'], { httpsRedirect: true })),
      virtualService('shop/a', { ...bound, hosts: ['r.test'], http: [{ route: [to('v1')] }] }),
    );
    const ends = ['r.test', 's.test', 'q.test'].map((host) => goesTo(redirecting, atGateway, { host, port: 80 }));
    expect(ends).toEqual(['301 -', '301 -', '404 NR']);
  });

  it('E1: where a gateway ends TLS the scheme is https', () => {
    const secure = world(
      gateway('shop/entry', {
        servers: [
          { port: { number: 443, name: 'https', protocol: 'HTTPS' }, hosts: ['*'], ...{ tls: { mode: 'SIMPLE' } } },
        ],
      }),
      virtualService('shop/a', {
        ...bound,
        hosts: ['a.test'],
        http: [
          {
            match: [{ scheme: { exact: 'https' }, authority: { exact: 'a.test' } }],
            route: [to('v1', 1, 'alpha', 8080)],
          },
        ],
      }),
    );
    expect(goesTo(secure, atGateway, { host: 'a.test', port: 443 })).toBe('v1');
  });

  it('W3: why a VirtualService has no part at a gateway', () => {
    const reasons = virtualServicesFor(
      world(
        entry(http(80, ['a.test'])),
        virtualService('shop/mesh', { hosts: ['a.test'], http: [{ route: [to('v1')] }] }),
        virtualService('shop/joined', { ...bound, hosts: ['a.test'], http: [prefix('/a', 'v1')] }),
        virtualService('shop/also', { ...bound, hosts: ['*.test'], http: [prefix('/b', 'v1')] }),
      ),
      'a.test',
      atGateway,
    ).map(({ object, effective, ignoredBecause }) => [object.metadata.name, effective, ignoredBecause]);
    expect(reasons).toEqual([
      ['also', true, undefined],
      ['joined', true, undefined],
      ['mesh', false, 'it acts on sidecars (mesh), not on the gateway shop/entry'],
    ]);
    const elsewhere = world(
      entry(http(80, ['a.test'])),
      virtualService('shop/x', { ...bound, hosts: ['b.test'], http: [{ route: [to('v1')] }] }),
    );
    expect(virtualServicesFor(elsewhere, 'b.test', atGateway)[0]?.ignoredBecause).toBe(
      'no server of the Gateway shop/entry offers its hosts',
    );
  });
});

describe('2.5: TCP and TLS at a gateway (measured)', () => {
  const servers = [
    { port: { number: 9000, name: 'tcp', protocol: 'TCP' }, hosts: ['*'] },
    {
      port: { number: 9443, name: 'tls', protocol: 'TLS' },
      hosts: ['*.alpha.test'],
      ...{ tls: { mode: 'PASSTHROUGH' } },
    },
  ];
  const snapshot = world(
    gateway('shop/entry', { servers }),
    virtualService('shop/x', {
      ...bound,
      hosts: ['*.alpha.test'],
      tcp: [
        { match: [{ port: 1 }], route: [to('v1')] },
        { match: [{ port: 9000, gateways: ['entry'] }], route: [to('v2', 0), to('v3', 2)] },
      ],
      tls: [{ match: [{ sniHosts: ['a.alpha.test'] }], route: [to('v1')] }],
    }),
  );
  it.each([
    ['anything', 9000, 'v3'],
    ['a.alpha.test', 9443, 'v1'],
    ['b.alpha.test', 9443, '0 NR'],
  ])('2.5: a connection to %s on %i: %s', (host, port, expected) => {
    expect(goesTo(snapshot, atGateway, { host, port })).toBe(expected);
  });
});
