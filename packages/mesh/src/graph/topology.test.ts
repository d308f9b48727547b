import type { GraphType } from '@weir/shared';
import { describe, expect, it } from 'vitest';
import { graphOf } from './testing/graph-of.ts';
import * as mesh from './testing/mesh-objects.ts';
import { bothSides, call } from './testing/samples.ts';

const app = (ns: string, name: string) => [mesh.service(ns, name), ...mesh.deployment(ns, name)];
const ids = (scene: Parameters<typeof graphOf>[0]) => graphOf(scene).graph.nodes.map((node) => node.id);

const prices = [
  ...app('shop', 'prices'),
  ...mesh.deployment('shop', 'prices-v2', { labels: { app: 'prices', version: 'v2' }, replicas: 3, ready: 1 }),
];
const ingress = [
  mesh.service('istio-system', 'istio-ingressgateway', { selector: { istio: 'ingressgateway' } }),
  ...mesh.deployment('istio-system', 'istio-ingressgateway', { labels: { istio: 'ingressgateway', app: 'ingress' } }),
  mesh.gateway('shop', 'front', { selector: { istio: 'ingressgateway' }, servers: [{ hosts: ['*'] }] }),
];
const entry = (http: readonly object[], rest: object = {}) =>
  mesh.virtualService('shop', 'front', { hosts: ['shop.example'], gateways: ['front'], http, ...rest });
const to = (host: string, weight?: number) => ({ destination: { host }, ...(weight === undefined ? {} : { weight }) });

describe('G1: what a node stands for', () => {
  it.each([
    ['app', ['app/shop/prices', 'svc/shop/prices']],
    ['versionedApp', ['app/shop/prices@v1', 'app/shop/prices@v2', 'box/shop/prices', 'svc/shop/prices']],
    ['workload', ['box/shop/prices', 'svc/shop/prices', 'wl/shop/prices', 'wl/shop/prices-v2']],
    ['service', ['svc/shop/prices']],
  ] as const)('in a graph of type %s', (type: GraphType, expected) => {
    expect(ids({ objects: prices, type })).toEqual(expected);
  });

  it('two workloads of one app and version are one node that lists both, with all their pods', () => {
    const { node } = graphOf({
      objects: [...prices, ...mesh.deployment('shop', 'prices-b', { labels: { app: 'prices', version: 'v2' } })],
    });
    expect(node('app/shop/prices@v2')).toMatchObject({
      workloads: [
        { kind: 'Deployment', name: 'prices-b' },
        { kind: 'Deployment', name: 'prices-v2' },
      ],
      pods: { desired: 4, current: 4, ready: 2 },
      service: 'prices',
    });
  });

  it('canonical labels come first, and the names are configurable', () => {
    const labels = {
      app: 'x',
      version: 'x',
      'app.kubernetes.io/name': 'prices',
      'app.kubernetes.io/version': '7',
      team: 't',
      track: 'k',
    };
    const objects = mesh.deployment('shop', 'w', { labels });
    expect(ids({ objects })).toEqual(['app/shop/prices@7']);
    expect(ids({ objects, labelNames: { app: ['team'], version: ['track'] } })).toEqual(['app/shop/t@k']);
  });

  it("the injector's canonical revision `latest` is no version", () => {
    const labels = { app: 'a', 'service.istio.io/canonical-revision': 'latest' };
    const { node } = graphOf({ objects: mesh.deployment('shop', 'a', { labels }) });
    expect(node('app/shop/a')?.badges.map((badge) => badge.kind)).toEqual(['missing-version-label']);
    expect(ids({ objects: mesh.deployment('shop', 'a', { labels: { app: 'a', version: 'latest' } }) })).toEqual([
      'app/shop/a@latest',
    ]);
  });

  it('a workload without labels is drawn under its name in every type, and says so', () => {
    for (const type of ['app', 'versionedApp', 'workload'] as const) {
      const { node } = graphOf({ objects: mesh.deployment('shop', 'bare', { labels: { x: 'y' } }), type });
      expect(node('wl/shop/bare')?.badges.map((badge) => badge.kind)).toContain('missing-app-label');
    }
  });

  it('naked pods, StatefulSets and workloads scaled to 0 are drawn; finished pods are not', () => {
    const [, , pod] = mesh.deployment('shop', 'naked');
    const naked = { ...pod, metadata: { ...pod?.metadata, name: 'naked', ownerReferences: [] } } as NonNullable<
      typeof pod
    >;
    const done = {
      ...naked,
      metadata: { ...naked.metadata, name: 'done', labels: { app: 'done' } },
      status: { phase: 'Succeeded' },
    };
    const [deployment] = mesh.deployment('shop', 'db', { replicas: 0 });
    const stateful = { ...deployment, kind: 'StatefulSet' } as NonNullable<typeof deployment>;
    const { graph, node } = graphOf({ objects: [naked, done, stateful], type: 'workload' });
    expect(graph.nodes.map((shown) => shown.id)).toEqual(['wl/shop/db', 'wl/shop/naked']);
    expect(node('wl/shop/db')).toMatchObject({ pods: { desired: 0, current: 0, ready: 0 }, health: { state: 'idle' } });
    expect(node('wl/shop/naked')?.workloads).toEqual([{ kind: 'Pod', name: 'naked' }]);
  });

  it('a service graph draws callers as their service, and as themselves when they have none', () => {
    const { graph } = graphOf({
      objects: [...app('shop', 'orders'), ...prices, ...mesh.deployment('shop', 'cron')],
      requests: [
        ...bothSides('shop/orders', 'shop/prices', 'shop/prices', 30),
        ...bothSides('shop/cron', 'shop/prices', 'shop/prices', 10),
      ],
      type: 'service',
    });
    expect(graph.edges.map((edge) => [edge.id, edge.observed?.requests])).toEqual([
      ['svc/shop/orders>svc/shop/prices#http', 30],
      ['wl/shop/cron>svc/shop/prices#http', 10],
    ]);
  });
});

