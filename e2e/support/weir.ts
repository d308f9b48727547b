import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, type Running, startScript, untilPrinted } from './child-process.ts';
import { ask } from './http.ts';
import { KubeClient } from './kube-client.ts';
import { until } from './until.ts';

/** A demo cluster of one test's own. */
export interface Demo {
  readonly kubeconfig: string;
  readonly kube: KubeClient;
  readonly running: Running;
  readonly stop: () => Promise<void>;
}

/** Starts a demo cluster on a free port. Its kubeconfig is in the folder: one of its own, unless given. */
export async function startDemo(args: readonly string[] = [], given?: string): Promise<Demo> {
  const folder = given ?? mkdtempSync(join(tmpdir(), 'weir-demo-'));
  const kubeconfig = join(folder, 'kubeconfig');
  const running = startScript(join(ROOT, 'packages/demo-cluster/dist/main.js'), [
    '--port',
    '0',
    '--kubeconfig',
    kubeconfig,
    ...args,
  ]);
  await untilPrinted(running, /kubeconfig/i);
  return {
    kubeconfig,
    kube: new KubeClient(kubeconfig),
    running,
    stop: async () => {
      await running.stop();
      if (given === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A running Weir. */
export interface Weir {
  readonly url: string;
  readonly running: Running;
  readonly stop: () => Promise<void>;
}

/** Starts the built Weir on a free port against a kubeconfig. */
export async function startWeir(kubeconfig: string, args: readonly string[] = []): Promise<Weir> {
  const running = startScript(join(ROOT, 'apps/api/dist/server.js'), [
    '--kubeconfig',
    kubeconfig,
    '--port',
    '0',
    '--log-level',
    'warn',
    ...args,
  ]);
  const [, url] = await untilPrinted(running, /Weir is at (http:\/\/\S+)/);
  if (url === undefined) throw new Error('no address was printed');
  return {
    url,
    running,
    stop: async () => {
      await running.stop();
    },
  };
}

/** Resolves when Weir has read the whole cluster. */
export async function untilReady({ url }: Weir): Promise<void> {
  await until(
    () => ask(`${url}/api/readyz`),
    ({ status }) => status === 200,
  );
}
