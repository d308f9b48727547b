import type { ApplyResult } from '@weir/shared';
import { describe, expect, it } from 'vitest';
import { ClusterError } from '../ports/cluster-writer.ts';
import { createInstantClock } from '../testing/clocks.ts';
import { staffObjects, staffRoutes, staffRule } from '../testing/staff-service.ts';
import { createTestApp } from '../testing/test-app.ts';
import { applyOf, create, edit, needed, planOf, ROUTING, split, weightsOf } from '../testing/weights.ts';

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

  it('A: another digest than the plan of what is there is refused', async () => {
    const test = await createTestApp({ objects: split });
    const plan = await planOf(test, edit(60, 40));
    const { status, body } = await applyOf(test, edit(61, 39), plan, needed(plan));
    expect(status).toBe(409);
    expect(body).toMatchObject({ code: 'routing-changed', changed: [], weightsTouched: false });
    expect(weightsOf(test.cluster.stored('VirtualService', 'default', 'staff-service'))).toEqual([[90, 10]]);
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

  it('W16: an attempt that fails in a way that nobody foresaw is in the audit log and in the log, each once', async () => {
    const test = await createTestApp({ objects: split });
    const plan = await planOf(test, edit(60, 40));
    test.cluster.faults.before = () => {
      throw new TypeError('nobody foresaw this');
    };
    const { status, body } = await applyOf(test, edit(60, 40), plan, needed(plan));
    expect([status, body.code]).toEqual([500, 'internal']);
    expect(test.audit).toEqual([expect.objectContaining({ outcome: 'failed', code: 'internal' })]);
    expect(test.errors).toHaveLength(1);
  });
});
