import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ErrorCode, Graph, ServiceRouting } from '@weir/shared';
import { expectProblem } from '../support/expect-problem.ts';
import { expect, test } from '../support/fixtures.ts';
import { type Answer, ask, post } from '../support/http.ts';
import { malformedObjects } from '../support/malformed-objects.ts';
import { handWrittenDestinationRule, handWrittenVirtualService } from '../support/objects.ts';
import { routingVersions } from '../support/routing-versions.ts';
import { type Demo, startDemo, startWeir, untilReady, type Weir } from '../support/weir.ts';

test.describe('S2, W: requests', () => {
  test.describe.configure({ mode: 'default' });
  let demo: Demo;
  let weir: Weir;
  let routing: string;
  let route: string;
  test.beforeAll(async () => {
    demo = await startDemo();
    await demo.kube.create(handWrittenDestinationRule);
    await demo.kube.create(handWrittenVirtualService);
    weir = await startWeir(demo.kubeconfig, ['--telemetry', 'none']);
    await untilReady(weir);
    routing = `${weir.url}/api/services/default/fleetman-staff-service/routing`;
    route = 'VirtualService/default/custom-routing-rules/spec/http/1';
  });
  test.afterAll(async () => {
    await weir.stop();
    await demo.stop();
  });

  type Weights = readonly Readonly<Record<string, unknown>>[];
  const weights = (list: Weights, to: unknown = route) => ({
    kind: 'weights',
    changes: [{ route: to, weights: list }],
  });
  const split = (safe: unknown, risky: unknown): Weights => [
    { version: 'safe', weight: safe },
    { version: 'risky', weight: risky },
  ];
  const applyOf = (intent: unknown) => ({ intent, expect: [], digest: 'none', acknowledged: [] });
  /** Sends it to plan and to apply: neither may take it, and neither may write. */
  async function refusedByBoth(intent: unknown, check: (answer: Answer) => void): Promise<void> {
    const before = await routingVersions(demo.kube);
    check(await post(`${routing}/plan`, intent));
    check(await post(`${routing}/apply`, applyOf(intent)));
    expect(await routingVersions(demo.kube)).toEqual(before);
  }

  const table: readonly (readonly [what: string, intent: () => unknown, code: ErrorCode, detail: RegExp])[] = [
    ['weights that are all 0', () => weights(split(0, 0)), 'invalid-request', /are 0/],
    ['a negative weight', () => weights(split(-10, 110)), 'invalid-request', /weights\[0\]\.weight must be >= 0/],
    ['half a percent', () => weights(split(90.5, 9.5)), 'invalid-request', /weight must be integer/],
    ['a weight that is a text', () => weights(split('90', 10)), 'invalid-request', /weight must be integer/],
    ['a weight beyond all sense', () => weights(split(2_000_000, 1)), 'invalid-request', /must be <= 1000000/],
    [
      'a destination that is left out',
      () => weights([{ version: 'safe', weight: 100 }]),
      'invalid-request',
      /leaves out the destination .*risky/,
    ],
    [
      'a version that does not exist',
      () => weights([...split(90, 0), { version: 'v9', weight: 10 }]),
      'invalid-request',
      /No version "v9" is behind default\/fleetman-staff-service/,
    ],
    [
      'the same destination twice',
      () => weights([...split(45, 45), { version: 'safe', weight: 10 }]),
      'ambiguous-destination',
      /names the destination .* twice/,
    ],
    [
      'a route that does not exist',
      () => weights(split(90, 10), 'VirtualService/x/y/spec/http/0'),
      'not-found',
      /route/,
    ],
    [
      'creating what exists already',
      () => weights(split(90, 10), null),
      'invalid-request',
      /custom-routing-rules already routes/,
    ],
    ['no change at all', () => ({ kind: 'weights', changes: [] }), 'invalid-request', /changes must NOT have fewer/],
    [
      'a kind of change that does not exist',
      () => ({ kind: 'magic', changes: [] }),
      'invalid-request',
      /must be "weights"/,
    ],
    ['a field that nobody knows', () => ({ ...weights(split(90, 10)), force: true }), 'invalid-request', /"force"/],
  ];
  for (const [what, intent, code, detail] of table) {
    test(`${what}: ${code}, and nothing is written`, async () => {
      await refusedByBoth(intent(), (answer) => expectProblem(answer, code, detail));
    });
  }

  test('a sum other than 100 is no error: the plan explains it, and only planning it writes nothing', async () => {
    const before = await routingVersions(demo.kube);
    const answer = await post(`${routing}/plan`, weights(split(50, 10)));
    expect(answer.status).toBe(200);
    const { findings, notes } = answer.body as { findings: { message: string }[]; notes: string[] };
    expect([...findings.map((finding) => finding.message), ...notes].join('\n')).toMatch(/\b60\b/);
    expect(await routingVersions(demo.kube)).toEqual(before);
  });

  test('an unknown service or namespace: not-found, saying what there is', async () => {
    const before = await routingVersions(demo.kube);
    const at = (namespace: string, name: string) => `${weir.url}/api/services/${namespace}/${name}/routing`;
    for (const [path, detail] of [
      [at('default', 'nobody'), /no service default\/nobody\. The namespace default exists; .*fleetman-webapp/],
      [at('nowhere', 'nobody'), /The namespace nowhere does not exist, or you may not read it/],
    ] as const) {
      expectProblem(await ask(path), 'not-found', detail);
      expectProblem(await post(`${path}/plan`, weights(split(90, 10))), 'not-found', detail);
      expectProblem(await post(`${path}/apply`, applyOf(weights(split(90, 10)))), 'not-found', detail);
    }
    expect(await routingVersions(demo.kube)).toEqual(before);
  });

  test('a body that is no JSON object of the right type, or too large, is refused before it is understood', async () => {
    const before = await routingVersions(demo.kube);
    const refused: readonly (readonly [body: string, type: string | undefined, status: number, detail: RegExp])[] = [
      ['[]', 'application/json', 400, /body must be object/],
      ['null', 'application/json', 400, /body must be object/],
      ['"weights"', 'application/json', 400, /body must be object/],
      ['{"kind":', 'application/json', 400, /not valid JSON/],
      ['{"__proto__":{"kind":"weights"}}', 'application/json', 400, /not valid JSON/],
      ['', 'application/json', 400, /empty/],
      [`{"note":"${'x'.repeat(1_100_000)}"}`, 'application/json', 413, /larger than 1 MB/],
      ['{}', 'text/plain', 415, /not JSON/],
      ['kind=weights', 'application/x-www-form-urlencoded', 415, /not JSON/],
      ['{}', undefined, 415, /not JSON/],
    ];
    for (const action of ['plan', 'apply']) {
      for (const [body, type, status, detail] of refused) {
        const headers: Record<string, string> = type === undefined ? {} : { 'content-type': type };
        const answer = await ask(`${routing}/${action}`, { method: 'POST', body, headers });
        expectProblem(answer, 'invalid-request', detail, status);
      }
    }
    expect(await routingVersions(demo.kube)).toEqual(before);
  });

  test('S2: another Host, as after DNS rebinding, gets neither an answer nor the page', async () => {
    const before = await routingVersions(demo.kube);
    const { host, port } = new URL(weir.url);
    for (const other of ['evil.example', `evil.example:${port}`, '127.0.0.1', '127.0.0.1:1', `${host}.evil.example`]) {
      const headers = { host: other };
      for (const path of ['/', '/api/graph', '/api/session', '/api/stream', '/metrics'])
        expectProblem(await ask(`${weir.url}${path}`, { headers }), 'forbidden', /does not answer for the host/);
      for (const action of ['plan', 'apply'])
        expectProblem(await post(`${routing}/${action}`, weights(split(90, 10)), headers), 'forbidden', /the host/);
    }
    expect((await ask(`${weir.url}/api/graph`, { headers: { host: `localhost:${port}` } })).status).toBe(200);
    expect(await routingVersions(demo.kube)).toEqual(before);
  });

  test('S2: a write that comes from the page of another site is refused; one of Weir’s own page is not', async () => {
    const before = await routingVersions(demo.kube);
    const foreign: readonly Readonly<Record<string, string>>[] = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: 'http://127.0.0.1:1' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ];
    for (const headers of foreign) {
      expectProblem(await post(`${routing}/plan`, weights(split(80, 20)), headers), 'forbidden', /another site/);
      expectProblem(
        await post(`${routing}/apply`, applyOf(weights(split(80, 20))), headers),
        'forbidden',
        /another site/,
      );
    }
    const own = { origin: weir.url, 'sec-fetch-site': 'same-origin' };
    expect((await post(`${routing}/plan`, weights(split(80, 20)), own)).status).toBe(200);
    expect(await routingVersions(demo.kube)).toEqual(before);
  });

  test('parameters and addresses that make no sense: invalid-request or not-found', async () => {
    for (const [path, detail] of [
      ['/api/graph?type=galaxy', /query\.type must be /],
      ['/api/graph?window=1s', /window "1s" is no duration/],
      ['/api/graph?colour=red', /"colour" is not known/],
      ['/api/stream?type=galaxy', /query\.type must be /],
      ['/api/resources/core/v1/Secret/default/any', /does not show Secret/],
      ['/api/resources/networking.istio.io/v1/VirtualService/default/..%2f..%2fsecrets', /params\.name/],
    ] as const)
      expectProblem(await ask(`${weir.url}${path}`), 'invalid-request', detail);
    expectProblem(await ask(`${weir.url}/api/nothing`), 'not-found', /nothing at GET \/api\/nothing/);
    expectProblem(await ask(routing, { method: 'DELETE' }), 'not-found', /nothing at DELETE/);
    const graph = await ask(`${weir.url}/api/graph?namespaces=nowhere`);
    expect(graph.status).toBe(200);
    expect(JSON.stringify((graph.body as Graph).warnings)).toContain('The namespace nowhere does not exist');
  });
});

