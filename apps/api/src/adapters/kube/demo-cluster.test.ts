import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DemoCluster, startDemoCluster } from '@weir/demo-cluster';
import type { ObjectRef } from '@weir/shared';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Caller } from '../../ports/caller.ts';
import { createKubeCluster, type KubeCluster } from './index.ts';
import { createRecordingLogger } from './testing/recording-logger.ts';
import { createFastClock, eventually } from './testing/test-clocks.ts';

const caller: Caller = { name: 'me', groups: [], cluster: 'demo', readableNamespaces: 'all' };
const ref: ObjectRef = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  namespace: 'default',
  name: 'adapter-test',
};
const object = {
  apiVersion: ref.apiVersion,
  kind: ref.kind,
  metadata: { name: ref.name, namespace: ref.namespace },
  spec: { hosts: ['a'], http: [{ route: [{ destination: { host: 'a' }, weight: 100 }] }] },
};
const weightPatch = (weight: number) => [{ op: 'add' as const, path: '/spec/http/0/route/0/weight', value: weight }];

let demo: DemoCluster;
let folder: string;
const open: KubeCluster[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'demo-'));
  demo = await startDemoCluster({ tickMs: 0 });
}, 60_000);
afterAll(async () => {
  for (const cluster of open) {
    await cluster.source.stop();
    await cluster.close();
  }
  await demo.close();
  rmSync(folder, { recursive: true });
});

function connect(user: 'admin' | 'viewer' = 'admin'): KubeCluster {
  const kubeconfigPath = join(folder, user);
  writeFileSync(kubeconfigPath, demo.kubeconfig(user));
  const clock = createFastClock(20);
  const cluster = createKubeCluster({ kubeconfigPath, clock, random: () => 0.5, logger: createRecordingLogger() });
  open.push(cluster);
  return cluster;
}

async function started(): Promise<KubeCluster> {
  const cluster = connect();
  cluster.source.start();
  await eventually(() => cluster.source.snapshot() !== undefined, 'the first snapshot');
  return cluster;
}

const weightOf = (cluster: KubeCluster) =>
  cluster.source.snapshot()?.slices.get(ref.namespace)?.virtualservices.get(ref.name)?.spec?.http?.[0]?.route?.[0]
    ?.weight;

describe('the adapter against the demo cluster', { timeout: 30_000 }, () => {
  it('D1: lists, watches and writes over TLS with the token of the kubeconfig', async () => {
    const cluster = await started();
    expect(cluster.source.snapshot()?.slices.get('default')?.pods.size).toBeGreaterThan(5);
    expect((await cluster.access.whoAmI()).name).toBe('admin');
    await cluster.writer.create(caller, object, { dryRun: false });
    await eventually(() => weightOf(cluster) === 100, 'the created object');
    await cluster.writer.patch(caller, ref, weightPatch(40), { dryRun: true });
    const written = await cluster.writer.patch(caller, ref, weightPatch(30), { dryRun: false });
    await eventually(() => weightOf(cluster) === 30, 'the patched object');
    const stale = [{ op: 'replace' as const, path: '/metadata/resourceVersion', value: '1' }, ...weightPatch(20)];
    await expect(cluster.writer.patch(caller, ref, stale, { dryRun: false })).rejects.toMatchObject({
      kind: 'conflict',
    });
    await cluster.writer.delete(caller, ref, written.metadata.resourceVersion ?? '');
    await eventually(() => weightOf(cluster) === undefined, 'the end of the object');
  });

  it('S4: after dropped watches, a forgotten history and a restart the snapshot follows again', async () => {
    const cluster = await started();
    await cluster.writer.create(caller, object, { dryRun: false });
    const disturbances = [
      () => demo.faults.dropWatches(),
      () => {
        demo.faults.dropWatches();
        demo.faults.expireHistory();
      },
      () => demo.faults.restart(),
    ];
    for (const [index, disturb] of disturbances.entries()) {
      disturb();
      // A read finds out that connections are gone; a write on a broken one is never repeated.
      await cluster.writer.get(caller, ref);
      await cluster.writer.patch(caller, ref, weightPatch(index + 1), { dryRun: false });
      await eventually(() => weightOf(cluster) === index + 1, `weight ${index + 1}`);
    }
    await eventually(() => cluster.source.status().state === 'ok', 'the state ok');
  });

  it('T1b: reads a sidecar through the pod proxy; W16: the API server refuses what a viewer writes', async () => {
    const cluster = await started();
    const pods = [...(cluster.source.snapshot()?.slices.get('default')?.pods.keys() ?? [])];
    const pod = pods.find((name) => name.startsWith('api-gateway')) ?? '';
    const target = { namespace: 'default', pod, port: 15090, path: '/stats/prometheus?filter=istio_' };
    const options = { signal: new AbortController().signal, maxBytes: 1_000_000 };
    demo.tick();
    expect(await cluster.podHttp.get(target, options)).toContain('istio_');
    await expect(cluster.podHttp.get(target, { ...options, maxBytes: 10 })).rejects.toMatchObject({ kind: 'internal' });
    const viewer = connect('viewer');
    const permission = {
      verb: 'patch',
      group: 'networking.istio.io',
      resource: 'virtualservices',
      namespace: 'default',
    };
    expect(await viewer.access.review(caller, [permission])).toEqual([{ ...permission, allowed: false }]);
    await expect(viewer.writer.patch(caller, ref, weightPatch(1), { dryRun: true })).rejects.toMatchObject({
      kind: 'forbidden',
    });
  });
});