describe('G2: other ends of calls', () => {
  const orders = app('shop', 'orders');
  const outward = (labels: object, options: object = {}) =>
    call('shop/orders', 'shop/x', 'unknown', 10, { service: labels, ...options });

  it.each([
    [
      'a host of a ServiceEntry',
      { destinationService: 'api.example', destinationServiceName: 'api.example' },
      'se/shop/api',
    ],
    [
      'a host under a wildcard ServiceEntry',
      { destinationService: 'a.wild.example', destinationServiceName: 'a.wild.example' },
      'se/shop/wild',
    ],
    [
      'a host of a ServiceEntry that is gone',
      { destinationService: 'gone.example', destinationServiceName: 'gone.example' },
      'se/shop/gone.example',
    ],
    [
      'an address outside the registry',
      {
        destinationService: '1.2.3.4',
        destinationServiceName: 'PassthroughCluster',
        destinationServiceNamespace: 'unknown',
      },
      'passthrough',
    ],
    [
      'what the mesh refuses',
      { destinationService: 'x', destinationServiceName: 'BlackHoleCluster', destinationServiceNamespace: 'unknown' },
      'blackhole',
    ],
    [
      'a service that is gone',
      { destinationService: 'gone.shop.svc.cluster.local', destinationServiceName: 'gone' },
      'svc/shop/gone',
    ],
    [
      'a service of a namespace that is not known',
      {
        destinationService: 'a.far.svc.cluster.local',
        destinationServiceName: 'a',
        destinationServiceNamespace: 'far',
      },
      'svc/far/a',
    ],
    [
      'nothing that anybody knows',
      { destinationService: 'unknown', destinationServiceName: 'unknown', destinationServiceNamespace: 'unknown' },
      'unknown',
    ],
  ])('%s', (_, labels, target) => {
    const objects = [
      ...orders,
      mesh.serviceEntry('shop', 'api', { hosts: ['api.example'] }),
      mesh.serviceEntry('shop', 'wild', { hosts: ['*.wild.example'] }),
    ];
    const { edge, node } = graphOf({ objects, requests: [outward(labels)] });
    expect(edge(`app/shop/orders@v1>${target}#http`)?.observed?.requests).toBe(10);
    const gone = /gone/.test(target);
    expect(node(target)?.badges.map((badge) => badge.kind)).toEqual(gone ? ['deleted'] : []);
  });

  it('calls that addressed no service go to the workload itself', () => {
    const { edge } = graphOf({
      objects: [...orders, ...app('shop', 'prices')],
      requests: [
        call('shop/orders', 'shop/x', 'shop/prices', 5, {
          service: {
            destinationService: 'prices.shop.svc.cluster.local:9999',
            destinationServiceName: 'InboundPassthroughCluster',
            destinationServiceNamespace: 'shop',
          },
        }),
      ],
    });
    expect(edge('app/shop/orders@v1>app/shop/prices@v1#http')?.observed?.requests).toBe(5);
  });

  it('G8: a workload that only telemetry knows is marked, not dropped', () => {
    const { node } = graphOf({ objects: orders, requests: bothSides('shop/ghost', 'shop/orders', 'shop/orders', 5) });
    expect(node('app/shop/ghost@v1')?.badges.map((badge) => badge.kind)).toEqual(['deleted']);
  });

  it('callers from outside appear with their namespace and no box; services outside without what is behind them', () => {
    const { graph, node, edge } = graphOf({
      objects: [...orders, ...app('far', 'caller'), ...app('far', 'called'), mesh.namespace('other')],
      namespaces: ['shop', 'other'],
      requests: [
        ...bothSides('far/caller', 'shop/orders', 'shop/orders', 30),
        ...bothSides('far/caller', 'far/called', 'far/called', 60),
        ...bothSides('shop/orders', 'far/called', 'far/called', 10),
      ],
    });
    expect(graph.nodes.map((shown) => [shown.id, shown.parent])).toEqual([
      ['app/far/caller@v1', undefined],
      ['app/shop/orders@v1', 'box/shop'],
      ['box/shop', undefined],
      ['svc/far/called', undefined],
      ['svc/shop/orders', 'box/shop'],
    ]);
    expect(edge('app/far/caller@v1>svc/far/called#http')).toBeUndefined();
    // Figures and shares stay whole: two thirds of the caller's requests go elsewhere.
    expect(node('app/far/caller@v1')?.traffic?.outPerSecond).toBe(1.5);
    expect(edge('app/far/caller@v1>svc/shop/orders#http')?.observed?.share).toBe(0.333333);
  });
});

