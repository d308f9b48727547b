import { describe, expect, it } from 'vitest';
import { graphOf } from './testing/graph-of.ts';
import * as mesh from './testing/mesh-objects.ts';
import { bothSides, call } from './testing/samples.ts';

const version = (name: string, replicas = 1, ready = replicas) =>
  mesh.deployment('shop', `prices-${name}`, { labels: { app: 'prices', version: name }, replicas, ready });
const rule = (...subsets: readonly object[]) => mesh.destinationRule('shop', 'prices', { host: 'prices', subsets });
const routes = (http: readonly object[], rest: object = {}) =>
  mesh.virtualService('shop', 'prices', { hosts: ['prices'], http, ...rest });
const two = [mesh.service('shop', 'prices'), ...version('v1', 2), ...version('v2', 1)];
const subsets = rule(...mesh.versionSubsets('v1', 'v2'));

const to = (name: string, protocol = 'http') => `svc/shop/prices>app/shop/prices@${name}#${protocol}`;
const shares = (
  objects: Parameters<typeof graphOf>[0]['objects'],
  extra: Partial<Parameters<typeof graphOf>[0]> = {},
) =>
  Object.fromEntries(
    graphOf({ objects, ...extra }).graph.edges.map((edge) => [
      edge.target.replace('app/shop/prices@', ''),
      edge.configured?.share ?? edge.expected,
    ]),
  );

describe('G3: expected shares', () => {
  it('are those of the ready pods where nothing is configured', () => {
    expect(shares(two)).toEqual({ v1: { share: 0.666667, pods: 2 }, v2: { share: 0.333333, pods: 1 } });
  });

  it('leave out pods that are not ready, and are 0 without any', () => {
    const one = [mesh.service('shop', 'prices'), ...version('v1', 2, 1), ...version('v2', 3, 3), ...version('v3', 0)];
    expect(shares(one)).toEqual({
      v1: { share: 0.25, pods: 1 },
      v2: { share: 0.75, pods: 3 },
      v3: { share: 0, pods: 0 },
    });
    expect(shares([mesh.service('shop', 'prices'), ...version('v1', 1, 0)])).toEqual({ v1: { share: 0, pods: 0 } });
  });

  it('stay expected under a VirtualService that says nothing about versions', () => {
    const plain = routes([{ timeout: '1s', route: [{ destination: { host: 'prices' } }] }]);
    expect(shares([...two, plain])).toEqual({ v1: { share: 0.666667, pods: 2 }, v2: { share: 0.333333, pods: 1 } });
  });

  it('are not claimed where only requests with special headers have a route', () => {
    const only = routes([
      { match: [{ headers: { 'x-beta': { exact: '1' } } }], ...mesh.weighted('prices', { v1: 1, v2: 1 }) },
    ]);
    const { edge } = graphOf({ objects: [...two, subsets, only] });
    expect(edge(to('v1'))).toBeDefined();
    expect(edge(to('v1'))).not.toHaveProperty('expected');
    expect(edge(to('v1'))).not.toHaveProperty('configured');
  });
});

