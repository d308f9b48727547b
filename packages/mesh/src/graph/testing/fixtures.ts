import type { KubernetesObject } from '../../resources/metadata.ts';
import type { TelemetryWindow } from '../../telemetry/sample.ts';
import { noTelemetry } from '../../telemetry/telemetry-window.ts';
import * as mesh from './mesh-objects.ts';
import { bothSides, call, TO_MS, tcpCall, windowOf } from './samples.ts';

/** A small mesh for golden files and properties: objects, a window, and the namespaces to look at. */
export interface Fixture {
  readonly name: string;
  readonly objects: readonly KubernetesObject[];
  readonly telemetry: TelemetryWindow;
  readonly namespaces: readonly string[];
}

const simple = (ns: string, app: string, serviceName = app): readonly KubernetesObject[] => [
  mesh.service(ns, serviceName, { selector: { app } }),
  ...mesh.deployment(ns, app),
];

const STAFF = 'fleetman-staff-service.default.svc.cluster.local';

/** The fleetman application as `kubectl apply` makes it, with its canary: 90 to 10. */
export const fleetmanObjects: readonly KubernetesObject[] = [
  mesh.namespace('default', { 'istio-injection': 'enabled' }),
  ...simple('default', 'webapp', 'fleetman-webapp'),
  ...simple('default', 'api-gateway', 'fleetman-api-gateway'),
  ...simple('default', 'position-tracker', 'fleetman-position-tracker'),
  ...simple('default', 'vehicle-telemetry', 'fleetman-vehicle-telemetry'),
  ...simple('default', 'position-simulator', 'fleetman-position-simulator'),
  mesh.service('default', 'fleetman-staff-service', { selector: { app: 'staff-service' } }),
  ...mesh.deployment('default', 'staff-service', { replicas: 2, labels: { app: 'staff-service', version: 'safe' } }),
  ...mesh.deployment('default', 'staff-service-risky-version', { labels: { app: 'staff-service', version: 'risky' } }),
  mesh.virtualService('default', 'custom-routing-rules', {
    hosts: [STAFF],
    http: [
      {
        route: [
          { destination: { host: STAFF, subset: 'safe-group' }, weight: 90 },
          { destination: { host: STAFF, subset: 'risky-group' }, weight: 10 },
        ],
      },
    ],
  }),
  mesh.destinationRule('default', 'canary-release-groups', {
    host: 'fleetman-staff-service',
    subsets: [
      { name: 'safe-group', labels: { version: 'safe' } },
      { name: 'risky-group', labels: { version: 'risky' } },
    ],
  }),
];

const latency = {
  sumMs: 5400,
  buckets: [
    { upToMs: 5, count: 100 },
    { upToMs: 10, count: 400 },
    { upToMs: 25, count: 480 },
    { upToMs: Number.POSITIVE_INFINITY, count: 486 },
  ],
};

const SAFE = 'default/staff-service:staff-service@safe';
const RISKY = 'default/staff-service-risky-version:staff-service@risky';
const fleetmanCalls = [
  ...bothSides('default/webapp', 'default/fleetman-api-gateway', 'default/api-gateway', 1440),
  ...bothSides('default/api-gateway', 'default/fleetman-position-tracker', 'default/position-tracker', 600),
  ...bothSides('default/api-gateway', 'default/fleetman-staff-service', SAFE, 486, { durationMs: latency }),
  ...bothSides('default/api-gateway', 'default/fleetman-staff-service', RISKY, 50),
  ...bothSides('default/api-gateway', 'default/fleetman-staff-service', RISKY, 4, { code: '500' }),
  ...bothSides('default/position-tracker', 'default/fleetman-vehicle-telemetry', 'default/vehicle-telemetry', 600),
  ...bothSides('default/position-simulator', 'default/fleetman-position-tracker', 'default/position-tracker', 360),
  call('unknown', 'default/fleetman-webapp', 'default/webapp', 720, { reporter: 'destination', mtls: 'none' }),
];

