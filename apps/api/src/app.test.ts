import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ERROR_CATALOGUE } from '@weir/shared';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ClusterError, type ClusterErrorKind } from './ports/cluster-writer.ts';
import { createManualClock } from './testing/clocks.ts';
import { namespaceObject, serviceObject, staffObjects, staffRoutes, staffRule } from './testing/staff-service.ts';
import { createTestApp, TEST_PORT } from './testing/test-app.ts';

const objects = [...staffObjects(), staffRule(), staffRoutes(90, 10)];
const APPLY = '/api/services/default/staff-service/routing/apply';
const PLAN = '/api/services/default/staff-service/routing/plan';
const RESOURCE = '/api/resources/networking.istio.io/v1/VirtualService/default/staff-service';

describe('S2: from the first route on', () => {
  it.each(['/api/healthz', '/api/graph', '/api/stream', '/metrics', '/', '/api/nothing'])(
    'S2: %s does not answer for a name that is not its own (DNS rebinding)',
    async (url) => {
      const { ask } = await createTestApp({ objects });
      const { status, body } = await ask(url, undefined, { host: `evil.example:${TEST_PORT}` });
      expect(status).toBe(403);
      expect(body).toMatchObject({ code: 'forbidden', detail: expect.stringContaining('evil.example') });
    },
  );

  it('S2: the public URL is its own', async () => {
    const { ask } = await createTestApp({ objects, settings: { publicUrl: new URL('https://weir.example.com') } });
    expect((await ask('/api/healthz', undefined, { host: 'weir.example.com' })).status).toBe(200);
  });

  it.each([{ origin: 'https://evil.example' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }])(
    'S2: a write of another page is refused before anything else: %j',
    async (headers) => {
      const { ask, cluster, audit } = await createTestApp({ objects });
      const { status, body } = await ask(APPLY, '{ no JSON', headers);
      expect(status).toBe(403);
      expect(body.code).toBe('forbidden');
      expect(cluster.calls).toEqual([]);
      expect(audit).toEqual([expect.objectContaining({ outcome: 'refused', code: 'forbidden' })]);
    },
  );

  it('S2: a write of its own page passes the guards', async () => {
    const { ask } = await createTestApp({ objects });
    const headers = { origin: `http://127.0.0.1:${TEST_PORT}`, 'sec-fetch-site': 'same-origin' };
    expect((await ask(PLAN, {}, headers)).body.code).toBe('invalid-request');
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'])(
    'S2: a body of %s is refused',
    async (type) => {
      const { ask } = await createTestApp({ objects });
      const { status, body } = await ask(PLAN, 'kind=weights', { 'content-type': type });
      expect(status).toBe(415);
      expect(body).toMatchObject({
        code: 'invalid-request',
        status: 415,
        remedy: expect.stringContaining('application/json'),
      });
    },
  );

  it('S2: a body of more than 1 MB is refused', async () => {
    const { ask } = await createTestApp({ objects });
    const { status, body } = await ask(PLAN, { note: 'x'.repeat(1_100_000) });
    expect(status).toBe(413);
    expect(body).toMatchObject({ code: 'invalid-request', detail: expect.stringContaining('1 MB') });
  });

  it.each(['/', '/api/healthz', '/api/nothing'])('S2: %s carries a strict Content-Security-Policy', async (url) => {
    const { ask } = await createTestApp({ objects });
    const { headers } = await ask(url);
    const policy = new Map(
      String(headers['content-security-policy'])
        .split(';')
        .map((directive) => directive.trim().split(' '))
        .map(([name = '', ...values]) => [name, values.join(' ')]),
    );
    expect(policy.get('default-src')).toBe("'self'");
    expect(policy.get('script-src')).toBe("'self'");
    expect(policy.get('style-src')).toBe("'self'");
    expect(policy.get('worker-src')).toBe("'self'");
    expect(policy.get('connect-src')).toBe("'self'");
    expect(policy.get('img-src')).toBe("'self' data: blob:");
    expect(policy.get('frame-ancestors')).toBe("'none'");
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });

  it('S2: too many writes are refused, while reads go on', async () => {
    const rateLimits = { readsPerMinute: 100, plansPerMinute: 3, writesPerMinute: 1 };
    const { ask } = await createTestApp({ objects, settings: { rateLimits } });
    await ask(APPLY, {});
    const { status, body, headers } = await ask(APPLY, {});
    expect(status).toBe(429);
    expect(body).toMatchObject({ code: 'rate-limited', remedy: expect.stringContaining('Wait') });
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    expect((await ask('/api/healthz')).status).toBe(200);
  });
});

describe('A: problems', () => {
  it.each([
    ['/api/nothing', 404, 'not-found'],
    ['/api', 404, 'not-found'],
    ['/api/graph?foo=1', 400, 'invalid-request'],
    ['/api/graph?type=apps', 400, 'invalid-request'],
    ['/api/graph?type=app&type=service', 400, 'invalid-request'],
    ['/api/graph?window=9s', 400, 'invalid-request'],
    ['/api/graph?window=8d', 400, 'invalid-request'],
    ['/api/graph?window=soon', 400, 'invalid-request'],
    ['/api/stream?window=soon', 400, 'invalid-request'],
    ['/api/resources/networking.istio.io/v1/VirtualService/default/none', 404, 'not-found'],
    ['/api/resources/core/v1/Secret/default/token', 400, 'invalid-request'],
    ['/api/resources/networking.istio.io/v1/VirtualService/..%2f..%2fx/none', 400, 'invalid-request'],
  ])('A: %s is %i %s', async (url, expected, code) => {
    const { ask } = await createTestApp({ objects });
    const { status, headers, body } = await ask(url);
    expect(status).toBe(expected);
    expect(headers['content-type']).toContain('application/problem+json');
    expect(body).toMatchObject({
      type: `urn:weir:error:${code}`,
      code,
      status: expected,
      title: ERROR_CATALOGUE[code as keyof typeof ERROR_CATALOGUE].title,
      detail: expect.stringMatching(/./),
      remedy: expect.stringMatching(/./),
      instance: expect.stringMatching(/./),
    });
  });

  it('A: an unknown parameter is named', async () => {
    const { ask } = await createTestApp({ objects });
    expect((await ask('/api/graph?focus=x')).body.detail).toBe('query parameter "focus" is not known.');
  });

  it.each([
    ['{', 'The body is not valid JSON.'],
    ['', 'The body is empty.'],
    [{ kind: 'weights', changes: [] }, 'body.changes must NOT have fewer than 1 items.'],
  ])('A: a wrong body %j says what is wrong', async (body, detail) => {
    const { ask } = await createTestApp({ objects });
    const answer = await ask(PLAN, body);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ code: 'invalid-request', detail });
  });

  it.each<[ClusterErrorKind, number, string]>([
    ['forbidden', 403, 'forbidden'],
    ['unauthenticated', 401, 'unauthenticated'],
    ['unreachable', 503, 'cluster-unreachable'],
    ['invalid', 400, 'invalid-request'],
    ['rejected', 400, 'invalid-request'],
    ['rate-limited', 429, 'rate-limited'],
    ['internal', 500, 'internal'],
  ])("A: the API server's %s is %i %s, with its own text", async (kind, expected, code) => {
    const { ask, cluster } = await createTestApp({ objects });
    cluster.faults.before = () => {
      throw new ClusterError(kind, 500, 'in the words of the server');
    };
    const { status, body } = await ask(RESOURCE);
    expect(status).toBe(expected);
    expect(body).toMatchObject({ code, detail: expect.stringContaining('in the words of the server') });
  });

  it('A: an error that nobody foresaw stays inside: logged with the id of the request, no stack in the answer', async () => {
    const { ask, cluster, errors } = await createTestApp({ objects });
    cluster.faults.before = () => {
      throw new TypeError('secret detail');
    };
    const { status, body, text } = await ask(RESOURCE);
    expect(status).toBe(500);
    expect(body.code).toBe('internal');
    expect(text).not.toContain('secret detail');
    expect(text).not.toContain('.ts');
    expect(body.remedy).toContain(body.instance);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain('secret detail');
    expect(errors[0]).toContain(`"reqId":"${String(body.instance)}"`);
  });

  it('U8: before the first synchronisation, and without a cluster, it says so', async () => {
    const { ask, cluster } = await createTestApp({ objects });
    cluster.faults.neverSynchronised = true;
    const base = { name: 'cluster', kind: 'kubernetes', since: '2026-01-01T00:00:00.000Z' };
    cluster.faults.status = { ...base, state: 'starting', detail: 'Reading the cluster: 12 objects so far.' };
    expect((await ask('/api/graph')).body).toMatchObject({
      code: 'cluster-unreachable',
      detail: expect.stringContaining('12 objects'),
    });
    cluster.faults.status = { ...base, state: 'unreachable', detail: 'trying again', error: 'connection refused' };
    const { status, body } = await ask('/api/namespaces');
    expect(status).toBe(503);
    expect(body).toMatchObject({ code: 'cluster-unreachable', detail: expect.stringContaining('connection refused') });
    expect((await ask('/api/healthz')).status).toBe(200);
    const ready = await ask('/api/readyz');
    expect(ready.status).toBe(503);
    expect(ready.body).toMatchObject({
      ready: false,
      sources: [{ name: 'cluster', state: 'unreachable' }, { name: 'telemetry' }],
    });
  });
});

