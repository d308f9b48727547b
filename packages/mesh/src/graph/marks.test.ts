import { describe, expect, it } from 'vitest';
import { graphOf } from './testing/graph-of.ts';
import * as mesh from './testing/mesh-objects.ts';
import { bothSides, call } from './testing/samples.ts';

const app = (name: string, options = {}) => [mesh.service('shop', name), ...mesh.deployment('shop', name, options)];
const version = (name: string) =>
  mesh.deployment('shop', `prices-${name}`, { labels: { app: 'prices', version: name } });
const prices = [mesh.service('shop', 'prices'), ...version('v1'), ...version('v2')];
const rule = (spec: object) =>
  mesh.destinationRule('shop', 'prices', { host: 'prices', subsets: mesh.versionSubsets('v1', 'v2'), ...spec });
const routed = (...http: readonly object[]) => [
  ...prices,
  rule({}),
  mesh.virtualService('shop', 'prices', { hosts: ['prices'], http }),
];
const badges = (objects: Parameters<typeof graphOf>[0]['objects'], id = 'svc/shop/prices') =>
  Object.fromEntries((graphOf({ objects }).node(id)?.badges ?? []).map((badge) => [badge.kind, badge.detail]));
const v1 = mesh.weighted('prices', { v1: 1 });

describe('G: badges of services', () => {
  it('none without routing objects', () => {
    expect(badges(prices)).toEqual({});
  });

  it('traffic shifting names the real shares', () => {
    expect(badges(routed(mesh.weighted('prices', { v1: 1, v2: 3 })))).toEqual({
      'virtual-service': 'VirtualService shop/prices routes prices.',
      'traffic-shifting': '25 % v1, 75 % v2.',
    });
  });

  it('all to one version shifts nothing', () => {
    expect(badges(routed(mesh.weighted('prices', { v1: 100, v2: 0 })))).not.toHaveProperty('traffic-shifting');
    expect(badges(routed(v1))).not.toHaveProperty('traffic-shifting');
  });

  it('a route for special requests', () => {
    const special = { match: [{ headers: { 'x-beta': { exact: '1' } } }], ...v1 };
    expect(badges(routed(special, v1))['request-routing']).toContain('x-beta');
    expect(badges(routed(v1))).not.toHaveProperty('request-routing');
  });

  it.each([
    ['mirroring', { mirror: { host: 'prices', subset: 'v2' } }, 'Mirrored to prices v2.'],
    ['mirroring', { mirrors: [{ destination: { host: 'shadow' } }] }, 'Mirrored to shadow.'],
    [
      'fault-injection',
      {
        fault: {
          delay: { fixedDelay: '5s', percentage: { value: 10 } },
          abort: { httpStatus: 503, percentage: { value: 0.5 } },
        },
      },
      '10 % delayed by 5s; 0.5 % aborted with 503.',
    ],
    ['fault-injection', { fault: { abort: { httpStatus: 503 } } }, undefined],
    ['timeout', { timeout: '3s' }, 'Timeout 3s.'],
    ['retries', { retries: { attempts: 3 } }, 'Up to 3 retries.'],
    ['retries', { retries: { attempts: 0 } }, 'Retries are turned off.'],
  ])('%s of %j', (kind, settings, detail) => {
    expect(badges(routed({ ...settings, ...v1 }))[kind]).toBe(detail);
  });

  it.each([
    ['circuit-breaker', { trafficPolicy: { outlierDetection: {} } }, 'Outlier detection.'],
    [
      'circuit-breaker',
      { trafficPolicy: { portLevelSettings: [{ port: { number: 80 }, connectionPool: { tcp: {} } }] } },
      'Connection limits on port 80.',
    ],
    [
      'circuit-breaker',
      {
        subsets: [
          { name: 'v2', labels: { version: 'v2' }, trafficPolicy: { connectionPool: {}, outlierDetection: {} } },
        ],
      },
      'Connection limits and Outlier detection for subset v2.',
    ],
    [
      'session-affinity',
      { trafficPolicy: { loadBalancer: { consistentHash: { httpHeaderName: 'x-myval' } } } },
      'By header x-myval.',
    ],
    [
      'session-affinity',
      { trafficPolicy: { loadBalancer: { consistentHash: { httpCookie: { name: 'user', ttl: '0s' } } } } },
      'By cookie user.',
    ],
    [
      'session-affinity',
      { trafficPolicy: { loadBalancer: { consistentHash: { useSourceIp: true } } } },
      'By source address.',
    ],
    ['session-affinity', { trafficPolicy: { loadBalancer: { simple: 'RANDOM' } } }, undefined],
  ])('%s of the rule %j', (kind, spec, detail) => {
    expect(badges([...prices, rule(spec)])[kind]).toBe(detail);
  });
});

