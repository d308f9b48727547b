import type { KubernetesObject } from '@weir/mesh';
import type { ApplyResult, Intent, Plan, RoutingChanged } from '@weir/shared';
import { describe, expect, it } from 'vitest';
import { ClusterError } from '../ports/cluster-writer.ts';
import { createInstantClock } from '../testing/clocks.ts';
import { STAFF_ROUTE, staffObjects, staffRoutes, staffRule } from '../testing/staff-service.ts';
import { createTestApp, type TestApp } from '../testing/test-app.ts';

const ROUTING = '/api/services/default/staff-service/routing';

const create = (safe: number, risky: number): Intent => ({
  kind: 'weights',
  changes: [
    {
      route: null,
      weights: [
        { version: 'safe', weight: safe },
        { version: 'risky', weight: risky },
      ],
    },
  ],
});
const edit = (safe: number, risky: number, route = STAFF_ROUTE): Intent => ({
  kind: 'weights',
  changes: [
    {
      route,
      weights: [
        { subset: 'safe', weight: safe },
        { subset: 'risky', weight: risky },
      ],
    },
  ],
});

const expectOf = ({ objects }: Plan) =>
  objects.map(({ apiVersion, kind, namespace, name, resourceVersion }) => ({
    apiVersion,
    kind,
    namespace,
    name,
    resourceVersion,
  }));

async function planOf({ ask }: TestApp, intent: Intent): Promise<Plan> {
  const { status, body, text } = await ask(`${ROUTING}/plan`, intent);
  expect(status, text).toBe(200);
  return body as unknown as Plan;
}

const applyOf = ({ ask }: TestApp, intent: Intent, plan: Plan, acknowledged: readonly string[] = []) =>
  ask(`${ROUTING}/apply`, { intent, expect: expectOf(plan), digest: plan.digest, acknowledged });

const needed = (plan: Plan) => plan.findings.filter((finding) => finding.needsAcknowledgement).map(({ id }) => id);

const split: readonly KubernetesObject[] = [...staffObjects(), staffRule(), staffRoutes(90, 10, { timeout: '3s' })];

const weightsOf = (object: KubernetesObject | undefined) =>
  (object as unknown as { spec: { http: { route: { weight: number }[] }[] } }).spec.http.map((http) =>
    http.route.map(({ weight }) => weight),
  );

describe('GET routing', () => {
  it('A: answers versions and routes', async () => {
    const test = await createTestApp({ objects: split });
    const { status, body } = await test.ask(ROUTING);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      service: { namespace: 'default', name: 'staff-service' },
      routes: [{ id: STAFF_ROUTE, destinations: [{ weight: 90 }, { weight: 10 }] }],
    });
  });

  it.each([
    [
      'default/nobody',
      'There is no service default/nobody. The namespace default exists; its services are staff-service.',
    ],
    ['kube-system/nobody', 'The namespace kube-system exists and has no services.'],
    ['nowhere/nobody', 'The namespace nowhere does not exist, or you may not read it.'],
  ])('U8: an unknown service %s is not found, and says how its namespace stands', async (service, words) => {
    const test = await createTestApp({ objects: split });
    const { status, body } = await test.ask(`/api/services/${service}/routing`);
    expect(status).toBe(404);
    expect(body).toMatchObject({ code: 'not-found', detail: expect.stringContaining(words) });
  });
});

