import { describe, expect, it } from 'vitest';
import { imagine } from './imagined-snapshot.ts';
import { listOf, recordOf } from './json.ts';
import { readRouting } from './read-routing.ts';
import { drafted, findingOf, plan, refused, specOf } from './testing/drafts.ts';
import {
  CANARY_RULE,
  CANARY_VIRTUAL_SERVICE,
  namespace,
  objects,
  pod,
  STAFF,
  STAFF_HOST,
  staffSnapshot,
} from './testing/fixtures.ts';

const split = [
  { version: 'safe', weight: 90 },
  { version: 'risky', weight: 10 },
];

const rule = (name: string, where: string, host: string, spec: string) => `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: ${name}, namespace: ${where}}
spec: {host: "${host}", ${spec}}
`;

describe('W6: where nothing exists', () => {
  it('makes a DestinationRule with a subset for each version, then a VirtualService', () => {
    const draft = drafted(plan(staffSnapshot([]), null, split));
    const metadata = {
      name: 'fleetman-staff-service',
      namespace: 'default',
      labels: { 'app.kubernetes.io/managed-by': 'weir' },
    };
    expect(
      draft.objects.map(({ operation, resourceVersion, patch, before }) => ({
        operation,
        resourceVersion,
        patch,
        before,
      })),
    ).toEqual([
      { operation: 'create', resourceVersion: null, patch: [], before: null },
      { operation: 'create', resourceVersion: null, patch: [], before: null },
    ]);
    expect(draft.objects.map(({ after }) => after)).toEqual([
      {
        apiVersion: 'networking.istio.io/v1',
        kind: 'DestinationRule',
        metadata,
        spec: {
          host: STAFF_HOST,
          subsets: [
            { name: 'safe', labels: { version: 'safe' } },
            { name: 'risky', labels: { version: 'risky' } },
          ],
        },
      },
      {
        apiVersion: 'networking.istio.io/v1',
        kind: 'VirtualService',
        metadata,
        spec: {
          hosts: [STAFF_HOST],
          http: [
            {
              route: [
                { destination: { host: STAFF_HOST, subset: 'safe' }, weight: 90 },
                { destination: { host: STAFF_HOST, subset: 'risky' }, weight: 10 },
              ],
            },
          ],
        },
      },
    ]);
    expect(draft.findings).toEqual([]);
    expect(draft.permissions.map(({ verb, resource }) => `${verb} ${resource}`)).toEqual([
      'get destinationrules',
      'create destinationrules',
      'get virtualservices',
      'create virtualservices',
    ]);
    expect(draft.effect.map((row) => [row.version, row.shareBefore, row.shareAfter])).toEqual([
      ['safe', 2 / 3, 0.9],
      ['risky', 1 / 3, 0.1],
    ]);
  });

  it('what it makes is in force and reads back as asked', () => {
    const before = staffSnapshot([]);
    const after = readRouting(imagine(before, drafted(plan(before, null, split)).objects), STAFF);
    expect(after?.routes).toHaveLength(1);
    expect(after?.routes[0]).toMatchObject({ effective: true, editable: true, total: 100, scope: { mesh: true } });
    expect(after?.routes[0]?.destinations.map(({ versions, share }) => [versions, share])).toEqual([
      [['safe'], 0.9],
      [['risky'], 0.1],
    ]);
  });

  it('takes tcp for a service without HTTP, and leaves ports of other protocols alone', () => {
    const tcp = objects(`
apiVersion: v1
kind: Service
metadata: {name: fleetman-staff-service, namespace: default}
spec: {clusterIP: 10.0.0.7, selector: {app: staff-service}, ports: [{name: tcp-db, port: 27017}, {name: tls-x, port: 9443}]}
`);
    const draft = drafted(plan(staffSnapshot([], tcp), null, split));
    expect(Object.keys(specOf(draft, 'VirtualService'))).toEqual(['hosts', 'tcp']);
    expect(draft.notes).toEqual(['Port 9443 (tls) is not split: it keeps going to all pods.']);
  });

  it('one route serves every HTTP port: it names none, so each keeps the port that was called (2.10.1)', () => {
    const ports = objects(`
apiVersion: v1
kind: Service
metadata: {name: fleetman-staff-service, namespace: default}
spec: {clusterIP: 10.0.0.7, selector: {app: staff-service}, ports: [{name: http, port: 80}, {name: grpc, port: 9000}, {name: tcp, port: 6379}]}
`);
    const draft = drafted(plan(staffSnapshot([], ports), null, split));
    expect(JSON.stringify(draft.objects[1]?.after)).not.toContain('"port"');
    expect(draft.notes).toEqual(['Port 6379 (tcp) is not split: it keeps going to all pods.']);
  });

  it('chooses <name>-weir when the name belongs to something else', () => {
    const other = `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: fleetman-staff-service, namespace: default}
spec: {hosts: [shop.example.com], gateways: [entry], http: [{route: [{destination: {host: fleetman-staff-service}}]}]}
`;
    const draft = drafted(
      plan(staffSnapshot([other, rule('fleetman-staff-service', 'default', 'other', 'subsets: []')]), null, split),
    );
    expect(draft.objects.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'DestinationRule fleetman-staff-service-weir',
      'VirtualService fleetman-staff-service-weir',
    ]);
  });

  it('names subsets as DNS labels, each its own', () => {
    const pods = [
      pod('a', 1, { app: 'staff-service', version: 'V_1.0' }),
      pod('b', 1, { app: 'staff-service', version: 'v-1-0' }),
    ];
    const draft = drafted(
      plan(staffSnapshot([], pods), null, [
        { version: 'V_1.0', weight: 50 },
        { version: 'v-1-0', weight: 50 },
      ]),
    );
    const names = listOf(specOf(draft, 'DestinationRule').subsets).map(recordOf);
    expect(names.slice(0, 2)).toEqual([
      { name: 'v-1-0', labels: { version: 'V_1.0' } },
      { name: 'v-1-0-2', labels: { version: 'v-1-0' } },
    ]);
    expect(new Set(names.map(({ name }) => name)).size).toBe(names.length);
  });

  it('an existing rule for the host is kept and its subsets are used', () => {
    const draft = drafted(plan(staffSnapshot([CANARY_RULE]), null, split));
    expect(draft.objects.map(({ kind }) => kind)).toEqual(['VirtualService']);
    expect(JSON.stringify(draft.objects[0]?.after)).toContain('"subset":"safe-group"');
  });

  it('refuses paths, which can not exist yet', () => {
    expect(refused(plan(staffSnapshot([]), null, [{ path: '/spec/http/0/route/0', weight: 1 }])).code).toBe(
      'invalid-request',
    );
  });
});

