import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Snapshot } from '@weir/mesh';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createKubeCluster, type KubeCluster } from './index.ts';
import { type FakeApiServer, sendJson, startFakeApiServer, statusBody } from './testing/fake-api-server.ts';
import { createRecordingLogger } from './testing/recording-logger.ts';
import { createFastClock, eventually } from './testing/test-clocks.ts';

/** Thirty seconds of the adapter are 0.3 s here. */
const SPEED = 100;

let server: FakeApiServer;
let folder: string;
let cluster: KubeCluster;
let logger: ReturnType<typeof createRecordingLogger>;
let changes: { readonly snapshot: Snapshot; readonly changed: ReadonlySet<string> }[];

beforeEach(async () => {
  server = await startFakeApiServer();
  folder = mkdtempSync(join(tmpdir(), 'source-'));
  server.collection('pods').put('shop', 'web', { spec: {}, status: { phase: 'Running' } });
  server.collection('services').put('shop', 'web', { spec: { ports: [{ port: 80 }] } });
  server.collection('virtualservices').put('shop', 'web', { spec: { hosts: ['web'] } });
});
afterEach(async () => {
  await cluster.source.stop();
  await cluster.close();
  await server.close();
  rmSync(folder, { recursive: true });
});

/** A started source. */
function start(namespaces?: readonly string[]): void {
  const file = join(folder, 'kubeconfig');
  const clusters = [{ name: 'c', cluster: { server: server.url } }];
  const contexts = [{ name: 'fake', context: { cluster: 'c', user: 'u' } }];
  const users = [{ name: 'u', user: { token: 'sesame' } }];
  writeFileSync(file, JSON.stringify({ clusters, contexts, users, 'current-context': 'fake' }));
  logger = createRecordingLogger();
  changes = [];
  cluster = createKubeCluster({
    kubeconfigPath: file,
    ...(namespaces === undefined ? {} : { namespaces }),
    clock: createFastClock(SPEED),
    random: () => 0.5,
    logger,
  });
  cluster.source.onChange((snapshot, changed) => changes.push({ snapshot, changed }));
  cluster.source.start();
}

const synced = () => eventually(() => cluster.source.snapshot() !== undefined, 'the first snapshot');
const slice = (name: string) => cluster.source.snapshot()?.slices.get(name);
const hasPod = (name: string) => slice('shop')?.pods.has(name) === true;
const state = () => cluster.source.status().state;
const isLive = () => eventually(() => server.collection('pods').watchers() > 0, 'a watch of pods');
const codes = () => cluster.source.warnings().map(({ code }) => code);
const listsOf = (path: string) =>
  server.requests.filter((request) => request.path === path && request.query.get('watch') === null).length;

