import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { ROOT, type Running, startScript, untilPrinted } from '../support/child-process.ts';
import { expectProblem } from '../support/expect-problem.ts';
import { expect, test } from '../support/fixtures.ts';
import { ask } from '../support/http.ts';
import { handWrittenVirtualService } from '../support/objects.ts';
import { until } from '../support/until.ts';
import { startDemo, startWeir, untilReady } from '../support/weir.ts';

const SERVER = join(ROOT, 'apps/api/dist/server.js');
/** Weir as its command line starts it, without its log. */
const weirWith = (...args: readonly string[]): Running => startScript(SERVER, ['--log-level', 'silent', ...args]);
/** Exactly one line, with these words. */
const oneLine = (words: RegExp): RegExp => new RegExp(`^[^\\n]*${words.source}[^\\n]*\\n$`);

const kubeconfigFor = (server: string, token = 'none'): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'somewhere',
    clusters: [{ name: 'c', cluster: { server } }],
    users: [{ name: 'u', user: { token } }],
    contexts: [{ name: 'somewhere', context: { cluster: 'c', user: 'u' } }],
  });
/** Port 9 (discard): nothing listens there. */
const NOBODY = 'https://127.0.0.1:9';

test.describe('L2: the command line', () => {
  test('what cannot be used ends Weir with one line that says what to do: 2 for usage, 1 for the rest', async ({
    folder,
  }) => {
    const file = (name: string, text: string): string => {
      const path = join(folder, name);
      writeFileSync(path, text);
      return path;
    };
    const cases: readonly (readonly [args: readonly string[], code: number, words: RegExp])[] = [
      [['--kubeconfig', join(folder, 'nowhere')], 1, /nowhere; check --kubeconfig/],
      [['--kubeconfig', file('yaml', 'apiVersion: v1\nusers: [\n  token: secret')], 1, /not valid YAML \(line 3\)/],
      [['--kubeconfig', file('list', '- 1\n')], 1, /is not a kubeconfig/],
      [['--kubeconfig', file('kc', kubeconfigFor(NOBODY)), '--context', 'other'], 1, /no context "other".*somewhere/],
      [['--kubeconfig', file('kc2', kubeconfigFor('not a url'))], 1, /no usable server/],
      [['--prot', '0'], 2, /Unknown option --prot. See --help./],
      [['--port', 'many'], 2, /--port .* must be a whole number/],
      [['--port'], 2, /--port needs a value/],
      [['--host', '0.0.0.0'], 2, /--auth none if that is meant/],
      [['--config', join(folder, 'nowhere.yaml')], 2, /nowhere.yaml cannot be read/],
    ];
    await Promise.all(
      cases.map(async ([args, code, words]) => {
        const weir = weirWith(...args);
        expect([args, await weir.ended]).toEqual([args, code]);
        expect(weir.complained()).toMatch(oneLine(words));
        expect(weir.printed()).toBe('');
        expect(weir.output()).not.toContain('secret');
      }),
    );
  });

  test('a busy port is one line and exit code 1', async ({ demo }) => {
    const other = createServer().listen(0, '127.0.0.1');
    await expect.poll(() => other.address()).not.toBeNull();
    const address = other.address();
    const port = typeof address === 'object' ? String(address?.port) : '';
    const weir = weirWith('--kubeconfig', demo.kubeconfig, '--port', port);
    expect(await weir.ended).toBe(1);
    expect(weir.complained()).toMatch(oneLine(new RegExp(`Port ${port} .* is in use.* --port`)));
    expect(weir.printed()).toBe('');
    other.close();
  });

  test('a cluster that cannot be reached is one line; Weir keeps serving, and says why it is not ready', async ({
    folder,
  }) => {
    const kubeconfig = join(folder, 'kubeconfig');
    writeFileSync(kubeconfig, kubeconfigFor(NOBODY));
    const weir = weirWith('--kubeconfig', kubeconfig, '--port', '0');
    try {
      await untilPrinted(weir, /keeps trying/);
      const lines = weir.output().trimEnd().split('\n');
      expect(lines).toHaveLength(2);
      expect(lines[1]).toMatch(
        /^The cluster at https:\/\/127.0.0.1:9 cannot be reached: Nothing listens at .*; check /,
      );
      const url = /^Weir is at (\S+)$/.exec(lines[0] ?? '')?.[1] ?? '';

      const ready = await ask(`${url}/api/readyz`);
      expect(ready.status).toBe(503);
      const [cluster] = ready.body.sources;
      expect(cluster).toMatchObject({ name: 'cluster', state: 'unreachable' });
      expect(cluster.error).toMatch(/^Nothing listens at 127.0.0.1:9; check /);
      expect((await ask(`${url}/api/healthz`)).status).toBe(200);
      expect((await ask(`${url}/`)).text).toContain('<title>Weir</title>');
      for (const path of ['/api/graph', '/api/namespaces', '/api/services/default/any/routing'])
        expectProblem(await ask(`${url}${path}`), 'cluster-unreachable', /Nothing listens at 127.0.0.1:9/);
    } finally {
      expect(await weir.stop()).toBe(0);
    }
  });

  test('a token that the cluster refuses is one line and exit code 1, and is never shown', async ({ demo, folder }) => {
    const kubeconfig = join(folder, 'kubeconfig');
    const { server, ca } = demo.kube;
    const config = JSON.parse(kubeconfigFor(server, 'expired-secret'));
    config.clusters[0].cluster['certificate-authority-data'] = Buffer.from(ca ?? '').toString('base64');
    writeFileSync(kubeconfig, JSON.stringify(config));
    const weir = weirWith('--kubeconfig', kubeconfig, '--port', '0');
    expect(await weir.ended).toBe(1);
    expect(weir.complained()).toMatch(oneLine(/refuses the credential: .*missing, wrong or expired.* Renew it in /));
    expect(weir.output()).not.toContain('expired-secret');
  });
});

test('S4: a cluster that goes away and comes back with another certificate and token is picked up without a restart', async ({
  folder,
}) => {
  const first = await startDemo([], folder);
  const weir = await startWeir(first.kubeconfig, ['--telemetry', 'none']);
  try {
    await untilReady(weir);
    const cluster = async () => (await ask(`${weir.url}/api/readyz`)).body.sources[0];
    await first.stop();
    const gone = await until(cluster, ({ state }) => state === 'unreachable');
    expect(gone.error).toMatch(/^Nothing listens at 127.0.0.1:\d+; check /);
    // What was read last is still shown.
    expect((await ask(`${weir.url}/api/graph`)).status).toBe(200);
    const second = await startDemo(['--port', new URL(first.kube.server).port], folder);
    try {
      await until(cluster, ({ state }) => state === 'ok');
      await second.kube.create(handWrittenVirtualService);
      await until(
        async () => (await ask(`${weir.url}/api/services/default/fleetman-staff-service/routing`)).text,
        (text) => text.includes('custom-routing-rules'),
      );
    } finally {
      await second.stop();
    }
  } finally {
    expect(await weir.running.stop()).toBe(0);
  }
});