describe('G1: badges of workloads', () => {
  it('say how many pods lack a sidecar', () => {
    const bare = mesh.deployment('shop', 'bare', { sidecar: false, replicas: 2 });
    expect(badges(bare, 'app/shop/bare@v1')['missing-sidecar']).toContain('2 pods of bare');
    expect(badges(mesh.deployment('shop', 'well'), 'app/shop/well@v1')).toEqual({});
  });

  it('not in the control plane, not for a gateway, and ambient pods need none', () => {
    const istiod = mesh.deployment('istio-system', 'istiod', { sidecar: false });
    expect(
      graphOf({ objects: istiod, namespaces: ['istio-system'] }).node('app/istio-system/istiod@v1')?.badges,
    ).toEqual([]);
    const gateway = mesh.deployment('shop', 'front', { sidecar: false, labels: { istio: 'ingressgateway' } });
    expect(Object.keys(badges(gateway, 'gw/shop/front'))).toEqual(['gateway']);
    const ambient = [
      mesh.namespace('shop', { 'istio.io/dataplane-mode': 'ambient' }),
      ...mesh.deployment('shop', 'a', { sidecar: false }),
    ];
    expect(Object.keys(badges(ambient, 'app/shop/a@v1'))).toEqual(['ambient']);
  });
});

describe('G6: health in the graph', () => {
  const orders = app('orders');
  const failing = [
    ...bothSides('shop/orders', 'shop/well', 'shop/well', 80),
    ...bothSides('shop/orders', 'shop/well', 'shop/well', 20, { code: '500' }),
  ];

  it('callee, caller, service and edges share the judgement of the same answers', () => {
    const { node, edge } = graphOf({ objects: [...orders, ...app('well')], requests: failing });
    const reason = '20 % of 100 requests ended in 5xx; degraded above 0 %, failing from 10 %';
    expect(node('app/shop/well@v1')?.health).toEqual({ state: 'failing', reasons: [reason] });
    expect(node('svc/shop/well')?.health).toEqual({ state: 'failing', reasons: [reason] });
    expect(edge('app/shop/orders@v1>svc/shop/well#http')?.health).toEqual({ state: 'failing', reasons: [reason] });
    expect(node('app/shop/orders@v1')?.health.reasons).toEqual([reason.replace('requests', 'sent requests')]);
  });

  it('annotations on the service and on the template set their own thresholds', () => {
    const rate = { 'health.kiali.io/rate': '5xx,30,50,http,inbound' };
    const objects = [
      ...orders,
      mesh.service('shop', 'well', { annotations: rate }),
      ...mesh.deployment('shop', 'well', { annotations: rate }),
    ];
    const { node, edge } = graphOf({ objects, requests: failing });
    expect(node('svc/shop/well')?.health.state).toBe('healthy');
    expect(node('app/shop/well@v1')?.health.state).toBe('healthy');
    // The caller's own thresholds still object to what its calls come to.
    expect(edge('app/shop/orders@v1>svc/shop/well#http')?.health.state).toBe('failing');
    expect(edge('svc/shop/well>app/shop/well@v1#http')?.health.state).toBe('healthy');
  });

  it('an unreadable annotation is told beside the default judgement', () => {
    const objects = [
      ...orders,
      mesh.service('shop', 'well', { annotations: { 'health.kiali.io/rate': 'x' } }),
      ...mesh.deployment('shop', 'well'),
    ];
    const health = graphOf({ objects, requests: failing }).node('svc/shop/well')?.health;
    expect(health?.state).toBe('failing');
    expect(health?.reasons[1]).toContain('health.kiali.io/rate');
  });

  it.each([
    ['no traffic', {}, {}, 'idle', ['No traffic in the last 60 s']],
    ['no traffic, and a pod that is not ready', { replicas: 2, ready: 1 }, {}, 'degraded', ['1 of 2 pods are ready']],
    ['no sidecar', { sidecar: false }, {}, 'unknown', ['No sidecar reports its traffic; 1 of 1 pod ready']],
    ['nothing measured yet', {}, { coveredSeconds: 0 }, 'unknown', ['No figures yet: measuring has just begun']],
    ['no telemetry: by pods only', {}, { kind: 'none' }, 'healthy', []],
    ['no telemetry, no ready pod', { ready: 0 }, { kind: 'none' }, 'failing', ['None of 1 pod is ready']],
    ['scaled to 0', { replicas: 0 }, {}, 'idle', ['Scaled to 0 pods']],
  ] as const)('%s', (_, options, window, state, reasons) => {
    const { node } = graphOf({ objects: app('a', options), window });
    expect(node('app/shop/a@v1')?.health).toEqual({ state, reasons });
  });

  it('a workload without sidecar is judged by what its callers see', () => {
    const { node } = graphOf({
      objects: [...orders, ...app('a', { sidecar: false })],
      requests: [call('shop/orders', 'shop/a', 'shop/a', 50)],
    });
    expect(node('app/shop/a@v1')?.health.state).toBe('healthy');
  });

  it('a service without any ready pod behind it fails, whatever its traffic', () => {
    const { node } = graphOf({ objects: app('a', { ready: 0, replicas: 2 }) });
    expect(node('svc/shop/a')?.health).toEqual({ state: 'failing', reasons: ['None of 2 pods behind it is ready'] });
  });
});