const REVIEWS = 'reviews.bookinfo.svc.cluster.local';
const review = (version: string) => `bookinfo/reviews-${version}:reviews@${version}`;
const bookshop = (app: string) => [
  mesh.service('bookinfo', app, { ports: [{ name: 'http', port: 9080 }] }),
  ...mesh.deployment('bookinfo', `${app}-v1`, { labels: { app, version: 'v1' } }),
];
const bookinfoObjects: readonly KubernetesObject[] = [
  mesh.namespace('bookinfo', { 'istio-injection': 'enabled' }),
  ...bookshop('productpage'),
  ...bookshop('details'),
  ...bookshop('ratings'),
  ...bookshop('reviews'),
  ...['v2', 'v3'].flatMap((version) =>
    mesh.deployment('bookinfo', `reviews-${version}`, { labels: { app: 'reviews', version } }),
  ),
  mesh.virtualService('bookinfo', 'reviews', {
    hosts: ['reviews'],
    http: [
      {
        match: [{ headers: { 'end-user': { exact: 'jason' } } }],
        route: [{ destination: { host: 'reviews', subset: 'v2' } }],
      },
      { timeout: '3s', retries: { attempts: 2 }, ...mesh.weighted('reviews', { v1: 50, v2: 0, v3: 50 }) },
    ],
  }),
  mesh.destinationRule('bookinfo', 'reviews', {
    host: REVIEWS,
    trafficPolicy: { outlierDetection: { consecutive5xxErrors: 3 } },
    subsets: mesh.versionSubsets('v1', 'v2', 'v3'),
  }),
];

const PAGE = 'bookinfo/productpage-v1:productpage@v1';
const bookinfoCalls = [
  call('unknown', 'bookinfo/productpage', PAGE, 1200, { reporter: 'destination', mtls: 'none' }),
  ...bothSides(PAGE, 'bookinfo/details', 'bookinfo/details-v1:details@v1', 1200),
  ...bothSides(PAGE, 'bookinfo/reviews', review('v1'), 580),
  ...bothSides(PAGE, 'bookinfo/reviews', review('v3'), 580),
  ...bothSides(PAGE, 'bookinfo/reviews', review('v2'), 40),
  ...bothSides(review('v3'), 'bookinfo/ratings', 'bookinfo/ratings-v1:ratings@v1', 574),
  ...bothSides(review('v3'), 'bookinfo/ratings', 'bookinfo/ratings-v1:ratings@v1', 6, { code: '503' }),
];

const gatewayObjects: readonly KubernetesObject[] = [
  mesh.namespace('istio-system'),
  mesh.service('istio-system', 'istio-ingressgateway', { selector: { istio: 'ingressgateway' } }),
  ...mesh.deployment('istio-system', 'istio-ingressgateway', {
    labels: { app: 'istio-ingressgateway', istio: 'ingressgateway' },
  }),
  mesh.gateway('default', 'fleet', {
    selector: { istio: 'ingressgateway' },
    servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['shop.example.com'] }],
  }),
  mesh.virtualService('default', 'fleet-entry', {
    hosts: ['shop.example.com'],
    gateways: ['fleet'],
    http: [{ route: [{ destination: { host: 'fleetman-webapp.default.svc.cluster.local', port: { number: 8080 } } }] }],
  }),
];

const grpc = { name: 'grpc', port: 9000 };
const tcp = { name: 'tcp-db', port: 5432 };

