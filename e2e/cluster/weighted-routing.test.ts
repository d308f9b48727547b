import type { ApplyResult, Intent, Plan, Problem, RoutingChanged, ServiceRouting } from '@weir/shared';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { margin999 } from '../support/intervals.ts';
import { istioPath, KubeClient } from '../support/kube-client.ts';
import { handWrittenDestinationRule, handWrittenVirtualService } from '../support/objects.ts';
import { until } from '../support/until.ts';
import { startWeir, type Weir } from '../support/weir.ts';
import { countThroughEnvoy, hasEnvoy, steadyStream } from './envoy.ts';

const kubeconfig = process.env.KUBECONFIG ?? '';
const SERVICE = '/api/services/default/fleetman-staff-service/routing';
const kube = new KubeClient(kubeconfig);
const envoy = await hasEnvoy();
if (!envoy)
  process.stdout.write(
    'No Envoy answers for fleetman-staff-service: the parts with real traffic are left out (WEIR_TEST_ENVOY).\n',
  );
let weir: Weir;

async function post<T>(path: string, body: unknown): Promise<{ status: number; body: T }> {
  const response = await fetch(`${weir.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as T };
}
const read = async () => (await (await fetch(`${weir.url}${SERVICE}`)).json()) as ServiceRouting;
const expectations = (plan: Plan) =>
  plan.objects.map(({ apiVersion, kind, namespace, name, resourceVersion }) => ({
    apiVersion,
    kind,
    namespace,
    name,
    resourceVersion,
  }));

async function planAndApply(intent: Intent): Promise<{ plan: Plan; result: ApplyResult }> {
  const plan = await post<Plan>(`${SERVICE}/plan`, intent);
  expect(plan.status, JSON.stringify(plan.body)).toBe(200);
  expect(plan.body.dryRun).toMatchObject({ state: 'passed' });
  const applied = await post<ApplyResult>(`${SERVICE}/apply`, {
    intent,
    expect: expectations(plan.body),
    digest: plan.body.digest,
    acknowledged: [],
  });
  expect(applied.status, JSON.stringify(applied.body)).toBe(200);
  return { plan: plan.body, result: applied.body };
}

const weights = (route: string | null, safe: number, risky: number): Intent => ({
  kind: 'weights',
  changes: [
    {
      route,
      weights: [
        { version: 'safe', weight: safe },
        { version: 'risky', weight: risky },
      ],
    },
  ],
});

async function defaultRouteId(): Promise<string> {
  const route = (await read()).routes.find(
    (candidate) => candidate.effective && candidate.match.isDefault && 'mesh' in candidate.scope,
  );
  if (route === undefined) throw new Error('no default route');
  return route.id;
}

/** Share of the requests that reached pods of the risky version. */
async function riskyShare(requests: number): Promise<number> {
  const pods = await kube.get('/api/v1/namespaces/default/pods?labelSelector=app%3Dstaff-service%2Cversion%3Drisky');
  const risky = new Set<string>(pods.body.items.map((pod: { status: { podIP: string } }) => pod.status.podIP));
  const counts = await countThroughEnvoy(requests);
  return [...counts].reduce((sum, [address, count]) => sum + (risky.has(address) ? count : 0), 0) / requests;
}

async function removeRouting(): Promise<void> {
  for (const plural of ['virtualservices', 'destinationrules']) {
    for (const name of ['fleetman-staff-service', 'custom-routing-rules', 'canary-release-groups'])
      await kube.request('DELETE', istioPath(plural, 'default', name));
  }
  await until(
    async () => (await read()).routes.filter((route) => 'mesh' in route.scope).length,
    (count) => count === 0,
  );
}

/** A role that may look at what the graph needs, for the group of the viewer's context. */
async function letViewersLook(): Promise<void> {
  const rbac = '/apis/rbac.authorization.k8s.io/v1';
  const rule = (apiGroups: string[], resources: string[]) => ({
    apiGroups,
    resources,
    verbs: ['get', 'list', 'watch'],
  });
  await kube.request('POST', `${rbac}/clusterroles`, {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: 'weir-test-look' },
    rules: [
      rule([''], ['namespaces', 'pods', 'services']),
      rule(['apps'], ['deployments', 'replicasets', 'statefulsets', 'daemonsets']),
      rule(['networking.istio.io'], ['virtualservices', 'destinationrules', 'gateways', 'serviceentries', 'sidecars']),
    ],
  });
  await kube.request('POST', `${rbac}/clusterrolebindings`, {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: 'weir-test-look' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'weir-test-look' },
    subjects: [
      { apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: process.env.WEIR_TEST_VIEWER_GROUP ?? 'viewers' },
    ],
  });
}

/** Waits until Weir and Envoy have seen what was written from outside. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 2500));

beforeAll(async () => {
  weir = await startWeir(kubeconfig, ['--telemetry', 'none']);
  await until(
    async () => (await fetch(`${weir.url}/api/readyz`)).status,
    (status) => status === 200,
  );
});
afterAll(async () => {
  try {
    await removeRouting();
  } finally {
    await weir.stop();
  }
});
beforeEach(removeRouting);

describe('weighted routing through an API server', () => {
  it('W6: where nothing exists, subsets come first, then routes, and no request fails', async () => {
    if (envoy) await settle();
    const stream = envoy ? steadyStream() : undefined;
    const { plan, result } = await planAndApply(weights(null, 90, 10));
    await settle();
    const statuses = await stream?.stop();
    expect(plan.objects.map((object) => [object.kind, object.operation])).toEqual([
      ['DestinationRule', 'create'],
      ['VirtualService', 'create'],
    ]);
    expect(result.applied).toHaveLength(2);
    if (statuses !== undefined) {
      expect([...statuses.keys()]).toEqual([200]);
      expect(Math.abs((await riskyShare(1000)) - 0.1)).toBeLessThan(margin999(0.1, 1000));
    }
  });

  it('W5: two numbers of a hand-written VirtualService change, everything else stays, and no request fails', async () => {
    await kube.create(handWrittenDestinationRule);
    await settle();
    await kube.create(handWrittenVirtualService);
    await until(
      async () => (await read()).routes.filter((route) => 'mesh' in route.scope).length,
      (count) => count === 2,
    );
    await settle();
    const path = istioPath('virtualservices', 'default', 'custom-routing-rules');
    const before = (await kube.get(path)).body;
    const stream = envoy ? steadyStream() : undefined;
    const { plan } = await planAndApply(weights(await defaultRouteId(), 70, 30));
    await settle();
    const statuses = await stream?.stop();
    expect(plan.objects).toHaveLength(1);
    expect(plan.objects[0]?.patch.map((operation) => operation.path)).toEqual([
      '/metadata/resourceVersion',
      '/spec/http/1/route/0/weight',
      '/spec/http/1/route/1/weight',
    ]);
    const after = (await kube.get(path)).body;
    const expected = structuredClone(before.spec);
    expected.http[1].route[0].weight = 70;
    expected.http[1].route[1].weight = 30;
    expect(after.spec).toEqual(expected);
    expect(after.metadata.annotations).toEqual(before.metadata.annotations);
    if (statuses !== undefined) {
      expect([...statuses.keys()]).toEqual([200]);
      expect(Math.abs((await riskyShare(1000)) - 0.3)).toBeLessThan(margin999(0.3, 1000));
    }
  });

  it('W8: what somebody else changed in between is told, and nothing is overwritten', async () => {
    await kube.create(handWrittenDestinationRule);
    await kube.create(handWrittenVirtualService);
    await until(
      async () => (await read()).routes.filter((route) => 'mesh' in route.scope).length,
      (count) => count === 2,
    );
    const intent = weights(await defaultRouteId(), 60, 40);
    const { body: plan } = await post<Plan>(`${SERVICE}/plan`, intent);
    const path = istioPath('virtualservices', 'default', 'custom-routing-rules');
    const change = [
      { op: 'replace', path: '/spec/http/1/route/0/weight', value: 80 },
      { op: 'replace', path: '/spec/http/1/route/1/weight', value: 20 },
    ];
    expect(
      (await kube.request('PATCH', `${path}?fieldManager=kubectl-edit`, change, 'application/json-patch+json')).status,
    ).toBe(200);
    const applied = await post<Problem & RoutingChanged>(`${SERVICE}/apply`, {
      intent,
      expect: expectations(plan),
      digest: plan.digest,
      acknowledged: [],
    });
    expect(applied.status).toBe(409);
    expect(applied.body).toMatchObject({ code: 'routing-changed', weightsTouched: true });
    expect(applied.body.changed).toContainEqual(
      expect.objectContaining({ path: '/spec/http/1/route/0/weight', before: 90, after: 80, manager: 'kubectl-edit' }),
    );
    expect((await kube.get(path)).body.spec.http[1].route[0].weight).toBe(80);
  });

  it('W16: a viewer is told what is missing, and nothing is written', async (context) => {
    const viewer = process.env.WEIR_TEST_VIEWER_CONTEXT ?? 'lab-viewer';
    let other: Weir;
    await letViewersLook();
    try {
      other = await startWeir(kubeconfig, ['--context', viewer, '--telemetry', 'none']);
    } catch {
      return context.skip(`the kubeconfig has no context ${viewer}`);
    }
    try {
      await until(
        async () => (await fetch(`${other.url}/api/readyz`)).status,
        (status) => status === 200,
      );
      const answer = await fetch(`${other.url}${SERVICE}/plan`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(weights(null, 90, 10)),
      });
      const plan = (await answer.json()) as Plan;
      expect(answer.status, JSON.stringify(plan)).toBe(200);
      expect(
        plan.permissions.some(
          (permission) => permission.allowed === false && permission.resource === 'virtualservices',
        ),
      ).toBe(true);
      const applied = await fetch(`${other.url}${SERVICE}/apply`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          intent: weights(null, 90, 10),
          expect: expectations(plan),
          digest: plan.digest,
          acknowledged: [],
        }),
      });
      expect(applied.status).toBe(403);
      expect((await kube.get(istioPath('virtualservices', 'default', 'fleetman-staff-service'))).status).toBe(404);
    } finally {
      await other.stop();
      for (const plural of ['clusterrolebindings', 'clusterroles']) {
        await kube.request('DELETE', `/apis/rbac.authorization.k8s.io/v1/${plural}/weir-test-look`);
      }
    }
  });
});