describe('POST plan', () => {
  it('W7: shows patch, permissions, dry run and effect, and writes nothing', async () => {
    const test = await createTestApp({ objects: split });
    const plan = await planOf(test, edit(50, 50));
    expect(plan.objects).toHaveLength(1);
    expect(plan.objects[0]?.patch.map(({ path }) => path)).toEqual([
      '/metadata/resourceVersion',
      '/spec/http/0/route/0/weight',
      '/spec/http/0/route/1/weight',
    ]);
    expect(plan.dryRun.state).toBe('passed');
    expect(plan.permissions).toContainEqual({
      verb: 'patch',
      group: 'networking.istio.io',
      resource: 'virtualservices',
      namespace: 'default',
      allowed: true,
    });
    expect(plan.effect).toContainEqual(
      expect.objectContaining({ version: 'risky', shareBefore: 0.1, shareAfter: 0.5 }),
    );
    expect(test.cluster.calls.filter((call) => !call.endsWith('(dry run)') && !call.startsWith('get'))).toEqual([]);
  });

  it('W7: the effect counts in requests of the last minute', async () => {
    const test = await createTestApp({ objects: split });
    const peer = {
      workload: '',
      namespace: '',
      canonicalService: '',
      canonicalRevision: '',
      principal: '',
      cluster: '',
    };
    const sample = {
      source: peer,
      destination: peer,
      destinationService: 'staff-service.default.svc.cluster.local',
      destinationServiceName: 'staff-service',
      destinationServiceNamespace: 'default',
      protocol: 'http',
      responseCode: '200',
      grpcStatus: '',
      responseFlags: '-',
      connectionSecurityPolicy: 'mutual_tls',
      requests: 600,
    } as const;
    // The same requests as both ends report them: they count once.
    test.telemetry.give({
      requests: [
        { ...sample, reporter: 'destination' },
        { ...sample, reporter: 'source' },
      ],
    });
    const plan = await planOf(test, edit(50, 50));
    expect(plan.effect).toContainEqual(
      expect.objectContaining({ version: 'risky', perSecondBefore: 1, perSecondAfter: 5 }),
    );
  });

  it('W16: read-only, a plan is still made, without a dry run', async () => {
    const test = await createTestApp({ objects: split, settings: { readOnly: true } });
    const plan = await planOf(test, edit(50, 50));
    expect(plan.dryRun).toMatchObject({ state: 'skipped', detail: expect.stringContaining('--read-only') });
    expect(test.cluster.calls).toEqual([]);
  });

  it('W7: without the permission the dry run is skipped, and says which is missing', async () => {
    const test = await createTestApp({ objects: split });
    test.cluster.faults.denied = new Set(['patch virtualservices']);
    const plan = await planOf(test, edit(50, 50));
    expect(plan.dryRun).toEqual({
      state: 'skipped',
      detail: 'You may not patch virtualservices.networking.istio.io in default.',
    });
    expect(test.cluster.calls).toEqual([]);
  });

  it("W7: a failed dry run carries the API server's own text", async () => {
    const test = await createTestApp({ objects: split });
    test.cluster.faults.before = () => {
      throw new ClusterError('rejected', 400, 'admission webhook "x" denied the request: Fridays');
    };
    const plan = await planOf(test, edit(50, 50));
    expect(plan.dryRun).toMatchObject({ state: 'failed', detail: expect.stringContaining('Fridays') });
  });

  it('W7: an API server that does not answer is no verdict', async () => {
    const test = await createTestApp({ objects: split });
    test.cluster.faults.before = () => {
      throw new ClusterError('unreachable', 0, 'connection refused');
    };
    expect((await planOf(test, edit(50, 50))).dryRun.state).toBe('skipped');
  });

  it('W8: when the watch lags behind, the plan is made of what is really there', async () => {
    const test = await createTestApp({ objects: split });
    test.cluster.faults.watchStopped = true;
    const live = test.cluster.put(staffRoutes(80, 20));
    const plan = await planOf(test, edit(50, 50));
    expect(plan.objects[0]?.resourceVersion).toBe(live.metadata.resourceVersion);
    expect(plan.dryRun.state).toBe('passed');
  });

  it.each([
    [create(0, 0), /^(invalid-request|blocked-by-finding)$/],
    [edit(0, 0), /^(invalid-request|blocked-by-finding)$/],
    [edit(50, 50, 'VirtualService/default/other/spec/http/0'), /^not-found$/],
    [
      {
        kind: 'weights',
        changes: [{ route: STAFF_ROUTE, weights: [{ subset: 'safe', weight: 100 }] }],
      } satisfies Intent,
      /^invalid-request$/,
    ],
  ])('W4: weights that cannot be meant are refused or blocked: %j', async (intent, code) => {
    const test = await createTestApp({ objects: 'route' in intent && intent.route === null ? staffObjects() : split });
    const { body } = await test.ask(`${ROUTING}/plan`, intent);
    const blocking = (body.findings as { blocking: boolean }[] | undefined)?.some((finding) => finding.blocking);
    expect(String(body.code ?? (blocking ? 'blocked-by-finding' : 'accepted'))).toMatch(code);
  });

  it('A: a cluster without Istio is told, not guessed', async () => {
    const test = await createTestApp({ objects: staffObjects() });
    test.cluster.faults.networkingVersion = null;
    const { status, body } = await test.ask(`${ROUTING}/plan`, create(90, 10));
    expect(status).toBe(404);
    expect(body).toMatchObject({ code: 'not-found', detail: expect.stringContaining('networking.istio.io') });
  });
});

