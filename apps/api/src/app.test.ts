import { ERROR_CATALOGUE } from '@weir/shared';
import { describe, expect, it } from 'vitest';
import { ClusterError, type ClusterErrorKind } from './ports/cluster-writer.ts';
import { staffObjects, staffRoutes, staffRule } from './testing/staff-service.ts';
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
