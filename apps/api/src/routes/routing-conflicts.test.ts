import type { RoutingChanged } from '@weir/shared';
import { describe, expect, it } from 'vitest';
import { staffObjects, staffRoutes, staffRule } from '../testing/staff-service.ts';
import { createTestApp } from '../testing/test-app.ts';
import { applyOf, create, edit, expectOf, needed, planOf, ROUTING, split, weightsOf } from '../testing/weights.ts';

describe('W8: nothing is overwritten unseen', () => {
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

  it("W8: Weir taking back its own subsets is nobody else's change", async () => {
    const test = await createTestApp({ objects: [...staffObjects(), staffRule(['safe'])] });
    const plan = await planOf(test, create(90, 10));
    expect(plan.objects.map(({ operation, kind }) => `${operation} ${kind}`)).toEqual([
      'patch DestinationRule',
      'create VirtualService',
    ]);
    test.cluster.faults.after = (call) => {
      if (call !== 'patch DestinationRule default/staff-service') return;
      test.cluster.faults.after = () => undefined;
      test.cluster.put(staffRoutes(1, 99), 'helm');
    };
    const { body } = await applyOf(test, create(90, 10), plan, needed(plan));
    const { code, changed } = body as unknown as RoutingChanged & { code: string };
    expect(code).toBe('routing-changed');
    expect(changed.map(({ object, manager }) => [object.kind, manager])).toEqual([['VirtualService', 'helm']]);
    const rule = test.cluster.stored('DestinationRule', 'default', 'staff-service');
    expect(rule).toMatchObject({ spec: (staffRule(['safe']) as unknown as { spec: object }).spec });
  });

  it('W8: what the person saw counts, also where the plan does not touch it', async () => {
    const test = await createTestApp({ objects: split });
    const plan = await planOf(test, edit(60, 40));
    const rule = test.cluster.stored('DestinationRule', 'default', 'staff-service');
    const { apiVersion = '', kind = '' } = rule ?? {};
    const seen = {
      apiVersion,
      kind,
      namespace: 'default',
      name: 'staff-service',
      resourceVersion: rule?.metadata.resourceVersion ?? '',
    };
    test.cluster.put({ ...staffRule(), metadata: { ...staffRule().metadata, labels: { team: 'new' } } });
    const request = {
      intent: edit(60, 40),
      expect: [...expectOf(plan), seen],
      digest: plan.digest,
      acknowledged: needed(plan),
    };
    const { status, body } = await test.ask(`${ROUTING}/apply`, request);
    expect(status).toBe(409);
    expect(body).toMatchObject({ changed: [{ object: { kind: 'DestinationRule' } }], weightsTouched: false });
  });
});
