import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DestinationRule, VirtualService } from '../resources/istio.ts';
import type { KubernetesObject } from '../resources/metadata.ts';
import { withObject } from '../snapshot/build-snapshot.ts';
import { decide } from './decide.ts';
import { destinationRuleFor } from './destination-rule.ts';
import { compileRoutes } from './route-table.ts';
import { routesOfVirtualService } from './routes-of-virtual-service.ts';
import {
  ALPHA,
  alpha,
  alphaSubsets,
  atGateway,
  destinationRule,
  gateway,
  goesTo,
  inBank,
  inShop,
  inWords,
  pod,
  service,
  sidecar,
  snapshotOf,
  subsets,
  to,
  virtualService,
} from './testing/world.ts';
import { describeIgnored, virtualServicesFor } from './virtual-services.ts';

/** Some cluster with everything that ordering could change: equal ages, merged rules, wildcards, delegates, aliases. */
const objects: readonly KubernetesObject[] = [
  ...alpha(),
  service('shop/beta'),
  pod('shop/beta-1', { app: 'beta' }),
  service('shop/nick', { type: 'ExternalName', externalName: ALPHA, ports: [] }),
  destinationRule('shop/a', { host: 'alpha', subsets: subsets('v1') }),
  destinationRule('shop/b', { host: ALPHA, subsets: subsets('v1', 'v2') }),
  destinationRule('shop/c', { host: '*.shop.svc.cluster.local', exportTo: ['*'], subsets: subsets('v3') }),
  virtualService('shop/x', {
    hosts: ['alpha', 'www.test'],
    http: [{ match: [{ uri: { prefix: '/x' } }], route: [to('v1'), to('v2', 1)] }],
  }),
  virtualService('bank/x', { hosts: [ALPHA], http: [{ route: [to('v2', 1, ALPHA)] }] }),
  virtualService('shop/w', { hosts: ['*.shop.svc.cluster.local'], http: [{ route: [to('v3', 1, ALPHA)] }] }),
  virtualService('shop/g', { hosts: ['*'], gateways: ['entry'], http: [{ delegate: { name: 'd' } }] }),
  virtualService('shop/d', { http: [{ route: [to('v1', 1, 'alpha', 8080)] }] }),
  gateway('shop/entry', { servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*'] }] }),
  sidecar('bank/a', { egress: [{ hosts: ['*/*'] }] }),
];

/** All that a table says, in plain words. */
function everything(snapshot: ReturnType<typeof snapshotOf>): unknown {
  const asked = [inShop, inBank, atGateway].flatMap((client) =>
    ['alpha', ALPHA, 'beta', 'beta.shop', 'nick', 'www.test', 'x.test'].flatMap((host) =>
      [80, 8080, 9000].map((port) => [
        goesTo(snapshot, client, { host, port, path: '/x' }),
        goesTo(snapshot, client, { host, port, path: '/y' }),
        virtualServicesFor(snapshot, host, client).map(({ object, ignoredBecause }) => [
          `${object.metadata.namespace}/${object.metadata.name}`,
          ignoredBecause,
        ]),
        destinationRuleFor(snapshot, host, client)?.objects.map(({ metadata }) => metadata.name),
      ]),
    ),
  );
  return asked;
}

describe('One resolution', () => {
  it('G10: the order in which objects arrive changes nothing', () => {
    const expected = everything(snapshotOf(objects));
    fc.assert(
      fc.property(fc.shuffledSubarray([...objects], { minLength: objects.length }), (shuffled) => {
        expect(everything(snapshotOf(shuffled))).toEqual(expected);
      }),
      { seed: 7, numRuns: 30 },
    );
  });

  it('P: clients that istiod configures alike share what is compiled, others do not', () => {
    const snapshot = snapshotOf(objects);
    const routes = (labels: Record<string, string>, namespace = 'shop') =>
      compileRoutes(snapshot, { namespace, labels }).routesFor(ALPHA, 8080);
    expect(routes({ app: 'a' })).toBe(routes({ app: 'b' }));
    expect(routes({}, 'bank')).not.toBe(routes({}));
    const selecting = snapshotOf([
      ...objects,
      virtualService('shop/s', {
        hosts: ['beta'],
        http: [{ match: [{ sourceLabels: { app: 'a' } }], route: [to('v1')] }],
      }),
    ]);
    const table = (app: string, tier: string) =>
      compileRoutes(selecting, { namespace: 'shop', labels: { app, tier } }).routesFor(ALPHA, 8080);
    expect(table('a', '1')).not.toBe(table('b', '1'));
    expect(table('a', '1')).toBe(table('a', '2'));
  });

  it('P: what is kept from one snapshot to the next follows the pods and the rules', () => {
    const objects = [service('shop/alpha'), alphaSubsets()];
    const rule = virtualService('shop/x', { hosts: ['alpha'], http: [{ route: [to('v1')] }] });
    const first = pod('shop/alpha-v1', { app: 'alpha', version: 'v1' });
    expect(goesTo(snapshotOf([...objects, rule, first]), inShop)).toBe('v1');
    expect(goesTo(snapshotOf([...objects, rule, pod('shop/alpha-v1', {}, false)]), inShop)).toBe('503 UH');
    expect(goesTo(snapshotOf([...objects.slice(0, 1), rule, first]), inShop)).toBe('503 NC');
    // As a reflector publishes: one slice replaced, its other kinds and all other slices the same.
    const before = snapshotOf([...objects, rule, first]);
    const slice = before.slices.get('shop');
    expect(goesTo(before, inShop)).toBe('v1');
    const slices = new Map(before.slices);
    if (slice !== undefined) slices.set('shop', withObject(slice, 'pods', 'alpha-v1', undefined));
    expect(goesTo({ ...before, slices }, inShop)).toBe('503 UH');
  });

  it('P: nothing is compiled before a host is asked for, and then only that host', () => {
    const read: string[] = [];
    const watched = (name: string): KubernetesObject =>
      new Proxy(virtualService(`shop/${name}`, { hosts: [name], http: [{ route: [to('v1', 1, name)] }] }), {
        get: (target, key) => {
          read.push(name);
          return Reflect.get(target, key) as unknown;
        },
      });
    const snapshot = snapshotOf([...alpha(), service('shop/beta'), watched('alpha'), watched('beta')]);
    const table = compileRoutes(snapshot, inShop);
    read.length = 0;
    table.routesFor('alpha', 8080);
    table.routesFor('alpha', 8080);
    expect(read).not.toContain('beta');
  });

  it('P: a thousand hosts asked by a thousand callers read each service once', () => {
    const names = Array.from({ length: 1000 }, (_, index) => `s${index}`);
    let reads = 0;
    const counted = names.map((name) => {
      const object = service(`n${name.length}/${name}`);
      const get = () => {
        reads += 1;
        return object.spec;
      };
      return Object.defineProperty({ ...object }, 'spec', { enumerable: true, get });
    });
    const snapshot = snapshotOf(counted);
    const callers = Array.from({ length: 1000 }, (_, index) => ({
      namespace: `n${1 + (index % 4)}`,
      labels: { app: `c${index}` },
    }));
    callers.forEach((client, index) => {
      const name = names[index] ?? '';
      compileRoutes(snapshot, client).routesFor(`${name}.n${name.length}.svc.cluster.local`, 8080);
    });
    // A few reads to index it, a few for its own endpoints: never one for each caller.
    expect(reads).toBeLessThan(1000 * 8);
  });
});

describe('S4: never fails on what a cluster sends', () => {
  const junk = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom<unknown>(null, undefined, 0, 1, -1, 8080, '50', '', '*', 'alpha', 'v1', true, '/'),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(
        fc.constantFrom(
          'hosts',
          'http',
          'tcp',
          'tls',
          'match',
          'route',
          'destination',
          'host',
          'subset',
          'weight',
          'uri',
          'exact',
          'regex',
          'headers',
          'port',
          'number',
          'gateways',
          'exportTo',
          'delegate',
          'name',
          'fault',
          'abort',
          'sniHosts',
          'destinationSubnets',
          'sourceLabels',
          'subsets',
          'labels',
          'trafficPolicy',
          'portLevelSettings',
          'workloadSelector',
          'matchLabels',
          'servers',
          'protocol',
          'egress',
          'redirect',
          'directResponse',
          'percentage',
          'value',
        ),
        tie('value'),
        { maxKeys: 4 },
      ),
    ),
  })).value;
  const spec = fc.dictionary(
    fc.constantFrom(
      'hosts',
      'host',
      'http',
      'tcp',
      'tls',
      'gateways',
      'exportTo',
      'subsets',
      'trafficPolicy',
      'workloadSelector',
      'servers',
      'egress',
      'ports',
      'selector',
    ),
    junk,
  );

  it('S4: whatever stands in their specs, every question gets an answer', () => {
    fc.assert(
      fc.property(fc.array(spec, { minLength: 6, maxLength: 6 }), ([vs, mixed, dr, gw, sc, svc]) => {
        const broken = [
          ...alpha(),
          virtualService('shop/a', vs as never),
          virtualService('shop/b', { hosts: ['alpha', 'beta.test'], gateways: ['mesh', 'entry'], ...mixed } as never),
          destinationRule('shop/a', { host: 'alpha', ...dr } as never),
          gateway('shop/entry', gw as never),
          sidecar('bank/a', sc ?? {}),
          { ...service('shop/odd'), spec: { ...svc, selector: { app: 'x' } } } as never,
        ];
        expect(Array.isArray(everything(snapshotOf(broken)))).toBe(true);
      }),
      { seed: 11, numRuns: 150 },
    );
  });

  it('S4: malformed parts are skipped, the rest acts', () => {
    const http = [
      null,
      'x',
      { match: 'x', route: [to('v1')] },
      { match: [null, 7], route: [to('v1')] },
      { route: [null, { weight: 5 }, { destination: {} }] },
      { match: [{ uri: { exact: 7 } }], route: [to('v1')] },
      { match: [null, { uri: { exact: '/a' } }], route: [null, { destination: null }, to('v2', '9' as never)] },
      { route: null },
      { route: [to('v3')] },
    ];
    const snapshot = snapshotOf([
      ...alpha(),
      alphaSubsets(),
      virtualService('shop/x', { hosts: [null, 7, 'alpha'], http } as never),
    ]);
    expect(goesTo(snapshot, inShop, { path: '/a' })).toBe('v2');
    expect(goesTo(snapshot, inShop, { path: '/b' })).toBe('v3');
    const [, first] = compileRoutes(snapshot, inShop).routesFor('alpha', 8080) ?? [];
    expect(first).toMatchObject({ path: '/spec/http/6', destinations: [{ path: '/spec/http/6/route/2', weight: 1 }] });
  });

  it('S4: a VirtualService without spec or hosts is no rule for anybody', () => {
    const bare = { ...virtualService('shop/x', {}), spec: undefined as never };
    const snapshot = snapshotOf([...alpha(), bare, virtualService('shop/y', { http: [{ route: [to('v1')] }] })]);
    expect(goesTo(snapshot, inShop)).toBe('alpha:8080');
    expect(describeIgnored(snapshot, bare, ALPHA, inShop)).toBe(`it does not name the host ${ALPHA}`);
  });
});