describe('createClusterSource', { timeout: 20_000 }, () => {
  it('publishes the cluster as it is, and says what it knows of it', async () => {
    start();
    expect(state()).toBe('starting');
    await synced();
    expect(hasPod('web')).toBe(true);
    expect(slice('shop')?.virtualservices.get('web')?.apiVersion).toBe('networking.istio.io/v1');
    expect(cluster.source.info()).toEqual({
      name: 'fake',
      server: server.url,
      version: 'v1.34.0',
      networkingVersion: 'v1',
      gatewayApi: false,
    });
    expect(cluster.source.status()).toMatchObject({ state: 'ok', objects: 3, kind: 'kubernetes' });
    expect(cluster.source.warnings()).toEqual([]);
    expect(server.requests.every(({ headers }) => headers.authorization === 'Bearer sesame')).toBe(true);
  });

  it('U3: a change comes as one publish with the namespaces that it touches', async () => {
    start();
    await synced();
    await isLive();
    const before = changes.length;
    for (const name of ['x', 'y', 'z']) server.collection('pods').put('other', name);
    await eventually(() => slice('other')?.pods.size === 3, 'the new pods');
    const later = changes.slice(before);
    expect(later.length).toBeLessThanOrEqual(2);
    expect(later.flatMap(({ changed }) => [...changed]).every((name) => name === 'other')).toBe(true);
    expect(later.at(-1)?.snapshot.slices.get('shop')).toBe(changes[0]?.snapshot.slices.get('shop'));
  });

  it('lists in pages', async () => {
    for (let index = 0; index < 1_201; index += 1) server.collection('pods').put('many', `p${index}`);
    start();
    await synced();
    expect(slice('many')?.pods.size).toBe(1_201);
    expect(listsOf('/api/v1/pods')).toBe(3);
  });

  it('S4: a connection that breaks in the middle of a watch goes on where it was', async () => {
    start();
    await synced();
    await isLive();
    server.collection('pods').dropWatches(false);
    server.collection('pods').put('shop', 'new');
    await eventually(() => hasPod('new'), 'the pod from after the break');
    expect(listsOf('/api/v1/pods')).toBe(1);
  });

  it('S4: an expired history, told in the stream, is listed anew; what is gone meanwhile is gone', async () => {
    start();
    await synced();
    await isLive();
    server.collection('pods').put('shop', 'second');
    await eventually(() => hasPod('second'), 'the second pod');
    const pods = server.collection('pods');
    // While the stream is down one pod goes, one comes, and the history is forgotten.
    pods.dropWatches(false);
    pods.delete('shop', 'web');
    pods.put('shop', 'third');
    pods.compact();
    await eventually(() => hasPod('third') && !hasPod('web'), 'the list after the gap');
    expect(listsOf('/api/v1/pods')).toBe(2);
  });

  it('S4: an expired history, told as an HTTP status, is listed anew', async () => {
    start();
    await synced();
    await isLive();
    let refusals = 1;
    server.fault = ({ path, query }, response) => {
      if (path !== '/api/v1/pods' || query.get('watch') !== 'true' || refusals === 0) return false;
      refusals -= 1;
      sendJson(response, 410, statusBody(410, 'Expired', 'too old resource version: 1 (2)'));
      return true;
    };
    server.collection('pods').dropWatches(true);
    await eventually(() => listsOf('/api/v1/pods') === 2, 'a list anew');
    server.collection('pods').put('shop', 'after');
    await eventually(() => hasPod('after'), 'the pod after it');
  });

  it('S4: an unreadable line is logged and listed anew', async () => {
    start();
    await synced();
    await isLive();
    server.collection('pods').send('{"type":"ADDED","object":{"metadata":{"na');
    await eventually(() => listsOf('/api/v1/pods') === 2, 'a list anew');
    expect(logger.lines.some((line) => line.startsWith('warn') && line.includes('unreadable'))).toBe(true);
  });

  it('S4: 429 is waited for as long as it asks', async () => {
    let refusals = 1;
    const times: number[] = [];
    server.fault = ({ path, query }, response) => {
      if (path !== '/api/v1/pods' || query.get('watch') === 'true') return false;
      times.push(Date.now());
      if (refusals === 0) return false;
      refusals -= 1;
      sendJson(response, 429, statusBody(429, 'TooManyRequests', 'slow down'), { 'retry-after': '20' });
      return true;
    };
    start();
    await synced();
    const [first = 0, second = 0] = times;
    expect((second - first) * SPEED).toBeGreaterThanOrEqual(20_000 * 0.9);
  });

  it('S4: a kind that may not be read is left out, and comes back when it may', async () => {
    let isForbidden = true;
    server.fault = ({ path }, response) => {
      if (!path.endsWith('/services') || !isForbidden) return false;
      sendJson(response, 403, statusBody(403, 'Forbidden', 'services is forbidden: User "u" cannot list'));
      return true;
    };
    start();
    await synced();
    expect(hasPod('web')).toBe(true);
    expect(slice('shop')?.services.size).toBe(0);
    expect(state()).toBe('degraded');
    expect(cluster.source.warnings()).toEqual([
      {
        code: 'kind-forbidden',
        message: 'Weir may not read services in the whole cluster; they are left out.',
        remedy:
          'Grant get, list and watch on them in the whole cluster, or start Weir with --namespaces and the namespaces that it may read.',
      },
    ]);
    isForbidden = false;
    await eventually(() => slice('shop')?.services.size === 1, 'the services');
    expect(state()).toBe('ok');
    expect(codes()).toEqual([]);
  });

  it("S4: a cluster without Istio's kinds is shown, and they are picked up when they come", async () => {
    server.setServed([]);
    start();
    await synced();
    expect([...(cluster.source.snapshot()?.absentKinds ?? [])]).toContain('virtualservices');
    expect(cluster.source.info().networkingVersion).toBeUndefined();
    expect(codes()).toEqual(['kind-not-served']);
    expect(state()).toBe('ok');
    server.setServed(['virtualservices', 'destinationrules']);
    await eventually(() => slice('shop')?.virtualservices.size === 1, 'the VirtualService');
    expect(cluster.source.info().networkingVersion).toBe('v1');
    expect([...(cluster.source.snapshot()?.absentKinds ?? [])]).toEqual(['gateways', 'serviceentries', 'sidecars']);
    server.setServed([]);
    await eventually(() => slice('shop')?.virtualservices.size === 0, 'the end of the kind');
  });

  it('L3: the first synchronisation says how far it is', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    server.fault = ({ path }, response) => {
      if (path !== '/api/v1/services') return false;
      void held.then(() => sendJson(response, 200, { items: [], metadata: { resourceVersion: '1' } }));
      return true;
    };
    start();
    const detail = 'Reading the cluster: 2 objects so far; still to come: services.';
    await eventually(() => cluster.source.status().detail === detail, 'the progress');
    expect(cluster.source.snapshot()).toBeUndefined();
    expect(cluster.source.status()).toMatchObject({ state: 'starting', objects: 2 });
    release();
    await synced();
  });

  it('S4: a server that is gone is said to be, what is known stays, and all goes on when it is back', async () => {
    start();
    await synced();
    await isLive();
    const since = cluster.source.status().since;
    const { port } = new URL(server.url);
    await server.close();
    await eventually(() => state() === 'unreachable', 'the state unreachable');
    expect(hasPod('web')).toBe(true);
    expect(cluster.source.status().error).toMatch(/Nothing listens at 127\.0\.0\.1|closed the connection/);
    expect(cluster.source.status().since > since).toBe(true);
    server = await startFakeApiServer(Number(port));
    server.collection('pods').put('shop', 'reborn');
    await eventually(() => hasPod('reborn') && state() === 'ok', 'the server that is back');
    expect(hasPod('web')).toBe(false);
  });

  it('S4: a credential that is refused is told, and no empty cluster is shown', async () => {
    // Discovery is open to everybody in many clusters.
    server.fault = ({ path }, response) => {
      if (path === '/version' || /^\/apis(\/networking[^/]+\/[^/]+)?$/.test(path)) return false;
      sendJson(response, 401, statusBody(401, 'Unauthorized', 'Unauthorized'));
      return true;
    };
    start();
    await eventually(() => state() === 'unreachable', 'the state unreachable');
    await eventually(() => listsOf('/api/v1/pods') > 8, 'more attempts than the patience for other errors');
    expect(cluster.source.snapshot()).toBeUndefined();
    expect(cluster.source.status().error).toContain('does not accept the credential');
    server.fault = () => false;
    await synced();
    expect(hasPod('web')).toBe(true);
  });

  it('L2: with --namespaces nothing is asked of the whole cluster, and an empty one has its slice', async () => {
    start(['shop', 'empty']);
    await synced();
    expect([...(cluster.source.snapshot()?.slices.keys() ?? [])]).toEqual(['empty', 'shop']);
    const wide = server.requests
      .map(({ path }) => path)
      .filter((path) => /^\/(api\/v1|apis\/[^/]+\/[^/]+)\/(pods|services|deployments|virtualservices)$/.test(path));
    expect(wide).toEqual([]);
    server.collection('pods').put('elsewhere', 'unseen');
    server.collection('pods').put('empty', 'seen');
    await eventually(() => slice('empty')?.pods.size === 1, 'the pod');
    expect(slice('elsewhere')).toBeUndefined();
  });

  it('S4: a kind that keeps failing is told, and does not hold up the others', async () => {
    server.fault = ({ path }, response) => {
      if (!path.endsWith('/services')) return false;
      sendJson(response, 500, statusBody(500, 'InternalError', 'etcd is tired'));
      return true;
    };
    start();
    await synced();
    expect(hasPod('web')).toBe(true);
    expect(cluster.source.status()).toMatchObject({ state: 'degraded', error: 'etcd is tired' });
    expect(cluster.source.warnings().map(({ message }) => message)).toEqual([
      'Reading services fails at the moment: etcd is tired',
    ]);
  });

  it("reads the cluster's domain from an injected proxy", async () => {
    const containers = [
      { name: 'istio-proxy', args: ['proxy', 'sidecar', '--domain', '$(POD_NAMESPACE).svc.corp.example'] },
    ];
    server.collection('pods').put('shop', 'injected', { spec: { containers } });
    server.collection('configmaps').put('istio-system', 'istio', { data: { mesh: 'rootNamespace: root' } });
    start();
    await synced();
    expect(cluster.source.snapshot()?.mesh).toMatchObject({ domain: 'corp.example', rootNamespace: 'root' });
  });

  it("reads istiod's mesh configuration and follows it", async () => {
    server.collection('configmaps').put('istio-system', 'istio', { data: { mesh: 'rootNamespace: root' } });
    start();
    await synced();
    expect(cluster.source.snapshot()?.mesh.rootNamespace).toBe('root');
    server.collection('configmaps').put('istio-system', 'istio', { data: { mesh: 'a: [' } });
    await eventually(() => codes().includes('mesh-config-unknown'), 'the warning');
    await eventually(() => cluster.source.snapshot()?.mesh.rootNamespace === 'istio-system', 'the defaults');
  });

  it('a listener that fails harms nobody else, and stop ends everything', async () => {
    start();
    cluster.source.onChange(() => {
      throw new Error('listener');
    });
    await synced();
    expect(logger.lines.some((line) => line.startsWith('error') && line.includes('listener'))).toBe(true);
    await cluster.source.stop();
    expect(state()).toBe('off');
    await eventually(() => server.collection('pods').watchers() === 0, 'the end of the streams');
    const before = server.requests.length;
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(server.requests).toHaveLength(before);
  });
});
