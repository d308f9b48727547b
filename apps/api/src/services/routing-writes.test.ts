import type { PlannedObject } from '@weir/shared';
import { describe, expect, it } from 'vitest';
import type { Caller } from '../ports/caller.ts';
import { ClusterError } from '../ports/cluster-writer.ts';
import { createInstantClock } from '../testing/clocks.ts';
import { createFakeCluster } from '../testing/fake-cluster.ts';
import { applyPatch } from '../testing/json-patch.ts';
import { staffObjects, staffRoutes, staffRule } from '../testing/staff-service.ts';
import { inverseOf, writeAll } from './routing-writes.ts';

const caller: Caller = { name: 'mira', groups: [], cluster: 'test', readableNamespaces: 'all' };
const ref = (kind: string) => ({
  apiVersion: 'networking.istio.io/v1',
  kind,
  namespace: 'default',
  name: 'staff-service',
});
const base = { before: null, after: {}, diff: [], patch: [], resourceVersion: null };
const createRule: PlannedObject = { ...ref('DestinationRule'), ...base, operation: 'create', after: staffRule() };
const createRoutes: PlannedObject = {
  ...ref('VirtualService'),
  ...base,
  operation: 'create',
  after: staffRoutes(90, 10),
};

function world(objects = staffObjects()) {
  const cluster = createFakeCluster(objects);
  const clock = createInstantClock();
  const write = (planned: readonly PlannedObject[]) =>
    writeAll({ writer: cluster.writer, cluster: cluster.source, clock, settleTimeMs: 2000 }, caller, planned);
  return { cluster, clock, write };
}

function patchRule(cluster: ReturnType<typeof createFakeCluster>): PlannedObject {
  const before = cluster.stored('DestinationRule', 'default', 'staff-service');
  const resourceVersion = before?.metadata.resourceVersion ?? '';
  const patch = [
    { op: 'replace' as const, path: '/metadata/resourceVersion', value: resourceVersion },
    { op: 'add' as const, path: '/spec/subsets/-', value: { name: 'risky', labels: { version: 'risky' } } },
  ];
  return { ...ref('DestinationRule'), ...base, operation: 'patch', resourceVersion, patch, before };
}

describe('W6: the order of writes', () => {
  it('W6: subsets first, whatever the order of the plan, and then the settle time', async () => {
    const { cluster, clock, write } = world();
    const outcome = await write([createRoutes, createRule]);
    expect(outcome.kind).toBe('written');
    expect(cluster.calls).toEqual([
      'create DestinationRule default/staff-service',
      'create VirtualService default/staff-service',
    ]);
    expect(clock.slept).toEqual([2000]);
  });

  it('W6: without new subsets nothing is waited for', async () => {
    const { clock, write } = world([...staffObjects(), staffRule()]);
    expect((await write([createRoutes])).kind).toBe('written');
    expect(clock.slept).toEqual([]);
  });

  it('W6: routes wait until the watch shows the subsets; when it never does, the rule is taken back', async () => {
    const { cluster, write } = world();
    cluster.faults.watchStopped = true;
    const outcome = await write([createRule, createRoutes]);
    expect(outcome).toMatchObject({ kind: 'failed', failed: { kind: 'VirtualService' }, left: [], unanswered: false });
    expect(cluster.calls.at(-1)).toBe('delete DestinationRule default/staff-service');
    expect(cluster.stored('DestinationRule', 'default', 'staff-service')).toBeUndefined();
  });

  it('W6: the watch may be late', async () => {
    const { cluster, clock, write } = world();
    cluster.faults.watchStopped = true;
    const sleep = clock.sleep;
    // The first pause is the waiting: meanwhile the watch comes back with any other change.
    Object.assign(clock, {
      sleep: async (durationMs: number) => {
        cluster.faults.watchStopped = false;
        cluster.put({ apiVersion: 'v1', kind: 'Pod', metadata: { namespace: 'default', name: 'other' } });
        await sleep(durationMs);
      },
    });
    expect((await write([createRule, createRoutes])).kind).toBe('written');
  });

  it('W6: after a failing route a created rule is deleted', async () => {
    const { cluster, write } = world();
    cluster.faults.before = (call) => {
      if (call.startsWith('create VirtualService')) throw new ClusterError('rejected', 400, 'webhook says no');
    };
    const outcome = await write([createRule, createRoutes]);
    expect(outcome).toMatchObject({ kind: 'failed', reverted: [{ resourceVersion: null }], left: [] });
    expect(cluster.stored('DestinationRule', 'default', 'staff-service')).toBeUndefined();
  });

  it('W6: after a failing route a patched rule is as it was', async () => {
    const { cluster, write } = world([...staffObjects(), staffRule(['safe'])]);
    const before = cluster.stored('DestinationRule', 'default', 'staff-service');
    cluster.faults.before = (call) => {
      if (call.startsWith('create VirtualService')) throw new ClusterError('rejected', 400, 'webhook says no');
    };
    const outcome = await write([patchRule(cluster), createRoutes]);
    const after = cluster.stored('DestinationRule', 'default', 'staff-service');
    expect(outcome).toMatchObject({
      kind: 'failed',
      reverted: [{ resourceVersion: after?.metadata.resourceVersion }],
      left: [],
    });
    expect(after).toMatchObject({ spec: (before as { spec?: unknown } | undefined)?.spec });
  });

  it('W6: what somebody else changed in between is left, and that is told', async () => {
    const { cluster, write } = world();
    cluster.faults.before = (call) => {
      if (!call.startsWith('create VirtualService')) return;
      cluster.put(staffRule(['safe', 'risky', 'other']));
      throw new ClusterError('rejected', 400, 'webhook says no');
    };
    const outcome = await write([createRule, createRoutes]);
    expect(outcome).toMatchObject({
      kind: 'failed',
      reverted: [],
      left: [{ reason: expect.stringContaining('somebody else') }],
    });
    expect(cluster.stored('DestinationRule', 'default', 'staff-service')).toMatchObject({
      spec: { subsets: { length: 3 } },
    });
  });

  it('W6: while it is not known whether the routes were written, their subsets stay', async () => {
    const { cluster, write } = world();
    cluster.faults.before = (call) => {
      if (call.startsWith('create VirtualService')) throw new ClusterError('unreachable', 0, 'the connection broke');
    };
    const outcome = await write([createRule, createRoutes]);
    expect(outcome).toMatchObject({ kind: 'failed', unanswered: true, reverted: [], left: [{}] });
    expect(cluster.stored('DestinationRule', 'default', 'staff-service')).toBeDefined();
  });
});

describe('W6: taking a patch back', () => {
  it.each([
    ['spec', { spec: { a: 1 } }, [{ op: 'add', path: '/spec/b', value: 2 }]],
    ['labels that were none', { metadata: {}, spec: {} }, [{ op: 'add', path: '/metadata/labels', value: { x: 'y' } }]],
    ['labels', { metadata: { labels: { a: 'b' } }, spec: {} }, [{ op: 'remove', path: '/metadata/labels/a' }]],
  ] as const)('W6: restores %s', (_what, document, patch) => {
    const before = {
      ...document,
      metadata: { ...('metadata' in document ? document.metadata : {}), resourceVersion: '1' },
    };
    const planned: PlannedObject = {
      ...ref('DestinationRule'),
      ...base,
      operation: 'patch',
      patch: [...patch],
      before,
    };
    const after = applyPatch(before, planned.patch);
    expect(after).not.toEqual(before);
    expect(applyPatch(after, inverseOf(planned, '1'))).toEqual(before);
  });
});
