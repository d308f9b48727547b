import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '../resources/metadata.ts';
import { buildSnapshot } from '../snapshot/build-snapshot.ts';
import { readRouting } from './read-routing.ts';
import {
  CANARY_RULE,
  CANARY_VIRTUAL_SERVICE,
  namespace,
  objects,
  pod,
  STAFF,
  STAFF_HOST,
  STICKY_RULE,
  STICKY_VIRTUAL_SERVICE,
  staffSnapshot,
} from './testing/fixtures.ts';

const routing = (...parts: Parameters<typeof staffSnapshot>) => {
  const found = readRouting(staffSnapshot(...parts), STAFF);
  if (found === undefined) throw new Error('no such service');
  return found;
};
const virtualService = (name: string, where: string, spec: string) => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: ${name}, namespace: ${where}}
spec: {${spec}}
`;
const to = (subset: string, weight: number) =>
  `{destination: {host: ${STAFF_HOST}, subset: ${subset}}, weight: ${weight}}`;

describe('W2: versions', () => {
  it('are the pods behind the selector by version label, with the subsets that select them', () => {
    const found = routing([CANARY_RULE, STICKY_RULE]);
    expect(
      found.versions.map(({ version, subsets, workloads, pods }) => [
        version,
        subsets.map(({ name }) => name),
        workloads,
        pods,
      ]),
    ).toEqual([
      ['risky', ['all-staff-service-pods', 'risky-group'], ['staff-service-risky-version'], { total: 1, ready: 1 }],
      ['safe', ['all-staff-service-pods', 'safe-group'], ['staff-service'], { total: 2, ready: 2 }],
    ]);
  });

  it('a subset without pods, and a Deployment of 0 replicas, are versions of 0 pods', () => {
    const rule = CANARY_RULE.replace('  subsets:\n', '  subsets:\n  - {name: next, labels: {version: v3}}\n');
    const idle = objects(`