describe('A: reads', () => {
  it('A: readyz names the sources', async () => {
    const { ask } = await createTestApp({ objects });
    const { status, body } = await ask('/api/readyz');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ready: true,
      sources: [
        { name: 'cluster', state: 'ok' },
        { name: 'telemetry', state: 'ok' },
      ],
    });
  });

  it('A: the session says who, where, and what they may do', async () => {
    const { ask, cluster } = await createTestApp({ objects });
    cluster.faults.denied = new Set(['patch virtualservices']);
    const { status, body } = await ask('/api/session');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      user: { name: 'mira', groups: ['operators'] },
      cluster: { name: 'test', server: 'https://cluster.test', version: 'v1.34.4' },
      readOnly: false,
      features: { istio: true, gatewayApi: false },
      settleTimeMs: 2000,
      permissions: [
        { namespace: 'default', editRouting: false, reason: 'You may not patch virtualservices in default.' },
        { namespace: 'kube-system', editRouting: false },
      ],
    });
  });

  it('W16: read-only, nobody may edit, and the session says why', async () => {
    const { ask } = await createTestApp({ objects, settings: { readOnly: true } });
    expect((await ask('/api/session')).body).toMatchObject({
      readOnly: true,
      readOnlyReason: expect.stringContaining('--read-only'),
      permissions: [{ editRouting: false, reason: expect.stringContaining('--read-only') }, {}],
    });
  });

  it('U8: an expired credential is told as such', async () => {
    const { ask, cluster } = await createTestApp({ objects });
    cluster.faults.whoAmI = () => {
      throw new ClusterError('unauthenticated', 401, 'Unauthorized');
    };
    const { status, body } = await ask('/api/session');
    expect(status).toBe(401);
    expect(body.code).toBe('unauthenticated');
    expect((await ask('/api/graph')).status).toBe(200);
  });

  it('A: namespaces come with what is in them and what Istio does with their pods', async () => {
    const more = [
      namespaceObject('ambient', { 'istio.io/dataplane-mode': 'ambient' }),
      namespaceObject('both', { 'istio-injection': 'enabled', 'istio.io/dataplane-mode': 'ambient' }),
      namespaceObject('off', { 'istio-injection': 'disabled', 'istio.io/rev': 'canary' }),
      namespaceObject('revision', { 'istio.io/rev': 'canary' }),
      namespaceObject('istio-system'),
      serviceObject('unlabelled', 'lonely'),
    ];
    const { ask } = await createTestApp({ objects: [...objects, ...more] });
    const { body } = await ask('/api/namespaces');
    const none = { services: 0, workloads: 0 };
    expect(body.namespaces).toEqual([
      { name: 'ambient', ...none, injection: 'ambient', system: false },
      { name: 'both', ...none, injection: 'enabled', system: false },
      { name: 'default', services: 1, workloads: 2, injection: 'enabled', system: false },
      { name: 'istio-system', ...none, injection: 'unset', system: true },
      { name: 'kube-system', ...none, injection: 'unset', system: true },
      { name: 'off', ...none, injection: 'disabled', system: false },
      { name: 'revision', ...none, injection: 'enabled', system: false },
      { name: 'unlabelled', services: 1, workloads: 0, injection: 'unset', system: false },
    ]);
  });

  it('A: a live routing object comes as JSON or as YAML', async () => {
    const { ask } = await createTestApp({ objects });
    expect((await ask(RESOURCE)).body).toMatchObject({ kind: 'VirtualService', spec: { http: [{}] } });
    const yaml = await ask(`${RESOURCE}?format=yaml`);
    expect(yaml.headers['content-type']).toContain('application/yaml');
    expect(yaml.text).toContain('kind: VirtualService\n');
    expect((await ask(RESOURCE, undefined, { accept: 'application/yaml' })).text).toBe(yaml.text);
  });

  it('A: the description of the API has every route and the names of the schemas', async () => {
    const { ask } = await createTestApp({ objects });
    const { body } = await ask('/api/openapi.json');
    expect(body.openapi).toBe('3.1.0');
    expect(Object.keys(body.paths as object)).toEqual(
      expect.arrayContaining([
        '/api/graph',
        '/api/healthz',
        '/api/namespaces',
        '/api/readyz',
        '/api/resources/{group}/{version}/{kind}/{namespace}/{name}',
        '/api/services/{namespace}/{name}/routing',
        '/api/services/{namespace}/{name}/routing/apply',
        '/api/services/{namespace}/{name}/routing/plan',
        '/api/session',
        '/api/stream',
      ]),
    );
  });

  it('A: metrics count by route, never by address', async () => {
    const { ask } = await createTestApp({ objects });
    await ask('/api/services/default/staff-service/routing');
    const { text } = await ask('/metrics');
    expect(text).toContain(
      'weir_http_requests_total{method="GET",route="/api/services/:namespace/:name/routing",status="200"} 1',
    );
    expect(text).toContain('weir_snapshot_revision');
    expect(text).not.toContain('staff-service');
  });
});

