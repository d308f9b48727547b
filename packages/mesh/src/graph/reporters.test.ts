import { describe, expect, it } from 'vitest';
import { graphOf } from './testing/graph-of.ts';
import { deployment, service } from './testing/mesh-objects.ts';
import { call, tcpCall } from './testing/samples.ts';

const objects = [
  service('shop', 'orders'),
  ...deployment('shop', 'orders'),
  service('shop', 'prices'),
  ...deployment('shop', 'prices'),
  ...deployment('shop', 'prices-v2', { labels: { app: 'prices', version: 'v2' } }),
  ...deployment('shop', 'old', { sidecar: false }),
];
const V2 = 'shop/prices-v2:prices@v2';
const CALLED = 'app/shop/orders@v1>svc/shop/prices#http';
const TO_V1 = 'svc/shop/prices>app/shop/prices@v1#http';
const TO_V2 = 'svc/shop/prices>app/shop/prices@v2#http';

const source = (to: string, requests: number, options = {}) =>
  call('shop/orders', 'shop/prices', to, requests, options);
const destination = (to: string, requests: number, options = {}) =>
  call('shop/orders', 'shop/prices', to, requests, { reporter: 'destination', ...options });
const waypoint = (to: string, requests: number, options = {}) =>
  call('shop/orders', 'shop/prices', to, requests, { reporter: 'waypoint', ...options });