describe('W3: the routes of an object', () => {
  it('W3: as written, with hosts resolved, pointers of the object and shares', () => {
    const object = virtualService('shop/x', {
      hosts: ['alpha'],
      http: [
        null,
        { name: 'n', match: [{}], route: [to('v1', 1), to('v2', 3, 'beta', 81)] },
        { delegate: { name: 'd' } },
      ],
      tcp: [{ route: [to('v1')] }],
    } as never);
    expect(routesOfVirtualService(object, 'cluster.local')).toEqual([
      {
        protocol: 'http',
        index: 1,
        path: '/spec/http/1',
        name: 'n',
        matches: [{}],
        destinations: [
          { path: '/spec/http/1/route/0', host: ALPHA, subset: 'v1', weight: 1, share: 0.25 },
          {
            path: '/spec/http/1/route/1',
            host: 'beta.shop.svc.cluster.local',
            subset: 'v2',
            port: 81,
            weight: 3,
            share: 0.75,
          },
        ],
      },
      { protocol: 'http', index: 2, path: '/spec/http/2', delegate: 'shop/d', destinations: [] },
      {
        protocol: 'tcp',
        index: 0,
        path: '/spec/tcp/0',
        destinations: [{ path: '/spec/tcp/0/route/0', host: ALPHA, subset: 'v1', share: 1 }],
      },
    ]);
  });
});