apiVersion: apps/v1
kind: Deployment
metadata: {name: staff-old, namespace: default}
spec: {replicas: 0, template: {metadata: {labels: {app: staff-service, version: old}}}}
`);
    const found = routing([rule], idle);
    const empty = found.versions.filter(({ pods }) => pods.total === 0);
    expect(empty.map(({ version, label, workloads }) => [version, label?.value, workloads])).toEqual([
      ['old', 'old', ['staff-old']],
      ['v3', 'v3', []],
    ]);
  });

  it.each([
    ['headless', 'clusterIP: None, selector: {app: staff-service}', /headless/],
    ['without selector', 'clusterIP: 10.0.0.1', /no selector/],
    ['ExternalName', 'type: ExternalName, externalName: a.example', /ExternalName/],
    ['of UDP', 'clusterIP: 10.0.0.1, selector: {app: staff-service}, ports: [{port: 53, protocol: UDP}]', /UDP/],
    ['without workload', 'clusterIP: 10.0.0.1, selector: {app: gone}, ports: [{port: 80}]', /No workload/],
  ])('a service %s is not possible, with the reason', (_, spec, reason) => {
    const service = objects(
      `{apiVersion: v1, kind: Service, metadata: {name: fleetman-staff-service, namespace: default}, spec: {${spec}}}`,
    );
    const found = routing([], service);
    expect(found.possible).toBe(false);
    expect(found.reason).toMatch(reason);
  });

  it('without Istio it says so', () => {
    expect(routing([], [], { absentKinds: new Set(['virtualservices', 'destinationrules']) }).reason).toMatch(/Istio/);
  });

  it('one version is not enough, and what would make it possible is said', () => {
    const one = readRouting(
      buildSnapshot([
        ...objects(
          '{apiVersion: v1, kind: Service, metadata: {name: a, namespace: default}, spec: {clusterIP: 1.1.1.1, selector: {app: a}, ports: [{port: 80}]}}',
        ),
        pod('a', 1, { app: 'a', version: 'v1' }),
      ]),
      { namespace: 'default', name: 'a' },
    );
    expect(one?.reason).toMatch(/Only one version, v1.*Deploy a second one/);
  });

  it('versions that labels do not tell apart: which label, on which workload', () => {
    const snapshot = buildSnapshot([
      ...objects(
        '{apiVersion: v1, kind: Service, metadata: {name: a, namespace: default}, spec: {clusterIP: 1.1.1.1, selector: {app: a}, ports: [{port: 80}]}}',
      ),
      pod('old', 1, { app: 'a' }),
      pod('new', 1, { app: 'a' }),
    ]);
    const found = readRouting(snapshot, { namespace: 'default', name: 'a' });
    expect(found?.possible).toBe(false);
    expect(found?.reason).toMatch(/label "version".*new and old/);
  });

  it('an unknown service is undefined', () => {
    expect(readRouting(staffSnapshot([]), { namespace: 'default', name: 'nope' })).toBeUndefined();
    expect(readRouting(staffSnapshot([]), { namespace: 'nope', name: 'nope' })).toBeUndefined();
  });

  it('is memoised by the snapshot', () => {
    const snapshot = staffSnapshot([CANARY_RULE]);
    expect(readRouting(snapshot, STAFF)).toBe(readRouting(snapshot, STAFF));
  });
});

describe('W3: routes', () => {
  it('shows the routes of the mesh with match, weights as written and shares as Istio reads them', () => {
    const found = routing([CANARY_VIRTUAL_SERVICE, CANARY_RULE]);
    expect(
      found.routes.map(({ id, match, scope, effective, editable, total }) => ({
        id,
        match,
        scope,
        effective,
        editable,
        total,
      })),
    ).toEqual([
      {
        id: 'VirtualService/default/custom-routing-rules/spec/http/0',
        match: { words: 'Requests with the header x-tester equal to yes', isDefault: false, name: 'testers' },
        scope: { mesh: true },
        effective: true,
        editable: true,
        total: 100,
      },
      {
        id: 'VirtualService/default/custom-routing-rules/spec/http/1',
        match: { words: 'All other requests', isDefault: true },
        scope: { mesh: true },
        effective: true,
        editable: true,
        total: 100,
      },
    ]);
    expect(found.routes[0]?.destinations[0]).toMatchObject({ versions: ['risky'], weight: null, share: 1 });
  });

  it("a subset of several versions appears with all of them (the documents' all-staff-service-pods)", () => {
    expect(routing([STICKY_VIRTUAL_SERVICE, STICKY_RULE]).routes[0]?.destinations[0]?.versions).toEqual([
      'risky',
      'safe',
    ]);
  });

  it('W4: weights are read as weight / sum, an omitted one as 0', () => {
    const odd = virtualService(
      'odd',
      'default',
      `hosts: [fleetman-staff-service], http: [{route: [${to('safe-group', 3)}, ${to('risky-group', 1)}, {destination: {host: fleetman-staff-service}}]}]`,
    );
    const [route] = routing([odd, CANARY_RULE]).routes;
    expect(route?.total).toBe(4);
    expect(route?.destinations.map(({ weight, share }) => [weight, share])).toEqual([
      [3, 0.75],
      [1, 0.25],
      [null, 0],
    ]);
  });

  it.each([
    ['its short name', 'default', 'fleetman-staff-service'],
    ['its full name from another namespace', 'shop', STAFF_HOST],
    ['a wildcard', 'shop', '*.default.svc.cluster.local'],
  ])('finds a VirtualService that names the service by %s', (_, where, host) => {
    const [route] = routing([
      virtualService('v', where, `hosts: ["${host}"], http: [{route: [${to('safe-group', 1)}]}]`),
      CANARY_RULE,
    ]).routes;
    expect(route).toMatchObject({ effective: true, scope: { mesh: true }, object: { namespace: where } });
  });

  it('a short name in another namespace is not this service', () => {
    expect(
      routing([
        virtualService(
          'v',
          'shop',
          'hosts: [fleetman-staff-service], http: [{route: [{destination: {host: fleetman-staff-service}}]}]',
        ),
      ]).routes,
    ).toEqual([]);
  });

  it('the younger of two on one host is ignored, and named with the reason', () => {
    const younger = virtualService(
      'younger',
      'default',
      `hosts: [fleetman-staff-service], http: [{route: [${to('safe-group', 1)}]}]`,
    ).replace('metadata: {', 'metadata: {creationTimestamp: "2025-01-01T00:00:00Z", ');
    const found = routing([CANARY_VIRTUAL_SERVICE, CANARY_RULE, younger]).routes;
    expect(found.map(({ object, effective }) => [object.name, effective])).toEqual([
      ['custom-routing-rules', true],
      ['custom-routing-rules', true],
      ['younger', false],
    ]);
    expect(found[2]?.ignoredBecause).toContain('default/custom-routing-rules');
  });

  it('a private VirtualService is in force for its own namespace', () => {
    const [route] = routing([
      virtualService(
        'v',
        'shop',
        `hosts: ["${STAFF_HOST}"], exportTo: ["."], http: [{route: [${to('safe-group', 1)}]}]`,
      ),
    ]).routes;
    expect(route?.effective).toBe(true);
  });

  it('a rule for callers with a label is in force, for those', () => {
    const [route] = routing([
      virtualService(
        'v',
        'default',
        `hosts: [fleetman-staff-service], http: [{match: [{sourceLabels: {app: web}}], route: [${to('safe-group', 1)}]}]`,
      ),
    ]).routes;
    expect(route?.effective).toBe(true);
    expect(route?.match).toEqual({ words: 'All requests from workloads labelled app=web', isDefault: false });
  });

  it('routes behind one that takes everything are not in force', () => {
    const found = routing([
      virtualService(
        'v',
        'default',
        `hosts: [fleetman-staff-service], http: [{route: [${to('safe-group', 1)}]}, {route: [${to('risky-group', 1)}]}]`,
      ),
    ]).routes;
    expect(found.map(({ effective }) => effective)).toEqual([true, false]);
    expect(found[1]?.ignoredBecause).toContain('/spec/http/0');
  });

  const gateway = objects(`
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: entry, namespace: default}
spec: {selector: {istio: ingressgateway}, servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: [shop.example.com]}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: gw, namespace: istio-system}
spec: {}
`);
  const proxy = pod('gw', 1, { istio: 'ingressgateway' }, { namespace: 'istio-system' });

  it.each([
    ['the host it serves', 'shop.example.com'],
    ['every host', '*'],
  ])('a gateway leads to the service by its destinations, although it names %s', (_, host) => {
    const entry = virtualService(
      'entry',
      'default',
      `hosts: ["${host}"], gateways: [entry], http: [{match: [{uri: {prefix: /staff}}], route: [{destination: {host: fleetman-staff-service}}]}]`,
    );
    const [route] = routing([entry], [...gateway, proxy]).routes;
    expect(route).toMatchObject({ scope: { gateway: 'default/entry' }, effective: true, editable: true });
    expect(route?.match).toEqual({ words: 'Requests to /staff…', isDefault: true });
  });

  it('a missing Gateway, or one without the host, is the reason why it is ignored', () => {
    const at = (host: string, name: string) =>
      virtualService(
        'entry',
        'default',
        `hosts: ["${host}"], gateways: [${name}], http: [{route: [{destination: {host: fleetman-staff-service}}]}]`,
      );
    expect(routing([at('shop.example.com', 'nope')], [...gateway, proxy]).routes[0]?.ignoredBecause).toContain(
      'default/nope does not exist',
    );
    expect(routing([at('other.example.com', 'entry')], [...gateway, proxy]).routes[0]?.ignoredBecause).toContain(
      'no server',
    );
  });

  it('one route for the mesh and a gateway stands once, with all its places', () => {
    const both = virtualService(
      'both',
      'default',
      `hosts: ["${STAFF_HOST}", shop.example.com], gateways: [mesh, entry], http: [{route: [${to('safe-group', 1)}]}]`,
    );
    const found = routing([both], [...gateway, proxy]).routes;
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ scope: { mesh: true }, gateways: ['mesh', 'default/entry'], effective: true });
  });

  it('a delegate is shown with the words of its root, and is edited where it stands', () => {
    const root = virtualService(
      'root',
      'default',
      'hosts: [fleetman-staff-service], http: [{match: [{uri: {prefix: /api}}], delegate: {name: part, namespace: shop}}]',
    );
    const part = virtualService('part', 'shop', `http: [{route: [${to('safe-group', 1)}]}]`);
    const [route] = routing([root, part]).routes;
    expect(route).toMatchObject({
      object: { namespace: 'shop', name: 'part' },
      effective: true,
      scope: { mesh: true },
    });
    expect(route?.match.words).toBe('Requests to /api…, and of these: All requests');
    expect(routing([part]).routes[0]?.ignoredBecause).toContain('no VirtualService delegates to it');
  });

  it('destinations that are other services go by their names', () => {
    const flagger = virtualService(
      'v',
      'default',
      'hosts: [fleetman-staff-service], http: [{route: [{destination: {host: staff-primary}, weight: 90}, {destination: {host: staff-canary, subset: b}, weight: 10}]}]',
    );
    const more: KubernetesObject[] = objects(
      '{apiVersion: v1, kind: Service, metadata: {name: staff-primary, namespace: default}, spec: {selector: {app: p}}}',
    );
    expect(routing([flagger], more).routes[0]?.destinations.map(({ versions }) => versions)).toEqual([
      ['staff-primary'],
      ['staff-canary.default.svc.cluster.local b'],
    ]);
  });

  it('what can not be edited says why', () => {
    const bad = virtualService(
      'v',
      'default',
      `hosts: [fleetman-staff-service], http: [{route: [${to('safe-group', 1)}, {destination: {host: fleetman-staff-service}, weight: -5}]}]`,
    );
    const [route] = routing([bad]).routes;
    expect(route).toMatchObject({ editable: false });
    expect(route?.notEditableBecause).toContain('/spec/http/0/route/1/weight');
    const going = CANARY_VIRTUAL_SERVICE.replace('  labels:', '  deletionTimestamp: "2025-01-01T00:00:00Z"\n  labels:');
    expect(routing([going, CANARY_RULE]).routes[0]?.notEditableBecause).toContain('being deleted');
  });

  it('tcp and tls routes are read too', () => {
    const tcp = virtualService(
      'v',
      'default',
      `hosts: [fleetman-staff-service], tcp: [{match: [{port: 8080}], route: [${to('safe-group', 1)}, ${to('risky-group', 1)}]}]`,
    );
    const service = objects(
      '{apiVersion: v1, kind: Service, metadata: {name: fleetman-staff-service, namespace: default}, spec: {clusterIP: 1.1.1.1, selector: {app: staff-service}, ports: [{name: tcp-a, port: 8080}]}}',
    );
    const [route] = routing([tcp, CANARY_RULE], service).routes;
    expect(route).toMatchObject({ protocol: 'tcp', effective: true, path: '/spec/tcp/0' });
    expect(route?.match).toEqual({ words: 'All connections on port 8080', isDefault: true });
  });

  it('is the same whatever the order in which namespaces arrive', () => {
    const all = [namespace('z'), ...objects(CANARY_VIRTUAL_SERVICE), ...objects(CANARY_RULE)];
    const one = staffSnapshot([], all);
    const reversed = { ...one, slices: new Map([...one.slices].reverse()) };
    expect(readRouting(reversed, STAFF)).toEqual(readRouting(one, STAFF));
  });
});