describe('G9: an empty graph explains itself', () => {
  const codes = (scene: Parameters<typeof graphOf>[0]) => graphOf(scene).graph.warnings.map((warning) => warning.code);
  it.each([
    ['no namespace', { objects: app('a'), namespaces: [] }, ['no-namespaces']],
    ['an unknown namespace', { objects: app('a'), namespaces: ['nope'] }, ['unknown-namespace']],
    [
      'one unknown beside a known',
      { objects: app('a'), namespaces: ['shop', 'nope'] },
      ['unknown-namespace', 'no-traffic'],
    ],
    ['no workload', { objects: [mesh.service('shop', 'a')] }, ['no-workloads']],
    ['no sidecar', { objects: app('a', { sidecar: false }) }, ['no-sidecars']],
    ['no telemetry', { objects: app('a'), window: { kind: 'none' } }, ['no-metrics']],
    ['nothing measured yet', { objects: app('a'), window: { coveredSeconds: 0 } }, ['no-metrics']],
    ['no traffic', { objects: app('a') }, ['no-traffic']],
    [
      'traffic only elsewhere',
      { objects: [...app('a'), ...mesh.deployment('far', 'x')], requests: bothSides('far/x', 'far/y', 'far/y', 9) },
      ['no-traffic'],
    ],
    ['traffic', { objects: app('a'), requests: bothSides('shop/a', 'shop/a', 'shop/a', 9) }, []],
  ] as const)('%s', (_, scene, expected) => {
    expect(codes(scene)).toEqual(expected);
  });

  it("keeps the source's and the caller's warnings, each once, with a remedy", () => {
    const warning = { code: 'query-failed', source: 'telemetry', message: 'm', remedy: 'r' };
    const { graph } = graphOf({
      objects: app('a'),
      warnings: [warning],
      window: { warnings: [warning, { ...warning, message: 'n' }] },
    });
    expect(graph.warnings.map(({ message }) => message).slice(0, 2)).toEqual(['m', 'n']);
    for (const { remedy } of graph.warnings) expect(remedy).not.toBe('');
  });
});
