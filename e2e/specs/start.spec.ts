import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, type Running, startScript, untilPrinted } from '../support/child-process.ts';
import { expect, test } from '../support/fixtures.ts';
import { ask } from '../support/http.ts';
import { KubeClient } from '../support/kube-client.ts';
import { until } from '../support/until.ts';
import { startDemo } from '../support/weir.ts';

/** `npm start` with these options, in an environment without any of Weir's own. */
const npmStart = (...args: readonly string[]): Running =>
  startScript(join(ROOT, 'scripts/start.mjs'), args, withoutWeirVariables());
const withoutWeirVariables = (): Record<string, string> =>
  Object.fromEntries(
    Object.keys(process.env)
      .filter((name) => name.startsWith('WEIR_'))
      .map((name) => [name, '']),
  );
/** The processes that have a text in their command line. */
const processesWith = (text: string): readonly string[] =>
  execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(text) && !/\bstart\b/.test(line));
const ENDS_WITHIN_MS = 3_000;
/** Should somebody have changed the sources meanwhile, it is built first. */
const STARTS_WITHIN_MS = 60_000;

test.describe('L1: npm start', () => {
  // One after the other: what changes meanwhile is built by the first of them.
  test.describe.configure({ mode: 'default' });

  test('prints both addresses; Ctrl-C ends everything within 3 s, open streams included, and leaves nothing behind', async ({
    folder,
  }) => {
    const kubeconfig = join(folder, 'made', 'demo.kubeconfig');
    const weir = npmStart('--port', '0', '--demo-kubeconfig', kubeconfig);
    try {
      const [, url = ''] = await untilPrinted(weir, /^Weir is at (http:\/\/127\.0\.0\.1:\d+)$/m, STARTS_WITHIN_MS);
      expect(weir.printed()).toContain(`Demo cluster kubeconfig: ${kubeconfig}\n`);
      await until(
        () => ask(`${url}/api/readyz`),
        ({ status }) => status === 200,
      );
      const demo = new KubeClient(kubeconfig);
      expect((await demo.get('/api/v1/namespaces/default/pods')).body.items.length).toBeGreaterThan(5);
      expect(processesWith(kubeconfig)).toHaveLength(2);
      const stream = await fetch(`${url}/api/stream?namespaces=default`);
      const reader = stream.body?.getReader();
      expect((await reader?.read())?.done).toBe(false);

      const startedAtMs = Date.now();
      weir.process.kill('SIGINT');
      expect(await weir.ended).toBe(0);
      expect(Date.now() - startedAtMs).toBeLessThan(ENDS_WITHIN_MS);
      await expect(drained(reader)).resolves.toBeUndefined();
      expect(processesWith(kubeconfig)).toEqual([]);
      expect(existsSync(kubeconfig)).toBe(false);
      await expect(demo.get('/healthz')).rejects.toThrow(/ECONNREFUSED/);
      await expect(ask(`${url}/api/healthz`)).rejects.toThrow(/ECONNREFUSED/);
      expect(weir.complained()).toBe('');
    } finally {
      await weir.stop();
    }
  });

  test('ends while it still starts, too', async ({ folder }) => {
    const kubeconfig = join(folder, 'demo.kubeconfig');
    const weir = npmStart('--port', '0', '--demo-kubeconfig', kubeconfig);
    // Weir itself is on its way, and has said nothing yet.
    await untilPrinted(weir, /Demo cluster kubeconfig/, STARTS_WITHIN_MS);
    weir.process.kill('SIGTERM');
    expect(await weir.ended).toBe(0);
    expect(processesWith(kubeconfig)).toEqual([]);
    expect(existsSync(kubeconfig)).toBe(false);
    expect(weir.complained()).toBe('');
  });

  test('a signal to npm itself, as supervisors send it, ends everything', async ({ folder }) => {
    const kubeconfig = join(folder, 'demo.kubeconfig');
    const npm = spawn('npm', ['start', '--', '--port', '0', '--demo-kubeconfig', kubeconfig], {
      cwd: ROOT,
      env: { ...process.env, ...withoutWeirVariables() },
      stdio: 'ignore',
    });
    await until(
      async () => processesWith(kubeconfig).filter((line) => line.includes('/dist/')),
      (lines) => lines.length === 2,
      STARTS_WITHIN_MS,
    );
    npm.kill('SIGTERM');
    await until(
      async () => processesWith(kubeconfig),
      (lines) => lines.length === 0,
    );
    expect(existsSync(kubeconfig)).toBe(false);
  });

  test('when one part dies, the other one ends as well, and that is told', async ({ folder }) => {
    const kubeconfig = join(folder, 'demo.kubeconfig');
    const weir = npmStart('--port', '0', '--log-level', 'silent', '--demo-kubeconfig', kubeconfig);
    await untilPrinted(weir, /Weir is at /, STARTS_WITHIN_MS);
    const demo = processesWith(kubeconfig).find((line) => line.includes('demo-cluster'));
    process.kill(Number.parseInt(demo ?? '', 10), 'SIGKILL');
    expect(await weir.ended).toBe(1);
    expect(weir.complained()).toMatch(/The demo cluster ended by itself \(SIGKILL\)\.\n$/);
    expect(processesWith(kubeconfig)).toEqual([]);
  });

  test('--help and --version answer without a cluster', async () => {
    const [help, version] = [npmStart('--help'), npmStart('--version')];
    expect(await help.ended).toBe(0);
    for (const option of ['--kubeconfig', '--port', '--read-only', '--demo-services', '--demo-without-istio'])
      expect(help.printed()).toContain(`  ${option}`);
    expect(await version.ended).toBe(0);
    expect(version.printed()).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(help.output() + version.output()).not.toContain('Demo cluster kubeconfig');
  });

  test('L2: options that contradict each other or make no sense: one line, exit code 2, nothing is started', async ({
    folder,
  }) => {
    const cases: readonly (readonly [args: readonly string[], words: RegExp])[] = [
      [['--kubeconfig', 'any', '--demo-services', '5'], /^--demo-services: options of the demo cluster/],
      [['--demo-seed=3', '--context=any'], /^--demo-seed: options of the demo cluster/],
      [['--demo-services', 'many'], /^--demo-services takes a whole number, not "many"/],
      [['--demo-seed'], /^--demo-seed needs a value/],
      [['--prot', '0', '--demo-kubeconfig', join(folder, 'unused')], /^Unknown option --prot. See --help/],
    ];
    for (const [args, words] of cases) {
      const weir = npmStart(...args);
      expect([args, await weir.ended]).toEqual([args, 2]);
      expect(weir.complained()).toMatch(words);
      expect(weir.complained().trimEnd().split('\n')).toHaveLength(1);
    }
  });

  test('L2: --kubeconfig uses that cluster, and makes no other one', async () => {
    const other = await startDemo();
    const weir = npmStart('--kubeconfig', other.kubeconfig, '--port', '0', '--log-level', 'warn');
    try {
      const [, url = ''] = await untilPrinted(weir, /Weir is at (\S+)/, STARTS_WITHIN_MS);
      const session = (await ask(`${url}/api/session`)).body;
      expect(session.cluster.server).toBe(other.kube.server);
      expect(weir.printed()).not.toContain('Demo cluster');
    } finally {
      weir.process.kill('SIGINT');
      expect(await weir.ended).toBe(0);
      await other.stop();
    }
  });
});

/** Resolves when the stream has ended or broken off. */
async function drained(reader: ReadableStreamDefaultReader<Uint8Array> | undefined): Promise<void> {
  try {
    while ((await reader?.read())?.done === false);
  } catch {
    // Broken off is ended, too.
  }
}
