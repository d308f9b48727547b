import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type DemoCluster, startDemoCluster } from './demo-cluster.ts';
import { isJsonObject, type JsonObject, listAt, objectAt, textAt } from './json.ts';
import { APPLY_PATCH, JSON_PATCH, MERGE_PATCH, STRATEGIC_PATCH, TestClient } from './test-client.ts';

const VIRTUAL_SERVICES = '/apis/networking.istio.io/v1/namespaces/default/virtualservices';
const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';

const virtualService = (name: string, namespace = 'default'): JsonObject => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  metadata: { name, namespace },
  spec: {
    hosts: [`${name}.example.com`],
    http: [
      {
        route: [
          { destination: { host: 'a' }, weight: 90 },
          { destination: { host: 'b' }, weight: 10 },
        ],
      },
    ],
  },
});

let cluster: DemoCluster;
let client: TestClient;

beforeAll(async () => {
  cluster = await startDemoCluster({ tickMs: 0 });
  client = new TestClient(cluster);
});
afterAll(() => cluster.close());

describe('who may do what', () => {
  it('D1: without a token, or with one that nobody has, everything but health and version is 401', async () => {
    for (const token of ['', 'nobody']) {
      for (const path of ['/api', '/apis', '/api/v1/pods', '/openapi/v3']) {
        const answer = await client.send('GET', path, { as: { token } });
        expect([path, answer.code, answer.body.reason]).toEqual([path, 401, 'Unauthorized']);
      }
    }
    expect((await client.send('GET', '/healthz', { as: { token: '' } })).text).toBe('ok');
    expect((await client.send('GET', '/version', { as: { token: '' } })).body.gitVersion).toMatch(/^v1\.34/);
  });

  it.each([
    ['viewer', 'GET', VIRTUAL_SERVICES, 200],
    ['viewer', 'GET', '/apis/networking.istio.io/v1/virtualservices', 200],
    ['viewer', 'POST', VIRTUAL_SERVICES, 403],
    ['viewer', 'DELETE', `${VIRTUAL_SERVICES}/fleetman-entry`, 403],
    ['editor', 'POST', `${VIRTUAL_SERVICES}?dryRun=All`, 201],
    ['editor', 'POST', `${VIRTUAL_SERVICES.replace('/default/', '/bookinfo/')}?dryRun=All`, 201],
    ['editor', 'POST', `${VIRTUAL_SERVICES.replace('/default/', '/istio-system/')}?dryRun=All`, 403],
    ['editor', 'DELETE', '/api/v1/namespaces/default', 403],
    ['admin', 'DELETE', '/api/v1/namespaces/nowhere', 404],
  ] as const)('D1: %s: %s %s is %i', async (as, method, path, code) => {
    const namespace = /namespaces\/([^/]+)\/virtualservices/.exec(path)?.[1] ?? 'default';
    const body = method === 'POST' ? { body: virtualService('roles', namespace) } : {};
    expect((await client.send(method, path, { as, ...body })).code).toBe(code);
  });

  it('D1: access reviews say what requests will meet', async () => {
    const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
    const ask = async (as: 'admin' | 'editor' | 'viewer', attributes: JsonObject): Promise<unknown> => {
      const body = {
        kind: 'SelfSubjectAccessReview',
        apiVersion: 'authorization.k8s.io/v1',
        spec: { resourceAttributes: attributes },
      };
      return objectAt((await client.send('POST', path, { as, body })).body, 'status').allowed;
    };
    const patch = { verb: 'patch', group: 'networking.istio.io', resource: 'virtualservices' };
    expect(await ask('admin', patch)).toBe(true);
    expect(await ask('editor', { ...patch, namespace: 'default' })).toBe(true);
    expect(await ask('editor', patch)).toBe(false);
    expect(await ask('viewer', { ...patch, namespace: 'default' })).toBe(false);
    expect(await ask('viewer', { ...patch, verb: 'list' })).toBe(true);
    expect(await ask('viewer', { verb: 'get', resource: 'pods', subresource: 'proxy', namespace: 'default' })).toBe(
      false,
    );
  });

  it('D1: the kubeconfig carries its authority and a context for each user', () => {
    for (const [user, context] of [
      ['admin', 'demo'],
      ['editor', 'demo-editor'],
      ['viewer', 'demo-viewer'],
    ] as const) {
      const config = parse(cluster.kubeconfig(user)) as JsonObject;
      expect(config['current-context']).toBe(context);
      expect(listAt(config, 'contexts').map((entry) => textAt(entry, 'name'))).toEqual([
        'demo',
        'demo-editor',
        'demo-viewer',
      ]);
      const [entry] = listAt(config, 'clusters');
      const { server, ...authority } = objectAt(entry, 'cluster');
      expect(server).toBe(cluster.url);
      expect(Buffer.from(String(authority['certificate-authority-data']), 'base64').toString()).toBe(
        cluster.certificate,
      );
      const users = listAt(config, 'users').filter((known) => isJsonObject(known));
      expect(
        objectAt(
          users.find((known) => known.name === context),
          'user',
        ).token,
      ).toBe(cluster.token(user));
    }
  });
});