export const FIXTURES: readonly Fixture[] = [
  { name: 'fleetman', objects: fleetmanObjects, telemetry: windowOf(fleetmanCalls), namespaces: ['default'] },
  { name: 'fleetman-no-metrics', objects: fleetmanObjects, telemetry: noTelemetry(TO_MS, 60), namespaces: ['default'] },
  { name: 'bookinfo', objects: bookinfoObjects, telemetry: windowOf(bookinfoCalls), namespaces: ['bookinfo'] },
  {
    name: 'gateway',
    objects: [...fleetmanObjects, ...gatewayObjects],
    telemetry: windowOf([
      ...bothSides('istio-system/istio-ingressgateway@latest', 'default/fleetman-webapp', 'default/webapp', 300),
      call('istio-system/istio-ingressgateway@latest', 'default/fleetman-webapp', 'unknown', 12, {
        code: '503',
        flags: 'UH',
      }),
    ]),
    namespaces: ['default'],
  },
  {
    name: 'service-entry',
    objects: [
      ...simple('shop', 'orders'),
      mesh.serviceEntry('shop', 'payments', { hosts: ['api.payments.example'], location: 'MESH_EXTERNAL' }),
    ],
    telemetry: windowOf([
      call('shop/orders', 'shop/x', 'unknown', 90, {
        service: { destinationService: 'api.payments.example', destinationServiceName: 'api.payments.example' },
      }),
      call('shop/orders', 'shop/x', 'unknown', 30, {
        service: {
          destinationService: 'elsewhere.example',
          destinationServiceName: 'PassthroughCluster',
          destinationServiceNamespace: 'unknown',
        },
      }),
      call('shop/orders', 'shop/x', 'unknown', 10, {
        code: '502',
        service: {
          destinationService: 'forbidden.example',
          destinationServiceName: 'BlackHoleCluster',
          destinationServiceNamespace: 'unknown',
        },
      }),
    ]),
    namespaces: ['shop'],
  },
  {
    name: 'tcp',
    objects: [
      ...simple('shop', 'orders'),
      mesh.service('shop', 'db', { ports: [tcp] }),
      ...mesh.deployment('shop', 'db-a', { labels: { app: 'db', version: 'a' } }),
      ...mesh.deployment('shop', 'db-b', { labels: { app: 'db', version: 'b' } }),
      mesh.virtualService('shop', 'db', { hosts: ['db'], tcp: [mesh.weighted('db', { a: 3, b: 1 })] }),
      mesh.destinationRule('shop', 'db', { host: 'db', subsets: mesh.versionSubsets('a', 'b') }),
    ],
    telemetry: windowOf(
      [],
      (['source', 'destination'] as const).flatMap((reporter) => [
        tcpCall('shop/orders', 'shop/db', 'shop/db-a:db@a', 60_000, 300, { reporter }),
        tcpCall('shop/orders', 'shop/db', 'shop/db-b:db@b', 90_000, 100, { reporter }),
      ]),
    ),
    namespaces: ['shop'],
  },
  {
    name: 'grpc',
    objects: [
      ...simple('shop', 'orders'),
      mesh.service('shop', 'prices', { ports: [grpc] }),
      ...mesh.deployment('shop', 'prices'),
    ],
    telemetry: windowOf([
      ...bothSides('shop/orders', 'shop/prices', 'shop/prices', 95, { grpc: '0' }),
      ...bothSides('shop/orders', 'shop/prices', 'shop/prices', 5, { grpc: '14' }),
    ]),
    namespaces: ['shop'],
  },
  {
    name: 'missing-labels',
    objects: [
      mesh.service('shop', 'old', { selector: { tier: 'old' } }),
      ...mesh.deployment('shop', 'old-thing', { labels: { tier: 'old' }, sidecar: false }),
      mesh.service('shop', 'newer'),
      ...mesh.deployment('shop', 'newer', { labels: { app: 'newer' } }),
    ],
    telemetry: windowOf(bothSides('shop/newer@latest', 'shop/old', 'shop/old-thing@latest', 60).slice(0, 1)),
    namespaces: ['shop'],
  },
  {
    name: 'odd-weights',
    objects: [
      ...bookinfoObjects.filter((object) => object.kind !== 'VirtualService'),
      mesh.virtualService('bookinfo', 'reviews', {
        hosts: ['reviews'],
        http: [mesh.weighted('reviews', { v1: 1, v2: 2, v3: 4 })],
      }),
    ],
    telemetry: noTelemetry(TO_MS, 60),
    namespaces: ['bookinfo'],
  },
  {
    name: 'two-namespaces',
    objects: [...fleetmanObjects, ...bookinfoObjects, ...gatewayObjects],
    telemetry: windowOf([
      ...fleetmanCalls,
      ...bookinfoCalls,
      ...bothSides('default/api-gateway', 'bookinfo/details', 'bookinfo/details-v1:details@v1', 30),
    ]),
    namespaces: ['default', 'bookinfo'],
  },
];