describe('W6: nothing that applies today is hidden', () => {
  const policy = 'trafficPolicy: {connectionPool: {tcp: {maxConnections: 7}}, tls: {mode: ISTIO_MUTUAL}}';

  it.each([
    ['a mesh-wide rule', 'istio-system', '*.local'],
    ['a wildcard rule of the namespace', 'default', '*.default.svc.cluster.local'],
  ])('a new DestinationRule carries over the policy and subsets of %s', (_, where, host) => {
    const hidden = rule(
      'wide',
      where,
      host,
      `${policy}, subsets: [{name: stable, labels: {version: safe}, trafficPolicy: {tls: {mode: DISABLE}}}]`,
    );
    const draft = drafted(plan(staffSnapshot([hidden]), null, split));
    expect(draft.objects[0]).toMatchObject({
      kind: 'DestinationRule',
      operation: 'create',
      name: 'fleetman-staff-service',
    });
    expect(specOf(draft, 'DestinationRule')).toEqual({
      host: STAFF_HOST,
      trafficPolicy: { connectionPool: { tcp: { maxConnections: 7 } }, tls: { mode: 'ISTIO_MUTUAL' } },
      subsets: [
        { name: 'stable', labels: { version: 'safe' }, trafficPolicy: { tls: { mode: 'DISABLE' } } },
        { name: 'risky', labels: { version: 'risky' } },
      ],
    });
    expect(draft.notes.join()).toContain(`DestinationRule ${where}/wide`);
    expect(draft.findings).toEqual([]);
  });

  it("a caller's own rule without the subsets blocks, and is named", () => {
    const own = rule('mine', 'shop', STAFF_HOST, policy);
    const draft = drafted(plan(staffSnapshot([own]), null, split));
    expect(draft.objects[0]).toMatchObject({ kind: 'DestinationRule', namespace: 'default' });
    expect(JSON.stringify(draft.objects[0]?.after)).not.toContain('maxConnections');
    const found = draft.findings.filter((finding) => finding.rule === 'caller-cannot-see');
    expect(found.map(({ blocking }) => blocking)).toEqual([true, true]);
    expect(found[0]?.message).toContain('DestinationRule shop/mine');
    expect(found[0]?.title).toContain('shop');
  });

  it("a caller's own rule that has the subsets does not block", () => {
    const own = rule(
      'mine',
      'shop',
      STAFF_HOST,
      'subsets: [{name: stable, labels: {version: safe}}, {name: canary, labels: {version: risky}}]',
    );
    const draft = drafted(plan(staffSnapshot([own]), null, split));
    expect(draft.findings).toEqual([]);
    expect(JSON.stringify(draft.objects[1]?.after)).toContain('"subset":"stable"');
  });

  it('a private VirtualService of a caller blocks, and is named', () => {
    const own = `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: mine, namespace: shop}
spec: {hosts: [${STAFF_HOST}], exportTo: ["."], http: [{route: [{destination: {host: ${STAFF_HOST}}}]}]}
`;
    const draft = drafted(plan(staffSnapshot([own]), null, split));
    expect(findingOf(draft, 'caller-cannot-see')).toMatchObject({ blocking: true });
    expect(findingOf(draft, 'caller-cannot-see')?.message).toContain('VirtualService shop/mine');
  });

  it('an existing rule that only its own namespace sees blocks for the others', () => {
    const closed = CANARY_RULE.replace('  host:', '  exportTo: ["."]\n  host:');
    const draft = drafted(plan(staffSnapshot([closed]), null, split));
    const found = findingOf(draft, 'caller-cannot-see');
    expect(found).toMatchObject({ blocking: true });
    expect(found?.message).toContain('exported to shop');
  });

  it('rules that differ by caller can not be joined in one: blocked', () => {
    const closed = rule('near', 'default', '*.default.svc.cluster.local', `exportTo: ["."], ${policy}`);
    const wide = rule('wide', 'istio-system', '*.local', 'trafficPolicy: {tls: {mode: DISABLE}}');
    const draft = drafted(plan(staffSnapshot([closed, wide]), null, split));
    expect(findingOf(draft, 'rules-differ-by-caller')).toMatchObject({ blocking: true });
    expect(findingOf(draft, 'rules-differ-by-caller')?.message).toMatch(/default\/near.*istio-system\/wide/);
  });

  it('a new VirtualService carries over the settings of the wildcard one that it hides', () => {
    const wild = `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: wild, namespace: shop}
spec:
  hosts: ["*.default.svc.cluster.local"]
  http:
  - match: [{uri: {prefix: /legacy}}]
    route: [{destination: {host: legacy}}]
  - timeout: 7s
    retries: {attempts: 1}
    route: [{destination: {host: ${STAFF_HOST}}}]
`;
    const draft = drafted(plan(staffSnapshot([wild]), null, split));
    expect(specOf(draft, 'VirtualService').http).toEqual([
      { match: [{ uri: { prefix: '/legacy' } }], route: [{ destination: { host: 'legacy.shop.svc.cluster.local' } }] },
      {
        timeout: '7s',
        retries: { attempts: 1 },
        route: [
          { destination: { host: STAFF_HOST, subset: 'safe' }, weight: 90 },
          { destination: { host: STAFF_HOST, subset: 'risky' }, weight: 10 },
        ],
      },
    ]);
    expect(draft.notes.join()).toContain('VirtualService shop/wild');
  });

  it('asks every namespace, also those without pods', () => {
    const own = rule('mine', 'empty', STAFF_HOST, policy);
    const draft = drafted(plan(staffSnapshot([own], [namespace('empty')]), null, split));
    expect(findingOf(draft, 'caller-cannot-see')?.message).toContain('DestinationRule empty/mine');
  });
});

describe('existing routes', () => {
  it('raising a weight that callers elsewhere can not follow blocks; lowering it does not', () => {
    const own = rule('mine', 'shop', STAFF_HOST, 'subsets: [{name: safe-group, labels: {version: safe}}]');
    const snapshot = staffSnapshot([CANARY_VIRTUAL_SERVICE, CANARY_RULE, own]);
    const at = (risky: number) =>
      drafted(
        plan(snapshot, 'VirtualService/default/custom-routing-rules/spec/http/1', [
          { version: 'safe', weight: 100 - risky },
          { version: 'risky', weight: risky },
        ]),
      );
    expect(findingOf(at(20), 'caller-cannot-see')).toMatchObject({ blocking: true });
    expect(findingOf(at(5), 'caller-cannot-see')).toBeUndefined();
  });
});