describe('G3: configured shares', () => {
  it('are the weights of the route for plain requests, with the object and path that say so', () => {
    const { edge } = graphOf({
      objects: [
        ...two,
        subsets,
        routes([
          { match: [{ headers: { a: { exact: 'b' } } }], ...mesh.weighted('prices', { v2: 1 }) },
          mesh.weighted('prices', { v1: 90, v2: 10 }),
        ]),
      ],
    });
    expect(edge(to('v2'))?.configured).toEqual({
      share: 0.1,
      weight: 10,
      total: 100,
      object: { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', namespace: 'shop', name: 'prices' },
      path: '/spec/http/1/route/1',
    });
    expect(edge(to('v1'))?.configured).toMatchObject({ share: 0.9, path: '/spec/http/1/route/0' });
    expect(edge(to('v1'))).not.toHaveProperty('expected');
  });

  it.each([
    ['weights that do not add up to 100', { v1: 1, v2: 3 }, { v1: 0.25, v2: 0.75 }],
    ['a weight of 0', { v1: 100, v2: 0 }, { v1: 1, v2: 0 }],
    ['a single destination, whatever its weight', { v1: 0 }, { v1: 1, v2: 0 }],
  ])('%s', (_, weights, expected) => {
    expect(shares([...two, subsets, routes([mesh.weighted('prices', weights)])])).toEqual(expected);
  });

  it('an omitted weight is 0 among several', () => {
    const route = [
      { destination: { host: 'prices', subset: 'v1' } },
      { destination: { host: 'prices', subset: 'v2' }, weight: 5 },
    ];
    expect(shares([...two, subsets, routes([{ route }])])).toEqual({ v1: 0, v2: 1 });
  });

  it('a subset of several versions is spread over them by their ready pods', () => {
    const all = rule({ name: 'all', labels: { app: 'prices' } });
    expect(shares([...two, all, routes([mesh.weighted('prices', { all: 1 })])])).toEqual({
      v1: 0.666667,
      v2: 0.333333,
    });
    const unready = [mesh.service('shop', 'prices'), ...version('v1', 1, 0), ...version('v2', 1, 0)];
    expect(shares([...unready, all, routes([mesh.weighted('prices', { all: 1 })])])).toEqual({ v1: 0.5, v2: 0.5 });
  });

  it('a version without pods keeps its share', () => {
    const objects = [
      mesh.service('shop', 'prices'),
      ...version('v1'),
      ...version('v2', 0),
      subsets,
      routes([mesh.weighted('prices', { v1: 60, v2: 40 })]),
    ];
    expect(shares(objects)).toEqual({ v1: 0.6, v2: 0.4 });
  });

  it('several destinations of one version add up', () => {
    const double = rule(...mesh.versionSubsets('v1', 'v2'), { name: 'again', labels: { version: 'v1' } });
    const { edge } = graphOf({
      objects: [...two, double, routes([mesh.weighted('prices', { v1: 50, v2: 30, again: 20 })])],
    });
    expect(edge(to('v1'))?.configured).toMatchObject({
      share: 0.7,
      weight: 70,
      total: 100,
      path: '/spec/http/0/route/0',
    });
  });

  it('a missing subset has no node: its share is lost to the others', () => {
    expect(
      shares([...two, rule(...mesh.versionSubsets('v1')), routes([mesh.weighted('prices', { v1: 50, v2: 50 })])]),
    ).toEqual({ v1: 0.5, v2: 0 });
  });

  it('other services and ServiceEntries that weights lead to are edges between them', () => {
    const route = [
      { destination: { host: 'prices', subset: 'v1' }, weight: 50 },
      { destination: { host: 'other' }, weight: 30 },
      { destination: { host: 'api.example' }, weight: 20 },
    ];
    const objects = [
      ...two,
      subsets,
      mesh.service('shop', 'other'),
      mesh.serviceEntry('shop', 'api', { hosts: ['api.example'] }),
      routes([{ route }]),
    ];
    const { edge } = graphOf({ objects });
    expect(edge(to('v1'))?.configured?.share).toBe(0.5);
    expect(edge('svc/shop/prices>svc/shop/other#http')?.configured?.share).toBe(0.3);
    expect(edge('svc/shop/prices>se/shop/api#http')?.configured?.share).toBe(0.2);
  });

  it('a route of another host that leads here does not split this host', () => {
    const alias = mesh.virtualService('shop', 'alias', {
      hosts: ['alias'],
      http: [mesh.weighted('prices', { v1: 10, v2: 90 })],
    });
    expect(
      shares([...two, mesh.service('shop', 'alias', { selector: { app: 'none' } }), subsets, alias]),
    ).toMatchObject({
      v1: { share: 0.666667 },
      v2: { share: 0.333333 },
    });
  });

  it('an ignored VirtualService splits nothing: the oldest of a host is in force', () => {
    const younger = mesh.virtualService(
      'shop',
      'a-younger',
      { hosts: ['prices'], http: [mesh.weighted('prices', { v1: 1, v2: 99 })] },
      { creationTimestamp: '2026-02-02T00:00:00Z' },
    );
    expect(shares([...two, subsets, younger, routes([mesh.weighted('prices', { v1: 80, v2: 20 })])])).toEqual({
      v1: 0.8,
      v2: 0.2,
    });
  });

  it('a service that only a gateway routes has the shares of that route', () => {
    const front = [
      ...mesh.deployment('istio-system', 'ingress', { labels: { istio: 'ingressgateway' } }),
      mesh.gateway('shop', 'front', {
        selector: { istio: 'ingressgateway' },
        servers: [{ port: { number: 80, protocol: 'HTTP' }, hosts: ['*'] }],
      }),
      mesh.virtualService('shop', 'front', {
        hosts: ['shop.example'],
        gateways: ['front'],
        http: [mesh.weighted('prices.shop.svc.cluster.local', { v1: 70, v2: 30 })],
      }),
    ];
    const { edge } = graphOf({ objects: [...two, subsets, ...front] });
    expect(edge(to('v2'))?.configured).toMatchObject({ share: 0.3, object: { name: 'front' } });
  });

  it('stand on the edges of the protocol that is really spoken', () => {
    const objects = [...two, subsets, routes([mesh.weighted('prices', { v1: 90, v2: 10 })])];
    const requests = bothSides('shop/x', 'shop/prices', 'shop/prices-v1:prices@v1', 10, { grpc: '0' });
    const { edge } = graphOf({ objects, requests });
    expect(edge(to('v1', 'grpc'))).toMatchObject({ configured: { share: 0.9 }, observed: { share: 1 } });
    expect(edge(to('v2', 'grpc'))).toMatchObject({ configured: { share: 0.1 } });
    expect(edge(to('v1', 'http'))).toBeUndefined();
  });

  it('an app graph adds up what goes to the same app; a service graph has no versions to share among', () => {
    const objects = [...two, subsets, routes([mesh.weighted('prices', { v1: 90, v2: 10 })])];
    expect(graphOf({ objects, type: 'app' }).edge('svc/shop/prices>app/shop/prices#http')?.configured).toMatchObject({
      share: 1,
      weight: 100,
      total: 100,
    });
    expect(graphOf({ objects, type: 'service' }).graph.edges).toEqual([]);
  });

  it('a service carries the summary that its menu needs', () => {
    const objects = [...two, subsets, routes([mesh.weighted('prices', { v1: 90, v2: 10 })])];
    const { node } = graphOf({ objects });
    expect(node('svc/shop/prices')?.routing).toMatchObject({
      possible: true,
      configured: true,
      routes: 1,
      object: 'VirtualService shop/prices',
    });
    expect(node('app/shop/prices@v1')).not.toHaveProperty('routing');
  });
});

describe('G4: drift', () => {
  const weights = mesh.weighted('prices', { v1: 90, v2: 10 });
  const base = [...two, subsets, ...mesh.deployment('shop', 'orders'), ...mesh.deployment('far', 'caller')];
  const objects = [...base, routes([weights])];
  const from = (caller: string, v1: number, v2: number, options = {}) => [
    call(caller, 'shop/prices', 'shop/prices-v1:prices@v1', v1, options),
    call(caller, 'shop/prices', 'shop/prices-v2:prices@v2', v2, options),
  ];
  const off = from('shop/orders', 400, 140);
  const drift = (scene: Partial<Parameters<typeof graphOf>[0]>) => {
    const { edge, beyond } = graphOf({ objects, ...scene });
    return { ...edge(to('v2'))?.drift, beyond };
  };

  it('agrees when chance explains the difference', () => {
    expect(drift({ requests: from('shop/orders', 486, 54) })).toMatchObject({ state: 'agrees', beyond: [] });
  });

  it('needs two windows in a row', () => {
    const first = drift({ requests: off });
    expect(first).toMatchObject({ state: 'settling', beyond: [to('v1'), to('v2')] });
    expect(drift({ requests: off, previousBeyondSampling: new Set(first.beyond) })).toMatchObject({ state: 'drift' });
    expect(drift({ requests: off, previousBeyondSampling: new Set(['another edge']) })).toMatchObject({
      state: 'settling',
    });
  });

  it('says when there is too little data, also with none at all', () => {
    expect(drift({ requests: from('shop/orders', 20, 9) })).toMatchObject({ state: 'too-little-data', beyond: [] });
    expect(drift({})).toMatchObject({ state: 'too-little-data' });
  });

  it('is not looked for without telemetry, nor where pods share', () => {
    expect(graphOf({ objects, window: { kind: 'none' } }).edge(to('v2'))).not.toHaveProperty('drift');
    expect(graphOf({ objects: base, requests: off }).edge(to('v2'))).not.toHaveProperty('drift');
  });

  it('compares source reports only', () => {
    const requests = from('shop/orders', 400, 140, { reporter: 'destination' });
    expect(drift({ requests, previousBeyondSampling: new Set([to('v2')]) })).toMatchObject({
      state: 'not-comparable',
      beyond: [],
    });
    const mixed = [...from('shop/orders', 486, 54), ...from('shop/old', 0, 5000, { reporter: 'destination' })];
    expect(drift({ requests: mixed })).toMatchObject({ state: 'agrees' });
  });

  it('counts draws for a version that could not answer', () => {
    const dead = call('shop/orders', 'shop/prices', 'unknown', 54, { code: '503', flags: 'UH' });
    const requests = [...from('shop/orders', 486, 0), dead];
    const { edge } = graphOf({ objects, requests });
    expect(edge(to('v1'))?.drift?.state).toBe('agrees');
    expect(edge(to('v2'))?.drift?.state).toBe('settling');
  });

  it('several routes share the metrics: not comparable', () => {
    const both = [
      ...base,
      routes([{ match: [{ headers: { a: { exact: 'b' } } }], ...mesh.weighted('prices', { v2: 1 }) }, weights]),
    ];
    expect(drift({ objects: both, requests: off })).toMatchObject({
      state: 'not-comparable',
      reason: 'Not comparable: 2 routes share these metrics.',
    });
  });

  it('a route of another host that leads here shares them, too', () => {
    const alias = mesh.virtualService('shop', 'alias', {
      hosts: ['alias'],
      http: [mesh.weighted('prices', { v2: 1 })],
    });
    const shared = [...objects, mesh.service('shop', 'alias', { selector: { app: 'none' } }), alias];
    expect(drift({ objects: shared, requests: off })).toMatchObject({ state: 'not-comparable' });
  });

  it('calls that come by a gateway take its route: not comparable with the mesh route', () => {
    const front = [
      ...mesh.deployment('istio-system', 'ingress', { labels: { istio: 'ingressgateway' } }),
      mesh.gateway('shop', 'front', {
        selector: { istio: 'ingressgateway' },
        servers: [{ port: { number: 80, protocol: 'HTTP' }, hosts: ['*'] }],
      }),
      mesh.virtualService('shop', 'front', {
        hosts: ['shop.example'],
        gateways: ['front'],
        http: [mesh.weighted('prices.shop.svc.cluster.local', { v1: 50, v2: 50 })],
      }),
    ];
    const scene = { objects: [...objects, ...front] };
    expect(drift({ ...scene, requests: from('istio-system/ingress', 270, 270) })).toMatchObject({
      state: 'not-comparable',
    });
    expect(drift({ ...scene, requests: from('shop/orders', 486, 54) })).toMatchObject({ state: 'agrees' });
  });

  it('callers whose namespace has a private VirtualService are not compared with the public one', () => {
    const own = mesh.virtualService('far', 'mine', {
      hosts: ['prices.shop.svc.cluster.local'],
      exportTo: ['.'],
      http: [{ route: [{ destination: { host: 'elsewhere.shop.svc.cluster.local' } }] }],
    });
    const result = drift({ objects: [...objects, own], requests: from('far/caller', 400, 140) });
    expect(result).toMatchObject({ state: 'not-comparable' });
    expect(result.reason).toContain('far/mine');
  });

  it('a share that was spread by pods is no promise', () => {
    const all = [
      mesh.service('shop', 'prices'),
      ...version('v1', 2),
      ...version('v2'),
      rule({ name: 'all', labels: { app: 'prices' } }),
      routes([mesh.weighted('prices', { all: 1 })]),
    ];
    expect(drift({ objects: all, requests: off })).toMatchObject({ state: 'not-comparable' });
  });

  it.each([
    ['20 s ago', '2026-06-01T11:59:40Z', 'settling'],
    ['before the window', '2026-06-01T11:58:00Z', 'drift'],
  ])('the deciding object changed %s', (_, time, state) => {
    const changed = mesh.virtualService(
      'shop',
      'prices',
      { hosts: ['prices'], http: [weights] },
      { managedFields: [{ manager: 'kubectl', operation: 'Update', time }] },
    );
    const result = drift({ objects: [...base, changed], requests: off, previousBeyondSampling: new Set([to('v2')]) });
    expect(result.state).toBe(state);
    if (state === 'settling')
      expect(result).toMatchObject({
        beyond: [],
        reason:
          'VirtualService shop/prices changed 20 s ago, within the window of 60 s: old and new weights are mixed.',
      });
  });

  it('a status update is no change, and a created object is one', () => {
    const settle = (metadata: object) =>
      drift({
        objects: [...base, mesh.virtualService('shop', 'prices', { hosts: ['prices'], http: [weights] }, metadata)],
        requests: off,
      }).reason;
    expect(
      settle({ managedFields: [{ manager: 'istiod', subresource: 'status', time: '2026-06-01T11:59:40Z' }] }),
    ).toContain('540 requests');
    expect(settle({ creationTimestamp: '2026-06-01T11:59:50Z' })).toContain('changed 10 s ago');
  });
});
