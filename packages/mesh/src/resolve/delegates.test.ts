import { describe, expect, it } from 'vitest';
import type { HttpMatch, HttpRoute } from '../resources/istio.ts';
import type { KubernetesObject } from '../resources/metadata.ts';
import { compileRoutes } from './route-table.ts';
import { ALPHA, alpha, alphaSubsets, goesTo, inShop, snapshotOf, to, virtualService } from './testing/world.ts';

const world = (...objects: readonly KubernetesObject[]) => snapshotOf([...alpha(), alphaSubsets(), ...objects]);
const root = (...http: readonly HttpRoute[]) => virtualService('shop/root', { hosts: ['alpha'], http });
const leaf = (...http: readonly HttpRoute[]) => virtualService('shop/leaf', { http });
const under = (prefix: string, delegate: HttpRoute['delegate'] = { name: 'leaf' }): HttpRoute => ({
  match: [{ uri: { prefix } }],
  ...(delegate === undefined ? {} : { delegate }),
});
const at = (path: string, headers = {}) => ({ path, headers });

describe('W3: delegates (research/istio-kubernetes.md 2.2, measured)', () => {
  const snapshot = world(
    root(under('/d'), under('/n', { name: 'far', namespace: 'bank' }), under('/gone', { name: 'gone' }), {
      route: [to('v3')],
    }),
    leaf(
      { match: [{ uri: { prefix: '/d/1' } }], route: [to('v1')] },
      { match: [{ uri: { prefix: '/other' } }], route: [to('v1')] },
      { match: [{ headers: { a: { exact: '1' } } }], route: [to('v1')] },
      { route: [to('v2')] },
    ),
    virtualService('bank/far', {
      http: [{ match: [{ uri: { exact: '/n/x' } }], route: [to('v1')] }, { route: [to('v1', 1, ALPHA)] }],
    }),
  );
  it.each([
    ['/d/1', {}, 'v1'],
    ['/d/2', {}, 'v2'],
    ['/d/2', { a: '1' }, 'v1'],
    ['/other', {}, 'v3'],
    ['/n/y', {}, 'v1'],
    ['/n/x', {}, '503 NC'],
    ['/gone', {}, 'v3'],
    ['/', {}, 'v3'],
  ])('W3: %s %j goes to %s', (path, headers, expected) => {
    expect(goesTo(snapshot, inShop, at(path, headers))).toBe(expected);
  });

  it('W3: a route says which object it stands in, and which root handed over', () => {
    const [first] = compileRoutes(snapshot, inShop).routesFor('alpha', 8080) ?? [];
    expect(first?.object?.metadata.name).toBe('leaf');
    expect(first?.path).toBe('/spec/http/0');
    expect(first?.delegatedBy).toMatchObject({ object: { metadata: { name: 'root' } }, path: '/spec/http/0' });
    expect(first?.destinations[0]?.path).toBe('/spec/http/0/route/0');
  });

  it("W3: a delegate that is not exported to the root's namespace, has hosts, or delegates again is left out", () => {
    const hidden = virtualService('bank/far', { exportTo: ['.'], http: [{ route: [to('v1', 1, ALPHA)] }] });
    const named = virtualService('bank/far', { hosts: ['x'], http: [{ route: [to('v1', 1, ALPHA)] }] });
    const again = virtualService('bank/far', { http: [{ delegate: { name: 'leaf', namespace: 'shop' } }] });
    for (const far of [hidden, named, again]) {
      const objects = [
        root(under('/n', { name: 'far', namespace: 'bank' }), { route: [to('v3')] }),
        leaf({ route: [to('v1')] }),
      ];
      expect(goesTo(world(...objects, far), inShop, at('/n'))).toBe('v3');
    }
  });

  it('W3: what the delegate leaves unset comes from the root', () => {
    const abort = { httpStatus: 418, percentage: { value: 100 } };
    const inherited = world(
      root({ ...under('/d'), name: 'r', fault: { abort }, timeout: '1s' }),
      leaf({ name: 'l', timeout: '2s', route: [to('v1')] }),
    );
    expect(goesTo(inherited, inShop, at('/d'))).toBe('418 FI');
    const [route] = compileRoutes(inherited, inShop).routesFor('alpha', 8080) ?? [];
    expect(route?.spec).toMatchObject({ name: 'r-l', timeout: '2s', fault: { abort } });
  });

  it.each<[string, HttpMatch, HttpMatch, boolean]>([
    ['a prefix within a prefix', { uri: { prefix: '/a' } }, { uri: { prefix: '/a/b' } }, true],
    ['a prefix around a prefix', { uri: { prefix: '/a/b' } }, { uri: { prefix: '/a' } }, false],
    ['an exact within a prefix', { uri: { prefix: '/a' } }, { uri: { exact: '/ab' } }, true],
    ['a prefix under an exact', { uri: { exact: '/a' } }, { uri: { prefix: '/a' } }, false],
    ['the same exact', { uri: { exact: '/a' } }, { uri: { exact: '/a' } }, true],
    ['regex on both sides', { uri: { regex: '/a' } }, { uri: { regex: '/a' } }, false],
    ['regex on one side', { uri: { prefix: '/a' } }, { uri: { regex: '/a' } }, false],
    ['different conditions', { uri: { prefix: '/a' } }, { method: { exact: 'GET' } }, true],
    ['another header value', { headers: { x: { exact: '1' } } }, { headers: { x: { exact: '2' } } }, false],
    ['another header', { headers: { x: { exact: '1' } } }, { headers: { y: { exact: '2' } } }, true],
    ['another port', { port: 80 }, { port: 8080 }, false],
    ['case ignored on one side', { ignoreUriCase: true }, {}, false],
    ['another label value', { sourceLabels: { a: '1' } }, { sourceLabels: { a: '2' } }, false],
    ['a gateway that the root does not name', { gateways: ['a'] }, { gateways: ['b'] }, false],
    ['a namespace that the leaf does not repeat', { sourceNamespace: 'shop' }, {}, false],
  ])('W3: %s joins: %s', (_name, above, own, joins) => {
    const joined = world(
      virtualService('shop/root', {
        hosts: ['alpha'],
        gateways: ['mesh', 'a', 'b'],
        http: [
          { match: [above], delegate: { name: 'leaf' } },
          { match: [{ uri: { exact: '/fallback' } }], route: [to('v3')] },
        ],
      }),
      leaf({ match: [own], route: [to('v1')] }),
    );
    const client = { namespace: 'shop', labels: { a: '1' }, ...(above.gateways === undefined ? {} : {}) };
    const paths = compileRoutes(joined, client)
      .routesFor('alpha', 8080)
      ?.map(({ object }) => object?.metadata.name);
    expect(paths?.includes('leaf')).toBe(joins);
  });

  it('W3: every fitting match of the root joins every match of the delegate', () => {
    const joined = world(
      root({ match: [{ uri: { prefix: '/a' } }, { uri: { prefix: '/b' } }], delegate: { name: 'leaf' } }),
      leaf({ match: [{ headers: { x: { exact: '1' } } }], route: [to('v1')] }),
    );
    const ends = ['/a', '/b', '/c'].map((path) => goesTo(joined, inShop, at(path, { x: '1' })));
    expect(ends).toEqual(['v1', 'v1', '404 NR']);
    expect(goesTo(joined, inShop, at('/a'))).toBe('404 NR');
  });
});