describe('A: the graph over HTTP', () => {
  it('A: an unchanged graph is a 304, and a changed one is not', async () => {
    const clock = createManualClock();
    const { ask, cluster } = await createTestApp({ objects, clock });
    const first = await ask('/api/graph?type=app&namespaces=default&window=5m');
    expect(first.status).toBe(200);
    expect(first.body).toMatchObject({ type: 'app', namespaces: ['default'], windowSeconds: 300 });
    const etag = String(first.headers.etag);
    const same = await ask('/api/graph?type=app&namespaces=default&window=300s', undefined, { 'if-none-match': etag });
    expect([same.status, same.text]).toEqual([304, '']);
    cluster.put(namespaceObject('default', { changed: 'yes' }));
    cluster.put(serviceObject('default', 'another'));
    const changed = await ask('/api/graph?type=app&namespaces=default&window=5m', undefined, { 'if-none-match': etag });
    expect(changed.status).toBe(200);
    expect(changed.headers.etag).not.toBe(etag);
  });

  it('A: no namespaces, and all, are all that may be read', async () => {
    const { ask } = await createTestApp({ objects });
    for (const query of ['', '?namespaces=all']) {
      expect((await ask(`/api/graph${query}`)).body.namespaces).toEqual(['default', 'kube-system']);
    }
  });

  it('G9: a namespace that is not there is said to be missing, and the others are shown', async () => {
    const { ask } = await createTestApp({ objects });
    const { status, body } = await ask('/api/graph?namespaces=default,nowhere');
    expect(status).toBe(200);
    expect(body.namespaces).toEqual(['default']);
    expect(body.warnings).toContainEqual(
      expect.objectContaining({ code: 'namespace-unknown', message: expect.stringContaining('nowhere') }),
    );
  });

  it('P: the answer is compressed', async () => {
    const many = Array.from({ length: 60 }, (_, index) => serviceObject('default', `service-${index}`));
    const { ask } = await createTestApp({ objects: [...objects, ...many] });
    expect((await ask('/api/graph', undefined, { 'accept-encoding': 'gzip' })).headers['content-encoding']).toBe(
      'gzip',
    );
  });
});

