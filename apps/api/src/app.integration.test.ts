import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DemoCluster, startDemoCluster } from '@weir/demo-cluster';
import type { ApplyResult, Graph, Plan, Problem, RoutingChanged, ServiceRouting, Session } from '@weir/shared';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createDirectTelemetry } from './adapters/envoy-stats/index.ts';
import { createKubeCluster, type KubeCluster } from './adapters/kube/index.ts';
import { buildApp } from './app.ts';
import type { AuditEntry } from './ports/audit-log.ts';
import type { TelemetrySource } from './ports/telemetry-source.ts';
import { createRealClock } from './testing/clocks.ts';

/*
 * The whole way, against a Kubernetes API: the demo cluster is a server with a URL, like any other.
 */

const SETTLE_MS = 50;
const patience = { timeout: 20_000, interval: 50 };

interface Site {
  readonly base: string;
  readonly kube: KubeCluster;
  readonly audit: AuditEntry[];
  readonly close: () => Promise<void>;
}

async function openSite(demo: DemoCluster, user: 'admin' | 'viewer'): Promise<Site> {
  const directory = mkdtempSync(join(tmpdir(), 'weir-api-'));
  const kubeconfigPath = join(directory, 'kubeconfig');
  writeFileSync(kubeconfigPath, demo.kubeconfig(user));
  const clock = createRealClock();
  const logger = pino({ level: 'silent' });
  const kube = createKubeCluster({ kubeconfigPath, clock, random: Math.random, logger });
  const telemetry: TelemetrySource = createDirectTelemetry({
    podHttp: kube.podHttp,
    snapshot: kube.source.snapshot,
    clock,
    logger,
  });
  const audit: AuditEntry[] = [];
  const { source: cluster, writer, access } = kube;
  const settings = { readOnly: false, settleTimeMs: SETTLE_MS, port: 0 };
  const app = await buildApp({
    cluster,
    writer,
    access,
    telemetry,
    clock,
    settings,
    audit: { record: (entry) => audit.push(entry) },
  });
  const base = await app.listen({ host: '127.0.0.1', port: 0 });
  cluster.start();
  telemetry.start();
  return {
    base,
    kube,
    audit,
    close: async () => {
      await app.close();
      await telemetry.stop();
      await cluster.stop();
      await kube.close();
      rmSync(directory, { recursive: true });
    },
  };
}