describe('writes', () => {
  it('W5: a JSON patch with a stale resourceVersion is a clean 409 and changes nothing', async () => {
    const created = await client.send('POST', VIRTUAL_SERVICES, { body: virtualService('stale') });
    const seen = objectAt(created.body, 'metadata').resourceVersion;
    const weight = (value: number) => [
      { op: 'replace', path: '/metadata/resourceVersion', value: seen },
      { op: 'add', path: '/spec/http/0/route/0/weight', value },
    ];
    const patch = (value: number) =>
      client.send('PATCH', `${VIRTUAL_SERVICES}/stale`, { body: weight(value), contentType: JSON_PATCH });
    expect((await patch(50)).code).toBe(200);
    const refused = await patch(60);
    expect([refused.code, refused.body.reason]).toEqual([409, 'Conflict']);
    const live = await client.send('GET', `${VIRTUAL_SERVICES}/stale`);
    expect(JSON.stringify(live.body.spec)).toContain('"weight":50');
    expect(objectAt(live.body, 'metadata').generation).toBe(2);
  });

  it('W8: of writers that all start from the same version exactly one wins each round', async () => {
    await client.send('POST', CONFIG_MAPS, { body: { metadata: { name: 'counter' }, data: { count: '0' } } });
    const increment = async (): Promise<void> => {
      for (;;) {
        const { body } = await client.send('GET', `${CONFIG_MAPS}/counter`);
        const count = Number(objectAt(body, 'data').count) + 1;
        const answer = await client.send('PUT', `${CONFIG_MAPS}/counter`, {
          body: { ...body, data: { count: String(count) } },
        });
        if (answer.code === 200) return;
        expect(answer.code).toBe(409);
      }
    };
    await Promise.all(Array.from({ length: 8 }, increment));
    expect((await client.send('GET', `${CONFIG_MAPS}/counter`)).body.data).toEqual({ count: '8' });
  });

  it('W7: a dry run answers as if done, and stores nothing', async () => {
    const before = await client.send('GET', VIRTUAL_SERVICES);
    const created = await client.send('POST', `${VIRTUAL_SERVICES}?dryRun=All`, { body: virtualService('rehearsal') });
    expect(created.code).toBe(201);
    expect(objectAt(created.body, 'metadata').resourceVersion).toBeUndefined();
    const patched = await client.send('PATCH', `${VIRTUAL_SERVICES}/fleetman-entry?dryRun=All`, {
      body: { metadata: { labels: { rehearsed: 'yes' } } },
      contentType: MERGE_PATCH,
    });
    expect(objectAt(objectAt(patched.body, 'metadata'), 'labels').rehearsed).toBe('yes');
    expect((await client.send('DELETE', `${VIRTUAL_SERVICES}/fleetman-entry?dryRun=All`)).code).toBe(200);
    expect((await client.send('GET', VIRTUAL_SERVICES)).body).toEqual(before.body);
  });

  it('D1: one object is served in every version of its kind', async () => {
    await client.send('POST', VIRTUAL_SERVICES.replace('/v1/', '/v1alpha3/'), {
      body: { ...virtualService('versions'), apiVersion: 'networking.istio.io/v1alpha3' },
    });
    for (const version of ['v1', 'v1beta1', 'v1alpha3']) {
      const { body } = await client.send('GET', `${VIRTUAL_SERVICES.replace('/v1/', `/${version}/`)}/versions`);
      expect([body.apiVersion, body.kind]).toEqual([`networking.istio.io/${version}`, 'VirtualService']);
      const list = await client.send('GET', VIRTUAL_SERVICES.replace('/v1/', `/${version}/`));
      const versions = new Set(listAt(list.body, 'items').map((item) => textAt(item, 'apiVersion')));
      expect([...versions]).toEqual([`networking.istio.io/${version}`]);
    }
  });

  it('D1: what somebody applied and no longer applies goes, unless another manager owns it too', async () => {
    const apply = (manager: string, data: JsonObject) =>
      client.send('PATCH', `${CONFIG_MAPS}/applied?fieldManager=${manager}`, {
        body: JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'applied' }, data }),
        contentType: APPLY_PATCH,
      });
    expect((await apply('one', { a: '1', b: '2' })).code).toBe(201);
    expect((await apply('two', { b: '2', c: '3' })).body.data).toEqual({ a: '1', b: '2', c: '3' });
    expect((await apply('one', {})).body.data).toEqual({ b: '2', c: '3' });
    const refused = await apply('three', { c: '4' });
    expect([refused.code, refused.body.message]).toEqual([
      409,
      'Apply failed with 1 conflict: conflict with "two": .data.c',
    ]);
  });

  it('D1: deleting an owner takes along what it owns, or lets it go when asked to', async () => {
    const owner = await client.send('POST', CONFIG_MAPS, { body: { metadata: { name: 'owner' } } });
    const ownerReferences = [
      { apiVersion: 'v1', kind: 'ConfigMap', name: 'owner', uid: objectAt(owner.body, 'metadata').uid },
    ];
    const own = (name: string) => client.send('POST', CONFIG_MAPS, { body: { metadata: { name, ownerReferences } } });
    await own('owned');
    await client.send('DELETE', `${CONFIG_MAPS}/owner`);
    expect((await client.send('GET', `${CONFIG_MAPS}/owned`)).code).toBe(404);

    const second = await client.send('POST', CONFIG_MAPS, { body: { metadata: { name: 'owner' } } });
    ownerReferences[0] = {
      ...ownerReferences[0],
      uid: objectAt(second.body, 'metadata').uid,
    } as (typeof ownerReferences)[0];
    await own('orphan');
    await client.send('DELETE', `${CONFIG_MAPS}/owner?propagationPolicy=Orphan`);
    const orphan = await client.send('GET', `${CONFIG_MAPS}/orphan`);
    expect([orphan.code, objectAt(orphan.body, 'metadata').ownerReferences]).toEqual([200, undefined]);
  });

  it('D1: scaling a Deployment makes pods, and deleting it takes them away', async () => {
    const deployments = '/apis/apps/v1/namespaces/default/deployments';
    const scaled = await client.send('PATCH', `${deployments}/webapp/scale`, {
      body: { spec: { replicas: 3 } },
      contentType: MERGE_PATCH,
    });
    expect(objectAt(scaled.body, 'spec').replicas).toBe(3);
    const pods = async (): Promise<number> =>
      listAt((await client.send('GET', '/api/v1/namespaces/default/pods?labelSelector=app%3Dwebapp')).body, 'items')
        .length;
    expect(await pods()).toBe(3);
    await client.send('DELETE', `${deployments}/webapp`);
    expect(await pods()).toBe(0);
  });
});