test('S4: malformed objects in the cluster: graph and routing answer all the same, and say what is ignored', async ({
  folder,
}) => {
  const file = join(folder, 'objects.yaml');
  writeFileSync(file, malformedObjects);
  const demo = await startDemo(['--objects', file]);
  const weir = await startWeir(demo.kubeconfig);
  try {
    await untilReady(weir);
    const graph = (await ask(`${weir.url}/api/graph`)).body as Graph;
    const services = graph.nodes.filter((node) => node.kind === 'service');
    expect(services.map((node) => node.name)).toEqual(
      expect.arrayContaining(['fleetman-staff-service', 'fleetman-webapp', 'reviews', 'ratings', 'details']),
    );
    // What is well formed goes on as if the rest were not there.
    expect(services.find((node) => node.name === 'productpage')?.routing).toMatchObject({ configured: true });
    const routingOf = async (namespace: string, name: string): Promise<ServiceRouting> => {
      const answer = await ask(`${weir.url}/api/services/${namespace}/${name}/routing`);
      expect([name, answer.status]).toEqual([name, 200]);
      return answer.body as ServiceRouting;
    };
    await Promise.all(services.map((node) => routingOf(node.namespace, node.name)));

    const staff = (await routingOf('default', 'fleetman-staff-service')).routes;
    expect(staff.map(({ object, effective }) => [object.name, effective])).toEqual([
      ['no-weights', true],
      ['second', false],
    ]);
    expect(staff[1]?.ignoredBecause).toMatch(/VirtualService default\/no-weights has the same host/);
    const [nowhere] = (await routingOf('default', 'fleetman-vehicle-telemetry')).routes;
    expect(nowhere?.destinations).toMatchObject([{ host: 'no-such-service', share: 1 }]);
    const [ratings] = (await routingOf('bookinfo', 'ratings')).routes;
    expect(ratings).toMatchObject({ editable: false });
    expect(ratings?.notEditableBecause).toMatch(/bad-weights is malformed: \/spec\/http\/0\/route\/1\/weight /);

    // The demo's own traffic flows on, and Weir still lives and answers.
    expect((await ask(`${weir.url}/api/readyz`)).status).toBe(200);
    expect(weir.running.process.exitCode).toBeNull();
    expect(demo.running.process.exitCode).toBeNull();
  } finally {
    await weir.stop();
    await demo.stop();
  }
});