describe('G7: whose reports an edge is made of', () => {
  it.each([
    [
      'both ends report: the caller, once',
      [source('shop/prices', 60), destination('shop/prices', 63)],
      60,
      60,
      0,
      'source',
    ],
    ['only the receiver reports', [destination('shop/prices', 63), destination(V2, 7)], 70, 63, 7, 'destination'],
    ['only the caller reports', [source('shop/prices', 60), source(V2, 6)], 66, 60, 6, 'source'],
    [
      'a waypoint before the receiver',
      [waypoint('shop/prices', 50), destination('shop/prices', 63)],
      50,
      50,
      0,
      'waypoint',
    ],
    ['the caller before a waypoint', [source('shop/prices', 60), waypoint('shop/prices', 50)], 60, 60, 0, 'source'],
  ] as const)('%s', (_, requests, called, v1, v2, reporter) => {
    const { edge } = graphOf({ objects, requests });
    expect(edge(CALLED)?.observed).toMatchObject({ requests: called, reporter });
    expect(edge(TO_V1)?.observed?.requests ?? 0).toBe(v1);
    expect(edge(TO_V2)?.observed?.requests ?? 0).toBe(v2);
  });

  it('the reporter is chosen for each caller: one with and one without a sidecar add up', () => {
    const { edge } = graphOf({
      objects,
      requests: [
        source('shop/prices', 60),
        destination('shop/prices', 61),
        call('shop/old', 'shop/prices', 'shop/prices', 5, { reporter: 'destination' }),
      ],
    });
    expect(edge(CALLED)?.observed).toMatchObject({ requests: 60, reporter: 'source' });
    expect(edge('app/shop/old@v1>svc/shop/prices#http')?.observed).toMatchObject({
      requests: 5,
      reporter: 'destination',
    });
    expect(edge(TO_V1)?.observed).toMatchObject({ requests: 65, reporter: 'destination' });
  });

  it('also when two workloads of one node call, one of them without a sidecar', () => {
    const { edge } = graphOf({
      objects: [
        ...objects,
        ...deployment('shop', 'orders-b', { labels: { app: 'orders', version: 'v1' }, sidecar: false }),
      ],
      requests: [
        source('shop/prices', 60),
        destination('shop/prices', 60),
        call('shop/orders-b:orders', 'shop/prices', 'shop/prices', 5, { reporter: 'destination' }),
      ],
    });
    expect(edge(CALLED)?.observed).toMatchObject({ requests: 65, reporter: 'destination' });
  });

  it.each([
    ['no cluster', '503', 'NC'],
    ['no healthy host', '503', 'UH'],
    ['fault injection', '500', 'FI'],
  ])('what reached nobody (%s) stays between caller and service', (_, code, flags) => {
    const { edge, node } = graphOf({
      objects,
      requests: [source('shop/prices', 90), source('unknown', 10, { code, flags })],
    });
    expect(edge(CALLED)?.observed).toMatchObject({ requests: 100, errorShare: 0.1 });
    expect(edge(CALLED)?.observed?.responses).toContainEqual({ code, flags, share: 0.1, requests: 10 });
    expect(edge(TO_V1)?.observed).toMatchObject({ requests: 90, errorShare: 0, share: 1 });
    expect(node('svc/shop/prices')?.traffic).toMatchObject({ requests: 100, errorShare: 0.1, outPerSecond: 1.5 });
    expect(node('app/shop/prices@v1')?.traffic).toMatchObject({ requests: 90, errorShare: 0 });
  });

  it('where no route matched, the Host header tells the service', () => {
    const unrouted = {
      destinationService: 'prices:8080',
      destinationServiceName: 'unknown',
      destinationServiceNamespace: 'unknown',
    };
    const { edge } = graphOf({
      objects,
      requests: [source('shop/prices', 95), source('unknown', 5, { code: '404', flags: 'NR', service: unrouted })],
    });
    expect(edge(CALLED)?.observed).toMatchObject({ requests: 100, clientErrorShare: 0.05, errorShare: 0 });
  });

  it('a node received what its own sidecar saw, and sent what its own sidecar saw', () => {
    const { node } = graphOf({
      objects,
      requests: [
        source('shop/prices', 60),
        destination('shop/prices', 66, {}),
        call('unknown', 'shop/orders', 'shop/orders', 30, { reporter: 'destination' }),
      ],
    });
    expect(node('app/shop/prices@v1')?.traffic).toMatchObject({ requests: 66, inPerSecond: 1.1 });
    expect(node('app/shop/orders@v1')?.traffic).toMatchObject({ requests: 30, inPerSecond: 0.5, outPerSecond: 1 });
  });

  it('a callee without a sidecar received what its callers saw', () => {
    const { node } = graphOf({ objects, requests: [call('shop/orders', 'shop/old', 'shop/old', 12)] });
    expect(node('app/shop/old@v1')?.traffic?.requests).toBe(12);
  });

  it('encryption is what the receiver says; the caller never knows', () => {
    const { edge } = graphOf({
      objects,
      requests: [
        source('shop/prices', 60),
        destination('shop/prices', 45, { mtls: 'mutual_tls' }),
        destination('shop/prices', 15, { mtls: 'none' }),
      ],
    });
    expect(edge(CALLED)?.observed?.mtlsShare).toBe(0.75);
    expect(edge(TO_V1)?.observed?.mtlsShare).toBe(0.75);
    expect(graphOf({ objects, requests: [source('shop/prices', 60)] }).edge(CALLED)?.observed).not.toHaveProperty(
      'mtlsShare',
    );
  });

  it('the tunnel beneath a waypoint is not drawn a second time', () => {
    const { graph, edge } = graphOf({
      objects,
      requests: [waypoint('shop/prices', 50)],
      tcp: [tcpCall('shop/orders', 'shop/prices', 'shop/prices', 9000, 3)],
    });
    expect(edge(CALLED)?.observed?.requests).toBe(50);
    expect(graph.edges.filter((other) => other.protocol === 'tcp')).toEqual([]);
  });

  it('samples of nothing make no edge', () => {
    const { edge } = graphOf({ objects, requests: [source('shop/prices', 0)] });
    expect(edge(CALLED)).toBeUndefined();
  });
});