describe('pods', () => {
  const proxied = (pod: string, port = 15090): string =>
    `/api/v1/namespaces/default/pods/${pod}:${port}/proxy/stats/prometheus?filter=istio_`;

  it('T1: sidecar statistics come through the pod proxy, for those who may reach into pods', async () => {
    cluster.tick();
    const { body } = await client.send('GET', '/api/v1/namespaces/default/pods?labelSelector=app%3Dapi-gateway');
    const pod = textAt(objectAt(listAt(body, 'items')[0], 'metadata'), 'name') ?? '';
    const answer = await client.send('GET', proxied(pod));
    expect([answer.code, answer.headers['content-type']]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
    expect(answer.text).toContain('istio_build');
    expect((await client.send('GET', proxied(pod), { as: 'editor' })).code).toBe(200);
    expect((await client.send('GET', proxied(pod), { as: 'viewer' })).code).toBe(403);
    expect((await client.send('GET', proxied(pod, 8080))).code).toBe(503);
    expect((await client.send('GET', proxied('nobody'))).code).toBe(404);
  });

  it('T1: a pod without a sidecar does not answer there: 503', async () => {
    const { body } = await client.send('GET', '/api/v1/namespaces/default/pods?labelSelector=app%3Dposition-simulator');
    const pod = textAt(objectAt(listAt(body, 'items')[0], 'metadata'), 'name') ?? '';
    const answer = await client.send('GET', proxied(pod));
    expect([answer.code, answer.body.reason]).toEqual([503, 'ServiceUnavailable']);
  });
});

describe('S4: nothing that is sent crashes it', () => {
  it('refuses bodies beyond the limit', async () => {
    const body = JSON.stringify({ metadata: { name: 'large' }, data: { a: 'x'.repeat(4 * 1024 * 1024) } });
    const answer = await client.send('POST', CONFIG_MAPS, { body }).catch((cause: unknown) => cause);
    // A client that still sends when the answer comes may see a broken connection instead.
    expect(answer instanceof Error || (answer as { code: number }).code === 413).toBe(true);
    expect((await client.send('GET', '/healthz')).code).toBe(200);
  });

  it('answers any JSON at any verb with a Status or an object, and goes on', async () => {
    const path = fc.constantFrom(VIRTUAL_SERVICES, CONFIG_MAPS, '/apis/apps/v1/namespaces/default/deployments');
    const type = fc.constantFrom(APPLY_PATCH, JSON_PATCH, MERGE_PATCH, STRATEGIC_PATCH, 'application/json');
    const named = fc.record({
      metadata: fc.jsonValue(),
      spec: fc.jsonValue(),
      apiVersion: fc.jsonValue(),
      kind: fc.jsonValue(),
    });
    const body = fc.oneof(
      fc.jsonValue(),
      named,
      fc.array(fc.record({ op: fc.string(), path: fc.string(), value: fc.jsonValue() })),
    );
    const method = fc.constantFrom('POST', 'PUT', 'PATCH', 'DELETE');
    await fc.assert(
      fc.asyncProperty(path, method, type, body, async (to, verb, contentType, sent) => {
        const name = verb === 'POST' ? '' : '/fuzz';
        const query = verb === 'PATCH' ? '?fieldManager=fuzz' : '';
        const answer = await client.send(verb, `${to}${name}${query}`, { body: JSON.stringify(sent), contentType });
        expect(answer.code).toBeGreaterThanOrEqual(200);
        expect(answer.body.reason).not.toBe('InternalError');
        expect(typeof answer.body.kind).toBe('string');
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    '/%',
    '/api/v1/namespaces/default/pods/%zz',
    '/apis//',
    '/api/v1/pods?watch=1&resourceVersion=abc',
    '/api/v1/pods?labelSelector=%28',
  ])('answers %s', async (path) => {
    const answer = await client.send('GET', path);
    expect(answer.code).toBeGreaterThanOrEqual(400);
    expect(answer.body.reason).not.toBe('InternalError');
  });
});

describe('starting and ending', () => {
  it('D2: the same seed makes the same objects', async () => {
    const clock = { nowMs: () => 1_700_000_000_000 };
    const names = async (seed: number): Promise<unknown> => {
      const other = await startDemoCluster({ seed, clock, tickMs: 0, services: 5 });
      const { body } = await new TestClient(other).send('GET', '/api/v1/pods');
      await other.close();
      return body;
    };
    const first = await names(7);
    expect(await names(7)).toEqual(first);
    expect(await names(8)).not.toEqual(first);
  });

  it('L1: rejects when the port is taken', async () => {
    const port = Number(new URL(cluster.url).port);
    await expect(startDemoCluster({ port, tickMs: 0 })).rejects.toThrow('EADDRINUSE');
  });

  it('L1: close ends open watches', async () => {
    const other = await startDemoCluster({ tickMs: 0 });
    const watch = new TestClient(other).watch('/api/v1/namespaces?watch=1');
    expect((await watch.next()).type).toBe('ADDED');
    await other.close();
    await watch.ended;
  });
});