async function ask<T>({ base }: Site, path: string, body?: unknown): Promise<{ status: number; body: T }> {
  const answer = await fetch(`${base}/api${path}`, {
    ...(body === undefined
      ? {}
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: (await answer.json()) as T };
}

const ROUTING = '/services/default/fleetman-staff-service/routing';
const ready = (site: Site) => vi.waitFor(async () => expect((await ask(site, '/readyz')).status).toBe(200), patience);
const applyBody = (intent: unknown, plan: Plan) => ({
  intent,
  expect: plan.objects.map(({ apiVersion, kind, namespace, name, resourceVersion }) => ({
    apiVersion,
    kind,
    namespace,
    name,
    resourceVersion,
  })),
  digest: plan.digest,
  acknowledged: plan.findings.filter((finding) => finding.needsAcknowledgement).map(({ id }) => id),
});
const weightsOf = ({ routes }: ServiceRouting) => routes.map((route) => route.destinations.map(({ weight }) => weight));

describe('the whole way', () => {
  let demo: DemoCluster;
  let site: Site;
  beforeAll(async () => {
    demo = await startDemoCluster({ port: 0, seed: 7 });
    site = await openSite(demo, 'admin');
    await ready(site);
  }, 60_000);
  afterAll(async () => {
    await site?.close();
    await demo?.close();
  });

  it('A: the session and the namespaces are those of the cluster', async () => {
    const session = await ask<Session>(site, '/session');
    expect(session.status).toBe(200);
    expect(session.body.features.istio).toBe(true);
    expect(session.body.permissions).toContainEqual({ namespace: 'default', editRouting: true });
  });

  it('G3: the graph is there, and traffic is observed in it', async () => {
    await vi.waitFor(async () => {
      const { body } = await ask<Graph>(site, '/graph?namespaces=default&window=60s');
      expect(body.nodes.some(({ id }) => id === 'svc/default/fleetman-staff-service')).toBe(true);
      expect(body.edges.some(({ observed }) => (observed?.requests ?? 0) > 0)).toBe(true);
    }, patience);
  }, 30_000);

  it('W6, W5: on a service without any objects, a rule and then routes; the next plan patches exactly two weights', async () => {
    const before = await ask<ServiceRouting>(site, ROUTING);
    expect(before.body).toMatchObject({ possible: true, routes: [] });
    const weights = (safe: number, risky: number) => [
      { version: 'safe', weight: safe },
      { version: 'risky', weight: risky },
    ];
    const first = { kind: 'weights', changes: [{ route: null, weights: weights(95, 5) }] };
    const plan = await ask<Plan>(site, `${ROUTING}/plan`, first);
    expect(plan.body.dryRun).toMatchObject({ state: 'passed' });
    const result = await ask<ApplyResult>(site, `${ROUTING}/apply`, applyBody(first, plan.body));
    expect(result.status, JSON.stringify(result.body)).toBe(200);
    expect(result.body.applied.map(({ kind, operation }) => `${operation} ${kind}`)).toEqual([
      'create DestinationRule',
      'create VirtualService',
    ]);

    await vi.waitFor(
      async () => expect(weightsOf((await ask<ServiceRouting>(site, ROUTING)).body)).toEqual([[95, 5]]),
      patience,
    );
    const { body: routing } = await ask<ServiceRouting>(site, ROUTING);
    const [route] = routing.routes;
    const destinations = route?.destinations ?? [];
    const second = {
      kind: 'weights',
      changes: [
        { route: route?.id, weights: destinations.map(({ path }, index) => ({ path, weight: index === 0 ? 40 : 60 })) },
      ],
    };
    const next = await ask<Plan>(site, `${ROUTING}/plan`, second);
    expect(next.body.objects.map(({ operation, kind }) => `${operation} ${kind}`)).toEqual(['patch VirtualService']);
    expect(next.body.objects[0]?.patch.map(({ path }) => path)).toEqual([
      '/metadata/resourceVersion',
      '/spec/http/0/route/0/weight',
      '/spec/http/0/route/1/weight',
    ]);
    expect((await ask(site, `${ROUTING}/apply`, applyBody(second, next.body))).status).toBe(200);

    // The same plan once more: somebody (Weir itself) changed the object since.
    const stale = await ask<Problem & RoutingChanged>(site, `${ROUTING}/apply`, applyBody(second, next.body));
    expect(stale.status).toBe(409);
    expect(stale.body).toMatchObject({ code: 'routing-changed', weightsTouched: true });
    expect(stale.body.changed.map(({ path, manager }) => [path, manager])).toEqual([
      ['/spec/http/0/route/0/weight', 'weir'],
      ['/spec/http/0/route/1/weight', 'weir'],
    ]);
    expect(site.audit.map(({ outcome }) => outcome)).toEqual(['applied', 'applied', 'refused']);
  }, 60_000);

  it('W16: a viewer sees the same and may not write; the API server would refuse as well', async () => {
    const guest = await openSite(demo, 'viewer');
    try {
      await ready(guest);
      const { body } = await ask<Session>(guest, '/session');
      expect(body.permissions.find(({ namespace }) => namespace === 'default')).toMatchObject({ editRouting: false });
      const refused = await ask<Problem>(guest, `${ROUTING}/apply`, 'no such body');
      expect([refused.status, refused.body.code]).toEqual([403, 'forbidden']);
    } finally {
      await guest.close();
    }
  }, 60_000);

  it('S4: after the API server was away, everything goes on by itself', async () => {
    demo.faults.restart();
    await vi.waitFor(async () => expect((await ask(site, '/graph?namespaces=default')).status).toBe(200), patience);
    await vi.waitFor(async () => {
      const { body } = await ask<{ sources: { state: string }[] }>(site, '/readyz');
      expect(body.sources[0]?.state).toBe('ok');
    }, patience);
    // Not only does it say so: a change made after that is seen.
    demo.store.delete('virtualservices', 'networking.istio.io', 'default', 'fleetman-staff-service');
    await vi.waitFor(async () => expect((await ask<ServiceRouting>(site, ROUTING)).body.routes).toEqual([]), patience);
  }, 60_000);
});