describe('G2, G3: gateways', () => {
  it('a gateway is an entry to the services that its VirtualServices lead to, without any traffic', () => {
    const { node, edge } = graphOf({ objects: [...app('shop', 'web'), ...ingress, entry([{ route: [to('web')] }])] });
    expect(node('gw/istio-system/istio-ingressgateway')).toMatchObject({ kind: 'gateway', namespace: 'istio-system' });
    expect(node('gw/istio-system/istio-ingressgateway')?.badges[0]?.detail).toBe('Gateway shop/front takes in *.');
    expect(edge('gw/istio-system/istio-ingressgateway>svc/shop/web#http')?.configured).toMatchObject({
      share: 1,
      path: '/spec/http/0/route/0',
    });
  });

  it('weights between services are configured shares of its edges', () => {
    const objects = [
      ...app('shop', 'web'),
      ...app('shop', 'web2'),
      ...ingress,
      entry([{ route: [to('web', 3), to('web2', 1)] }]),
    ];
    const { edge } = graphOf({ objects });
    expect(edge('gw/istio-system/istio-ingressgateway>svc/shop/web#http')?.configured).toMatchObject({
      share: 0.75,
      weight: 3,
      total: 4,
    });
    expect(edge('gw/istio-system/istio-ingressgateway>svc/shop/web2#http')?.configured).toMatchObject({
      share: 0.25,
      weight: 1,
      total: 4,
    });
  });

  it('several routes promise no share of its traffic, but the entry is drawn', () => {
    const rules = [{ match: [{ uri: { prefix: '/a' } }], route: [to('web')] }, { route: [to('web2')] }];
    const { edge } = graphOf({ objects: [...app('shop', 'web'), ...app('shop', 'web2'), ...ingress, entry(rules)] });
    expect(edge('gw/istio-system/istio-ingressgateway>svc/shop/web#http')).toMatchObject({ health: { state: 'idle' } });
    expect(edge('gw/istio-system/istio-ingressgateway>svc/shop/web#http')).not.toHaveProperty('configured');
  });

  it.each([
    [
      'another host than its servers take',
      [entry([{ route: [to('web')] }], { hosts: ['other.example'] })],
      ['shop.example'],
    ],
    ['a server that is for another namespace', [entry([{ route: [to('web')] }])], ['far/*']],
    [
      'a route whose match names another gateway',
      [entry([{ match: [{ gateways: ['far/other'] }], route: [to('web')] }])],
      ['*'],
    ],
    ['a VirtualService for sidecars', [entry([{ route: [to('web')] }], { gateways: ['mesh'] })], ['*']],
  ])('no entry by %s', (_, routing, hosts) => {
    const [serviceObject, ...rest] = ingress.filter((object) => object.kind !== 'Gateway');
    const gateway = mesh.gateway('shop', 'front', { selector: { istio: 'ingressgateway' }, servers: [{ hosts }] });
    const objects = [
      ...app('shop', 'web'),
      ...(serviceObject === undefined ? [] : [serviceObject]),
      ...rest,
      gateway,
      ...routing,
    ];
    expect(graphOf({ objects }).node('gw/istio-system/istio-ingressgateway')).toBeUndefined();
  });

  it('delegated routes are entries, too', () => {
    const root = mesh.virtualService('shop', 'front', {
      hosts: ['shop.example'],
      gateways: ['front'],
      http: [{ delegate: { name: 'inner', namespace: 'shop' } }],
    });
    const inner = mesh.virtualService('shop', 'inner', { http: [{ route: [to('web')] }] });
    const { edge } = graphOf({ objects: [...app('shop', 'web'), ...ingress, root, inner] });
    expect(edge('gw/istio-system/istio-ingressgateway>svc/shop/web#http')?.configured?.object.name).toBe('inner');
  });

  it('a proxy is a gateway by its labels alone, also when it only calls', () => {
    const labels = { app: 'edge', 'gateway.networking.k8s.io/gateway-name': 'edge' };
    const { edge } = graphOf({
      objects: [...app('shop', 'web'), ...mesh.deployment('infra', 'edge', { labels })],
      requests: [call('infra/edge', 'shop/web', 'shop/web', 9)],
    });
    expect(edge('gw/infra/edge>svc/shop/web#http')?.observed?.requests).toBe(9);
  });

  it('in its own namespace it stands behind its service like any workload', () => {
    const { edge } = graphOf({ objects: ingress, namespaces: ['istio-system'] });
    expect(edge('svc/istio-system/istio-ingressgateway>gw/istio-system/istio-ingressgateway#http')?.expected).toEqual({
      share: 1,
      pods: 1,
    });
  });
});