describe('U6: the page', () => {
  const page = () => {
    const directory = mkdtempSync(join(tmpdir(), 'weir-page-'));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    mkdirSync(join(directory, 'assets'));
    writeFileSync(join(directory, 'index.html'), '<!doctype html><title>Weir</title>');
    writeFileSync(join(directory, 'assets', 'app-1a2b3c.js'), 'export {};');
    return directory;
  };

  it('U6: every address that a person may open is the page, and it is always asked for again', async () => {
    const { ask } = await createTestApp({ objects, settings: { staticDirectory: page() } });
    for (const url of ['/', '/?type=app', '/services/default/staff-service']) {
      const { status, headers, text } = await ask(url);
      expect([status, text], url).toEqual([200, expect.stringContaining('<title>Weir')]);
      expect(headers['cache-control']).toBe('no-cache');
    }
  });

  it('P: files whose name carries a hash are kept for good', async () => {
    const { ask } = await createTestApp({ objects, settings: { staticDirectory: page() } });
    const { status, headers } = await ask('/assets/app-1a2b3c.js');
    expect(status).toBe(200);
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
  });

  it('U6: a missing script is missing, and so is an unknown address of the API', async () => {
    const { ask } = await createTestApp({ objects, settings: { staticDirectory: page() } });
    for (const url of ['/assets/old-9z9z.js', '/api/nothing']) {
      expect((await ask(url)).body.code, url).toBe('not-found');
    }
  });

  it('S2: nothing beside the page can be read', async () => {
    const directory = page();
    writeFileSync(join(directory, '..', 'weir-beside.txt'), 'beside the page');
    onTestFinished(() => rmSync(join(directory, '..', 'weir-beside.txt')));
    const { ask } = await createTestApp({ objects, settings: { staticDirectory: directory } });
    for (const url of ['/../weir-beside.txt', '/..%2fweir-beside.txt', '/assets/..%2f..%2fweir-beside.txt']) {
      expect((await ask(url)).text, url).not.toContain('beside the page');
    }
  });
});