describe('POST apply', () => {
  it('W6: where nothing exists, the rule is written, then after the settle time the routes; all dry runs come first', async () => {
    const clock = createInstantClock();
    const test = await createTestApp({ objects: staffObjects(), clock });
    const intent = create(90, 10);
    const plan = await planOf(test, intent);
    test.cluster.calls.length = 0;
    const { status, body, text } = await applyOf(test, intent, plan, needed(plan));
    expect(status, text).toBe(200);
    expect((body as unknown as ApplyResult).applied.map(({ kind, operation }) => `${operation} ${kind}`)).toEqual([
      'create DestinationRule',
      'create VirtualService',
    ]);
    const writes = test.cluster.calls.filter((call) => !call.startsWith('get'));
    expect(writes.map((call) => call.replace(' default/staff-service', ''))).toEqual([
      'create DestinationRule (dry run)',
      'create VirtualService (dry run)',
      'create DestinationRule',
      'create VirtualService',
    ]);
    expect(clock.slept).toContain(2000);
    expect(test.audit).toEqual([
      {
        who: 'mira',
        action: 'apply',
        service: 'default/staff-service',
        outcome: 'applied',
        detail: JSON.stringify(intent),
      },
    ]);
  });

  it('W5: an edit changes the weights and nothing else', async () => {
    const test = await createTestApp({ objects: split });
    const before = test.cluster.stored('VirtualService', 'default', 'staff-service');
    const plan = await planOf(test, edit(60, 40));
    const { status } = await applyOf(test, edit(60, 40), plan, needed(plan));
    const after = test.cluster.stored('VirtualService', 'default', 'staff-service');
    expect(status).toBe(200);
    expect(weightsOf(after)).toEqual([[60, 40]]);
    const restored = JSON.parse(
      JSON.stringify(after).replace('"weight":60', '"weight":90').replace('"weight":40', '"weight":10'),
    );
    expect(restored).toMatchObject({ spec: (before as unknown as { spec: object }).spec });
  });

  it('W8: what changed since is told field by field with who and when, and the plan as it would be now', async () => {
    const test = await createTestApp({ objects: split });
    const plan = await planOf(test, edit(60, 40));
    test.cluster.put(staffRoutes(90, 10, { timeout: '9s' }), 'argocd-controller');
    const { status, body } = await applyOf(test, edit(60, 40), plan, needed(plan));
    const problem = body as unknown as RoutingChanged & { code: string; detail: string };
    expect(status).toBe(409);
    expect(problem.code).toBe('routing-changed');
    expect(problem.detail).toContain('argocd-controller');
    expect(problem.changed).toEqual([
      {
        object: expect.objectContaining({ kind: 'VirtualService', name: 'staff-service' }),
        path: '/spec/http/0/timeout',
        before: '3s',
        after: '9s',
        manager: 'argocd-controller',
        time: '2026-01-01T00:00:00Z',
      },
    ]);
    expect(problem.weightsTouched).toBe(false);
    // The rebased plan can be applied as it is.
    const again = problem.plan;
    if (again === null) throw new Error('expected a plan');
    expect((await applyOf(test, edit(60, 40), again, needed(again))).status).toBe(200);
    const after = test.cluster.stored('VirtualService', 'default', 'staff-service');
    expect(weightsOf(after)).toEqual([[60, 40]]);
    expect(JSON.stringify(after)).toContain('"9s"');
  });

  it('W8: touched weights are said to be touched', async () => {
    const test = await createTestApp({ objects: split });
    const plan = await planOf(test, edit(60, 40));
    test.cluster.put(staffRoutes(70, 30, { timeout: '3s' }));
    const { body } = await applyOf(test, edit(60, 40), plan, needed(plan));
    expect(body).toMatchObject({ code: 'routing-changed', weightsTouched: true });
  });

  it('W8: a version that is not known any more may have changed everywhere', async () => {
    const test = await createTestApp({ objects: split });
    const plan = await planOf(test, edit(60, 40));
    const foreign = { ...plan, objects: plan.objects.map((object) => ({ ...object, resourceVersion: '1' })) };
    const { status, body } = await applyOf(test, edit(60, 40), foreign, needed(plan));
    expect(status).toBe(409);
    expect(body).toMatchObject({ weightsTouched: true, changed: [{ path: '' }] });
    expect((body as { changed: object[] }).changed[0]).not.toHaveProperty('before');
  });

  it('W8: what appeared since is told, and nothing is overwritten', async () => {
    const test = await createTestApp({ objects: staffObjects() });
    const plan = await planOf(test, create(90, 10));
    test.cluster.put(staffRule());
    test.cluster.put(staffRoutes(1, 99), 'helm');
    const { status, body } = await applyOf(test, create(90, 10), plan, needed(plan));
    expect(status).toBe(409);
    expect(body).toMatchObject({ code: 'routing-changed', weightsTouched: true });
    expect(weightsOf(test.cluster.stored('VirtualService', 'default', 'staff-service'))).toEqual([[1, 99]]);
  });

  it('W8: a deleted object is told as deleted', async () => {
    const test = await createTestApp({ objects: split });
    const plan = await planOf(test, edit(60, 40));
    test.cluster.remove({ apiVersion: '', kind: 'VirtualService', namespace: 'default', name: 'staff-service' });
    const { status, body } = await applyOf(test, edit(60, 40), plan, needed(plan));
    expect(status).toBe(409);
    expect(body).toMatchObject({ code: 'routing-changed', weightsTouched: true, plan: null });
    expect((body as { changed: object[] }).changed[0]).not.toHaveProperty('after');
  });

  it('A: another digest than the plan of what is there is refused', async () => {
    const test = await createTestApp({ objects: split });
    const plan = await planOf(test, edit(60, 40));
    const { status, body } = await applyOf(test, edit(61, 39), plan, needed(plan));
    expect(status).toBe(409);
    expect(body).toMatchObject({ code: 'routing-changed', changed: [], weightsTouched: false });
    expect(weightsOf(test.cluster.stored('VirtualService', 'default', 'staff-service'))).toEqual([[90, 10]]);
  });

  it('W8: of two who apply at once exactly one wins, and the other learns who and what', async () => {
    const test = await createTestApp({ objects: split });
    const [mine, theirs] = [await planOf(test, edit(60, 40)), await planOf(test, edit(20, 80))];
    // Both have read and tried before either writes.
    let arrived = 0;
    let open: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    test.cluster.faults.before = async (call) => {
      if (call !== 'patch VirtualService default/staff-service') return;
      arrived += 1;
      if (arrived === 2) open();
      await gate;
    };
    const answers = await Promise.all([
      applyOf(test, edit(60, 40), mine, needed(mine)),
      applyOf(test, edit(20, 80), theirs, needed(theirs)),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const [winner, loser] = answers[0].status === 200 ? answers : answers.toReversed();
    const weights = winner === answers[0] ? [60, 40] : [20, 80];
    expect(weightsOf(test.cluster.stored('VirtualService', 'default', 'staff-service'))).toEqual([weights]);
    expect(loser?.body).toMatchObject({
      code: 'routing-changed',
      weightsTouched: true,
      changed: [
        { path: '/spec/http/0/route/0/weight', before: 90, after: weights[0], manager: 'weir' },
        { path: '/spec/http/0/route/1/weight', before: 10, after: weights[1], manager: 'weir' },
      ],
    });
    expect(test.audit.map(({ outcome }) => outcome).sort()).toEqual(['applied', 'refused']);
  });

  it('W7: weight on a version without ready pods is blocked', async () => {
    const objects = [...staffObjects({ riskyReady: false }), staffRule(), staffRoutes(100, 0)];
    const test = await createTestApp({ objects });
    const plan = await planOf(test, edit(60, 40));
    const { status, body } = await applyOf(
      test,
      edit(60, 40),
      plan,
      plan.findings.map(({ id }) => id),
    );
    expect(status).toBe(422);
    expect(body).toMatchObject({ code: 'blocked-by-finding', findings: [{ blocking: true }] });
    expect(weightsOf(test.cluster.stored('VirtualService', 'default', 'staff-service'))).toEqual([[100, 0]]);
  });

  it('W7: what needs an explicit choice needs it here too', async () => {
    const owned = staffRoutes(90, 10);
    const labels = { 'argocd.argoproj.io/instance': 'fleetman' };
    const annotations = {
      'argocd.argoproj.io/tracking-id': 'fleetman:networking.istio.io/VirtualService:default/staff-service',
    };
    const objects = [
      ...staffObjects(),
      staffRule(),
      { ...owned, metadata: { ...owned.metadata, labels, annotations } },
    ];
    const test = await createTestApp({ objects });
    const plan = await planOf(test, edit(60, 40));
    expect(needed(plan)).not.toEqual([]);
    const refused = await applyOf(test, edit(60, 40), plan, []);
    expect(refused.status).toBe(422);
    expect(refused.body).toMatchObject({
      code: 'not-acknowledged',
      remedy: expect.stringContaining(needed(plan)[0] ?? '?'),
    });
    expect((await applyOf(test, edit(60, 40), plan, needed(plan))).status).toBe(200);
  });

  it('W7: a missing permission is named, and nothing is tried', async () => {
    const test = await createTestApp({ objects: staffObjects() });
    const plan = await planOf(test, create(90, 10));
    test.cluster.faults.denied = new Set(['create destinationrules']);
    test.cluster.calls.length = 0;
    const { status, body } = await applyOf(test, create(90, 10), plan, needed(plan));
    expect(status).toBe(403);
    expect(body).toMatchObject({ code: 'forbidden', detail: expect.stringContaining('create destinationrules') });
    expect(test.cluster.calls.filter((call) => !call.startsWith('get'))).toEqual([]);
  });

  it("A: a dry run's refusal is the answer, with the server's own text, and nothing is written", async () => {
    const test = await createTestApp({ objects: staffObjects() });
    const plan = await planOf(test, create(90, 10));
    test.cluster.faults.before = (call) => {
      if (call.startsWith('create VirtualService')) throw new ClusterError('rejected', 400, 'denied: Fridays');
    };
    const { status, body } = await applyOf(test, create(90, 10), plan, needed(plan));
    expect(status).toBe(400);
    expect(body).toMatchObject({
      code: 'invalid-request',
      detail: expect.stringContaining('denied: Fridays'),
      notDone: 'Nothing was written.',
    });
    expect(test.cluster.stored('DestinationRule', 'default', 'staff-service')).toBeUndefined();
  });

  it('W6: a route that fails after its subsets is partly applied: exactly what was and was not done', async () => {
    const test = await createTestApp({ objects: staffObjects() });
    const plan = await planOf(test, create(90, 10));
    test.cluster.faults.before = (call) => {
      if (call === 'create VirtualService default/staff-service')
        throw new ClusterError('rejected', 400, 'denied: Fridays');
    };
    const { status, body } = await applyOf(test, create(90, 10), plan, needed(plan));
    expect(status).toBe(502);
    expect(body).toMatchObject({
      code: 'partly-applied',
      detail: expect.stringContaining('denied: Fridays'),
      notDone: 'Not written: VirtualService default/staff-service.',
      applied: [],
      reverted: [{ kind: 'DestinationRule', name: 'staff-service', resourceVersion: null }],
      notApplied: [{ kind: 'VirtualService' }],
      unknown: [],
    });
    expect(test.cluster.stored('DestinationRule', 'default', 'staff-service')).toBeUndefined();
    expect(test.audit.at(-1)).toMatchObject({ outcome: 'partly-applied' });
  });

  it('W6: when an answer is missing, what is not known is said to be unknown', async () => {
    const test = await createTestApp({ objects: staffObjects() });
    const plan = await planOf(test, create(90, 10));
    test.cluster.faults.before = (call) => {
      if (call === 'create VirtualService default/staff-service')
        throw new ClusterError('unreachable', 0, 'connection reset');
    };
    const { body } = await applyOf(test, create(90, 10), plan, needed(plan));
    expect(body).toMatchObject({
      code: 'partly-applied',
      notDone: 'Whether VirtualService default/staff-service was written is not known.',
      applied: [{ kind: 'DestinationRule', operation: 'create' }],
      unknown: [{ kind: 'VirtualService' }],
    });
  });

  it('W8: a route that appears during the settle time is a conflict, and the new subsets are taken back', async () => {
    const test = await createTestApp({ objects: staffObjects() });
    const plan = await planOf(test, create(90, 10));
    test.cluster.faults.after = (call) => {
      if (call === 'create DestinationRule default/staff-service') test.cluster.put(staffRoutes(1, 99), 'helm');
    };
    const { status, body } = await applyOf(test, create(90, 10), plan, needed(plan));
    expect(status).toBe(409);
    expect(body).toMatchObject({ code: 'routing-changed', weightsTouched: true });
    expect(test.cluster.stored('DestinationRule', 'default', 'staff-service')).toBeUndefined();
  });

  it('S2: expect is no way to read other objects', async () => {
    const test = await createTestApp({ objects: split });
    const plan = await planOf(test, edit(60, 40));
    const secret = { apiVersion: 'v1', kind: 'Secret', namespace: 'default', name: 'token', resourceVersion: '1' };
    test.cluster.calls.length = 0;
    const request = { intent: edit(60, 40), expect: [secret], digest: plan.digest, acknowledged: [] };
    const { status, body } = await test.ask(`${ROUTING}/apply`, request);
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'invalid-request', detail: expect.stringContaining('Secret default/token') });
    expect(test.cluster.calls).toEqual([]);
  });
});