describe('G5: boxes', () => {
  it('an app box holds its versions, a namespace box everything, and a service stands beside the app box', () => {
    const { graph, node } = graphOf({ objects: [...prices, ...app('far', 'web')], namespaces: ['shop', 'far'] });
    const parents = Object.fromEntries(graph.nodes.map((shown) => [shown.id, shown.parent]));
    expect(parents).toEqual({
      'app/far/web@v1': 'box/far',
      'app/shop/prices@v1': 'box/shop/prices',
      'app/shop/prices@v2': 'box/shop/prices',
      'box/far': undefined,
      'box/shop': undefined,
      'box/shop/prices': 'box/shop',
      'svc/far/web': 'box/far',
      'svc/shop/prices': 'box/shop',
    });
    expect(node('box/shop/prices')).toMatchObject({
      kind: 'box',
      boxKind: 'app',
      pods: { desired: 4, current: 4, ready: 2 },
      service: 'prices',
    });
    expect(node('box/shop')).toMatchObject({ kind: 'box', boxKind: 'namespace', name: 'shop' });
  });

  it('a box is as sick as the sickest in it, by name', () => {
    const { node } = graphOf({ objects: [...prices, mesh.namespace('far')], namespaces: ['shop', 'far'] });
    expect(node('box/shop/prices')?.health).toEqual({ state: 'degraded', reasons: ['v2: 1 of 3 pods are ready'] });
    expect(node('box/shop')?.health).toEqual({ state: 'degraded', reasons: ['prices: v2: 1 of 3 pods are ready'] });
  });

  it('one namespace and apps of one version need no box', () => {
    expect(ids({ objects: app('shop', 'web') })).toEqual(['app/shop/web@v1', 'svc/shop/web']);
  });
});

describe('G8: idle nodes', () => {
  const objects = [
    ...app('shop', 'orders'),
    ...app('shop', 'idle'),
    ...prices,
    mesh.virtualService('shop', 'prices', { hosts: ['prices'], http: [mesh.weighted('prices', { v1: 9, v2: 1 })] }),
    mesh.destinationRule('shop', 'prices', { host: 'prices', subsets: mesh.versionSubsets('v1', 'v2') }),
  ];
  const requests = bothSides('shop/orders', 'shop/prices', 'shop/prices', 30);

  it('are shown unless they are not wanted; what weights send traffic to stays', () => {
    expect(ids({ objects, requests })).toContain('svc/shop/idle');
    expect(ids({ objects, requests, includeIdle: false })).toEqual([
      'app/shop/orders@v1',
      'app/shop/prices@v1',
      'app/shop/prices@v2',
      'box/shop/prices',
      'svc/shop/prices',
    ]);
  });

  it('cannot be told without telemetry', () => {
    expect(ids({ objects, includeIdle: false, window: { kind: 'none', coveredSeconds: 0 } })).toContain(
      'svc/shop/idle',
    );
  });
});