/** The mission's own objects: the host is fully qualified in one and short in the other. */
describe('the fleetman manifests', () => {
  const STAFF = 'fleetman-staff-service.default.svc.cluster.local';
  const staff = (subset: string, weight?: number) => to(subset, weight, STAFF);
  const fleetman: readonly KubernetesObject[] = [
    service('default/fleetman-staff-service', {
      selector: { app: 'staff-service' },
      ports: [{ name: 'http', port: 8080 }],
    }),
    pod('default/staff-service-1', { app: 'staff-service', version: 'safe' }),
    pod('default/staff-service-2', { app: 'staff-service', version: 'safe' }),
    pod('default/staff-service-risky-1', { app: 'staff-service', version: 'risky' }),
  ];
  const routes = (...http: NonNullable<NonNullable<VirtualService['spec']>['http']>): VirtualService => ({
    ...virtualService('default/custom-routing-rules', { hosts: [STAFF], http }),
    apiVersion: 'networking.istio.io/v1alpha3',
  });
  const groups = (name: string, spec: object): DestinationRule => ({
    ...destinationRule(`default/${name}`, { host: 'fleetman-staff-service', ...spec }),
    apiVersion: 'networking.istio.io/v1alpha3',
  });
  const caller = { namespace: 'default', labels: { app: 'api-gateway' } };

  it('seed: 90/10 between the safe and the risky group', () => {
    const snapshot = snapshotOf([
      ...fleetman,
      routes({ route: [staff('safe-group', 90), staff('risky-group', 10)] }),
      groups('canary-release-groups', {
        subsets: [
          { name: 'safe-group', labels: { version: 'safe' } },
          { name: 'risky-group', labels: { version: 'risky' } },
        ],
      }),
    ]);
    const table = compileRoutes(snapshot, caller);
    const [route] = table.routesFor('fleetman-staff-service', 8080) ?? [];
    expect(route?.destinations.map(({ subset, weight, endpoints }) => [subset, weight, endpoints.length])).toEqual([
      ['safe-group', 90, 2],
      ['risky-group', 10, 1],
    ]);
    const outcome = (point: number) => inWords(decide(table, { host: STAFF, port: 8080 }, () => point));
    expect([outcome(0.899), outcome(0.9)]).toEqual(['safe-group', 'risky-group']);
  });

  it('sticky: one subset with all pods, hashed by a header', () => {
    const snapshot = snapshotOf([
      ...fleetman,
      routes({ route: [staff('all-staff-service-pods')] }),
      groups('canary-release-grouping', {
        trafficPolicy: { loadBalancer: { consistentHash: { httpHeaderName: 'x-myval' } } },
        subsets: [{ name: 'all-staff-service-pods', labels: { app: 'staff-service' } }],
      }),
    ]);
    const [route] = compileRoutes(snapshot, caller).routesFor('fleetman-staff-service.default', 8080) ?? [];
    expect(route?.destinations[0]).toMatchObject({ loadBalancer: 'RING_HASH', hash: { httpHeaderName: 'x-myval' } });
    expect(route?.destinations[0]?.endpoints).toHaveLength(3);
  });

  it("ingress: the gateway's own route knows nothing of the split in the mesh", () => {
    const http = [{ route: [to(undefined, undefined, STAFF, 8080)] }];
    const snapshot = snapshotOf([
      ...fleetman,
      gateway('default/fleet', {
        selector: { istio: 'ingressgateway' },
        servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['shop.example.com'] }],
      }),
      virtualService('default/fleet-entry', { hosts: ['shop.example.com'], gateways: ['fleet'], http }),
      routes({ route: [staff('safe-group', 90), staff('risky-group', 10)] }),
    ]);
    const client = { namespace: 'istio-system', labels: { istio: 'ingressgateway' }, gateway: 'default/fleet' };
    expect(goesTo(snapshot, client, { host: 'shop.example.com', port: 80 })).toBe('fleetman-staff-service:8080');
    expect(virtualServicesFor(snapshot, STAFF, client)).toMatchObject([
      { effective: false, ignoredBecause: 'it acts on sidecars (mesh), not on the gateway default/fleet' },
    ]);
    expect(goesTo(snapshot, caller, { host: 'shop.example.com', port: 80 })).toBe('passthrough');
  });
});