describe('W16: who may not write is refused before the body is looked at', () => {
  it('W16: read-only', async () => {
    const test = await createTestApp({ objects: split, settings: { readOnly: true } });
    const { status, body } = await test.ask(`${ROUTING}/apply`, '{ this is no JSON');
    expect(status).toBe(403);
    expect(body).toMatchObject({ code: 'read-only', notDone: expect.stringContaining('Nothing was written') });
    expect(test.audit).toEqual([expect.objectContaining({ who: 'mira', outcome: 'refused', code: 'read-only' })]);
  });

  it('W16: no permission anywhere that routing of the service stands', async () => {
    const test = await createTestApp({ objects: split });
    test.cluster.faults.denied = new Set(['patch virtualservices']);
    const { status, body } = await test.ask(`${ROUTING}/apply`, '{ this is no JSON');
    expect(status).toBe(403);
    expect(body).toMatchObject({ code: 'forbidden', detail: 'You may not patch virtualservices in default.' });
  });

  it('W16: a malformed attempt is in the audit log, once', async () => {
    const test = await createTestApp({ objects: split });
    const { status, body } = await test.ask(`${ROUTING}/apply`, '{ this is no JSON');
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'invalid-request' });
    expect(test.audit).toEqual([expect.objectContaining({ outcome: 'refused', code: 'invalid-request' })]);
  });
});
