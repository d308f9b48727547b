import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ClusterError } from './ports/cluster-writer.ts';
import { createManualClock } from './testing/clocks.ts';
import { namespaceObject, serviceObject, staffObjects, staffRoutes, staffRule } from './testing/staff-service.ts';
import { createTestApp } from './testing/test-app.ts';

const objects = [...staffObjects(), staffRule(), staffRoutes(90, 10)];
const RESOURCE = '/api/resources/networking.istio.io/v1/VirtualService/default/staff-service';

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
    expect(body).toMatchObject({ namespaces: ['default'] });
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
