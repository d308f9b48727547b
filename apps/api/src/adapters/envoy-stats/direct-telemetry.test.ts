import { afterEach, describe, expect, it } from 'vitest';
import { ClusterError } from '../../ports/cluster-writer.ts';
import type { TelemetrySource } from '../../ports/telemetry-source.ts';
import { createDirectTelemetry } from './direct-telemetry.ts';
import { createFakeMesh, type FakeMesh, hang, START_MS } from './testing/fake-mesh.ts';

let source: TelemetrySource | undefined;
afterEach(async () => {
  await source?.stop();
  source = undefined;
});

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined };

function start(mesh: FakeMesh): TelemetrySource {
  source = createDirectTelemetry({ podHttp: mesh.podHttp, snapshot: mesh.snapshot, clock: mesh.clock, logger: silent });
  source.start();
  return source;
}

const look = (telemetry: TelemetrySource, namespaces: readonly string[], windowSeconds = 60) =>
  telemetry.read({ namespaces, windowSeconds });
const total = (window: { readonly requests: readonly { readonly requests: number }[] }) =>
  window.requests.reduce((sum, sample) => sum + sample.requests, 0);
const forbid = () => {
  throw new ClusterError('forbidden', 403, 'pods/proxy is forbidden');
};

describe('createDirectTelemetry', () => {
  it('T1b: reads the sidecars of namespaces that somebody looks at, and the gateways of the root namespace', async () => {
    const mesh = createFakeMesh();
    mesh.addPod('shop', 'web');
    mesh.addPod('shop', 'bare', { sidecar: false });
    mesh.addPod('shop', 'done', { phase: 'Succeeded' });
    mesh.addPod('other', 'unseen');
    mesh.addPod('istio-system', 'ingress');
    const telemetry = start(mesh);
    await mesh.clock.advance(5_000);
    expect(mesh.scrapes).toEqual([]);
    await look(telemetry, ['shop']);
    await mesh.clock.advance(1_000);
    expect(mesh.scrapes.map(({ target }) => target)).toEqual([
      'shop/web:15090/stats/prometheus?filter=istio_',
      'istio-system/ingress:15090/stats/prometheus?filter=istio_',
    ]);
  });

  it('T1b: figures are what was counted between readings, and the window says how much it covers', async () => {
    const mesh = createFakeMesh();
    mesh.addPod('shop', 'web');
    mesh.count('shop', 'web', 1_000_000);
    const telemetry = start(mesh);
    let rounds = 0;
    telemetry.onSamples(() => {
      rounds += 1;
    });
    expect(total(await look(telemetry, ['shop']))).toBe(0);
    await mesh.clock.advance(1_000);
    const begun = await look(telemetry, ['shop']);
    expect(begun.coveredSeconds).toBe(0);
    expect(begun.warnings.map(({ code }) => code)).toEqual(['telemetry-starting']);
    mesh.count('shop', 'web', 30);
    await mesh.clock.advance(2_000);
    const window = await look(telemetry, ['shop']);
    expect([total(window), window.kind, window.warnings]).toEqual([30, 'direct', []]);
    expect(window.coveredSeconds).toBeCloseTo(2, 1);
    expect(window.toMs).toBeGreaterThan(START_MS);
    expect(rounds).toBeGreaterThanOrEqual(2);
  });

  it('T1b: a namespace that has just been opened does not thin out its figures', async () => {
    const mesh = createFakeMesh();
    mesh.addPod('old', 'a');
    mesh.addPod('new', 'b');
    const telemetry = start(mesh);
    for (let second = 0; second < 40; second += 1) {
      await look(telemetry, ['old']);
      mesh.count('old', 'a', 10);
      mesh.count('new', 'b', 10);
      await mesh.clock.advance(1_000);
    }
    expect((await look(telemetry, ['old'])).coveredSeconds).toBeGreaterThan(30);
    for (let second = 0; second < 6; second += 1) {
      await look(telemetry, ['old', 'new']);
      mesh.count('old', 'a', 10);
      mesh.count('new', 'b', 10);
      await mesh.clock.advance(1_000);
    }
    const window = await look(telemetry, ['old', 'new']);
    expect(window.coveredSeconds).toBeLessThan(8);
    for (const namespace of ['old', 'new']) {
      const own = window.requests.filter(({ source: { namespace: from } }) => from === namespace);
      expect(total({ requests: own }) / window.coveredSeconds).toBeGreaterThan(6);
      expect(total({ requests: own }) / window.coveredSeconds).toBeLessThan(14);
    }
  });

  it('T1b: a namespace that nobody looks at any more is read no longer, and its gap is never counted', async () => {
    const mesh = createFakeMesh();
    mesh.addPod('shop', 'web');
    const telemetry = start(mesh);
    await look(telemetry, ['shop']);
    await mesh.clock.advance(70_000);
    const before = mesh.scrapes.length;
    await mesh.clock.advance(60_000);
    expect(mesh.scrapes).toHaveLength(before);
    mesh.count('shop', 'web', 500);
    expect(total(await look(telemetry, ['shop'], 300))).toBe(0);
    await mesh.clock.advance(1_000);
    expect(total(await look(telemetry, ['shop']))).toBe(0);
    mesh.count('shop', 'web', 7);
    await mesh.clock.advance(2_500);
    expect(total(await look(telemetry, ['shop']))).toBe(7);
  });

  it('T1b: a pod that has just begun counts whole; one that comes back under its name does too', async () => {
    const mesh = createFakeMesh();
    mesh.addPod('shop', 'old');
    const telemetry = start(mesh);
    await look(telemetry, ['shop']);
    await mesh.clock.advance(10_000);
    mesh.addPod('shop', 'young', { createdMs: mesh.clock.nowMs() });
    mesh.count('shop', 'young', 40);
    await mesh.clock.advance(2_500);
    expect(total(await look(telemetry, ['shop']))).toBe(40);
  });

  it('T1b: never more than 25 scrapes a second; the interval stretches and is shown', async () => {
    const mesh = createFakeMesh();
    for (let index = 0; index < 200; index += 1) mesh.addPod('big', `p${index}`);
    const telemetry = start(mesh);
    await look(telemetry, ['big']);
    await mesh.clock.advance(30_000);
    expect(mesh.scrapes.length).toBeGreaterThan(600);
    for (let fromMs = START_MS; fromMs < START_MS + 29_000; fromMs += 500) {
      const within = mesh.scrapes.filter(({ atMs }) => atMs >= fromMs && atMs < fromMs + 1_000);
      expect(within.length).toBeLessThanOrEqual(25);
    }
    expect(telemetry.status()).toMatchObject({ state: 'ok', intervalMs: 8_000 });
    expect(telemetry.status().detail).toContain('200 sidecars are read directly every 8 s');
  });

  it('T1b: never more than 8 scrapes at once; a slow API server stretches the interval, and that is shown', async () => {
    const mesh = createFakeMesh();
    for (let index = 0; index < 80; index += 1) mesh.addPod('big', `p${index}`);
    mesh.fault = (_namespace, _pod, signal) => mesh.clock.sleep(990, signal);
    const telemetry = start(mesh);
    await look(telemetry, ['big']);
    await mesh.clock.advance(15_000);
    expect(mesh.mostAtOnce()).toBe(8);
    expect(telemetry.status().intervalMs).toBeGreaterThan(10_000);
  });

  it('T1b: large answers stretch the interval too, by the byte budget', async () => {
    const mesh = createFakeMesh();
    for (let index = 0; index < 10; index += 1) mesh.addPod('big', `p${index}`);
    mesh.padding = 3_000_000;
    const telemetry = start(mesh);
    await look(telemetry, ['big']);
    await mesh.clock.advance(5_000);
    expect(telemetry.status().intervalMs).toBe(8_000);
  });

  it('T2: more than 300 sidecars are read, slowly, with the advice to look at fewer namespaces', async () => {
    const mesh = createFakeMesh();
    for (let index = 0; index < 301; index += 1) mesh.addPod('big', `p${index}`);
    const telemetry = start(mesh);
    await look(telemetry, ['big']);
    await mesh.clock.advance(20_000);
    const status = telemetry.status();
    expect([status.state, status.intervalMs]).toEqual(['degraded', 12_500]);
    expect(status.detail).toContain('choose fewer namespaces');
    const window = await look(telemetry, ['big'], 10);
    expect(window.windowSeconds).toBe(18.75);
    expect(window.warnings.map(({ code }) => code)).toContain('window-widened');
  });

  it('G9: pods that fail or hang are counted and named, and cost the others nothing', async () => {
    const mesh = createFakeMesh();
    for (const name of ['bad', 'good', 'slow']) mesh.addPod('shop', name);
    mesh.fault = (_namespace, pod, signal) => {
      if (pod === 'bad') throw new ClusterError('unreachable', 503, 'no endpoints');
      return pod === 'slow' ? hang(signal) : undefined;
    };
    const telemetry = start(mesh);
    await look(telemetry, ['shop']);
    await mesh.clock.advance(3_000);
    mesh.count('shop', 'good', 5);
    await mesh.clock.advance(6_000);
    const window = await look(telemetry, ['shop']);
    expect(total(window)).toBe(5);
    expect(window.warnings).toEqual([
      expect.objectContaining({
        code: 'sidecar-unreadable',
        message: 'The statistics of shop/bad and 1 more could not be read: no endpoints',
      }),
    ]);
    expect(telemetry.status()).toMatchObject({
      state: 'degraded',
      detail: '2 of 3 sidecars could not be read in the last round.',
      error: 'no endpoints',
    });
  });

  it('T1b: without pods/proxy it is off, names the permission, and comes back when it is granted', async () => {
    const mesh = createFakeMesh();
    mesh.addPod('shop', 'web');
    mesh.fault = forbid;
    const telemetry = start(mesh);
    await look(telemetry, ['shop']);
    await mesh.clock.advance(3_000);
    expect(telemetry.status()).toMatchObject({
      state: 'off',
      detail: 'The sidecars may not be read: get on pods/proxy is missing in shop; grant it to see traffic.',
    });
    expect((await look(telemetry, ['shop'])).warnings.map(({ code }) => code)).toEqual(['telemetry-forbidden']);
    const before = mesh.scrapes.length;
    await mesh.clock.advance(20_000);
    expect(mesh.scrapes).toHaveLength(before);
    mesh.fault = () => undefined;
    await look(telemetry, ['shop']);
    await mesh.clock.advance(20_000);
    expect(telemetry.status().state).toBe('ok');
  });

  it('G9: when nothing answers any more, old figures are not shown as the present ones', async () => {
    const mesh = createFakeMesh();
    mesh.addPod('shop', 'web');
    const telemetry = start(mesh);
    for (let round = 0; round < 3; round += 1) {
      await look(telemetry, ['shop']);
      mesh.count('shop', 'web', 10);
      await mesh.clock.advance(2_000);
    }
    expect(total(await look(telemetry, ['shop'], 10))).toBeGreaterThan(0);
    mesh.fault = () => {
      throw new ClusterError('unreachable', 0, 'gone');
    };
    await mesh.clock.advance(45_000);
    const window = await look(telemetry, ['shop'], 10);
    expect([total(window), window.coveredSeconds]).toEqual([0, 0]);
    expect(telemetry.status()).toMatchObject({ state: 'unreachable', error: 'gone' });
  });

  it('S4: a snapshot that is not there yet and an answer that is no statistics are no reason to fail', async () => {
    const mesh = createFakeMesh();
    mesh.addPod('shop', 'web');
    let isReady = false;
    source = createDirectTelemetry({
      podHttp: { get: async () => '<html>\u0000 not { statistics' },
      snapshot: () => (isReady ? mesh.snapshot() : undefined),
      clock: mesh.clock,
      logger: silent,
    });
    source.start();
    expect(source.status().state).toBe('starting');
    await look(source, ['shop']);
    isReady = true;
    await mesh.clock.advance(8_000);
    expect(total(await look(source, ['shop']))).toBe(0);
    expect(source.status().state).toBe('ok');
  });

  it('stop ends a round that is under way', async () => {
    const mesh = createFakeMesh();
    mesh.addPod('shop', 'web');
    mesh.fault = (_namespace, _pod, signal) => hang(signal);
    const telemetry = start(mesh);
    await look(telemetry, ['shop']);
    await mesh.clock.advance(100);
    await telemetry.stop();
    const before = mesh.scrapes.length;
    await mesh.clock.advance(60_000);
    expect(mesh.scrapes).toHaveLength(before);
    expect(telemetry.status().state).toBe('off');
  });
});