describe('G3: what an edge says', () => {
  it('a share is that of all that leaves the caller, and of all that the service passes on', () => {
    const { edge } = graphOf({
      objects,
      requests: [
        source('shop/prices', 45),
        source(V2, 15),
        call('shop/orders', 'shop/old', 'shop/old', 20, {}),
        call('shop/orders', 'shop/old', 'shop/old', 20, { grpc: '0' }),
      ],
    });
    expect(edge(CALLED)?.observed?.share).toBe(0.75);
    expect(edge(TO_V1)?.observed?.share).toBe(0.75);
    expect(edge(TO_V2)?.observed?.share).toBe(0.25);
  });

  it.each([
    ['5xx', { code: '503' }, 1, 0, '503'],
    ['4xx', { code: '404' }, 0, 1, '404'],
    ['3xx', { code: '302' }, 0, 0, '302'],
    ['no answer', { code: '0', flags: 'DC' }, 1, 0, '0'],
    ['gRPC OK', { grpc: '0' }, 0, 0, '0'],
    ['a gRPC error', { grpc: '14' }, 1, 0, '14'],
    ['gRPC that failed as HTTP', { grpc: '2', code: '503' }, 1, 0, '503'],
    ['gRPC without answer', { grpc: '', code: '0' }, 1, 0, '-'],
  ])('%s', (_, options, errorShare, clientErrorShare, code) => {
    const requests = [call('shop/orders', 'shop/prices', 'shop/prices', 40, options)];
    const protocol = 'grpc' in options ? 'grpc' : 'http';
    const { edge } = graphOf({ objects, requests });
    const observed = edge(`app/shop/orders@v1>svc/shop/prices#${protocol}`)?.observed;
    expect(observed).toMatchObject({ errorShare, clientErrorShare });
    expect(observed?.responses).toEqual([
      { code, flags: 'flags' in options ? options.flags : '-', share: 1, requests: 40 },
    ]);
  });

  it('rates are counts over the time that was really covered', () => {
    const scene = { objects, requests: [source('shop/prices', 60)] };
    expect(graphOf({ ...scene, window: { coveredSeconds: 30 } }).edge(CALLED)?.observed?.perSecond).toBe(2);
    expect(graphOf({ ...scene, window: { coveredSeconds: 60 } }).edge(CALLED)?.observed?.perSecond).toBe(1);
  });

  it('latency of several series is that of their summed histogram', () => {
    const durationMs = (slow: number) => ({
      sumMs: 100 * slow,
      buckets: [
        { upToMs: 10, count: 100 - slow },
        { upToMs: 100, count: 100 },
        { upToMs: Number.POSITIVE_INFINITY, count: 100 },
      ],
    });
    const { edge } = graphOf({
      objects,
      requests: [
        source('shop/prices', 100, { durationMs: durationMs(0) }),
        source(V2, 100, { durationMs: durationMs(100) }),
        destination('shop/prices', 100, { durationMs: durationMs(50) }),
      ],
    });
    expect(edge(CALLED)?.observed?.latency).toEqual({ p50Ms: 10, p95Ms: 91, p99Ms: 98.2, averageMs: 50 });
    expect(edge(TO_V1)?.observed?.latency?.p95Ms).toBe(9.5);
  });

  it('TCP is bytes a second; a service splits it by connections while any are opened', () => {
    const { edge } = graphOf({
      objects,
      tcp: [
        tcpCall('shop/orders', 'shop/prices', 'shop/prices', 600, 9),
        tcpCall('shop/orders', 'shop/prices', V2, 5400, 1),
      ],
    });
    expect(edge('app/shop/orders@v1>svc/shop/prices#tcp')?.observed).toMatchObject({
      perSecond: 100,
      requests: 10,
      share: 1,
    });
    expect(edge('svc/shop/prices>app/shop/prices@v1#tcp')?.observed).toMatchObject({ perSecond: 10, share: 0.9 });
    const lasting = graphOf({
      objects,
      tcp: [
        tcpCall('shop/orders', 'shop/prices', 'shop/prices', 600, 0),
        tcpCall('shop/orders', 'shop/prices', V2, 5400, 0),
      ],
    });
    expect(lasting.edge('svc/shop/prices>app/shop/prices@v1#tcp')?.observed?.share).toBe(0.1);
  });
});
