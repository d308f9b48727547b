import type { Intent } from '@weir/shared';
import { describe, expect, it } from 'vitest';
import { ClusterError } from '../ports/cluster-writer.ts';
import { STAFF_ROUTE, staffObjects, staffRoutes } from '../testing/staff-service.ts';
import { createTestApp } from '../testing/test-app.ts';
import { create, edit, planOf, ROUTING, split } from '../testing/weights.ts';

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
