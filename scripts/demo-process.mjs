import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ROOT } from './run.mjs';

/** Starts a demo cluster that writes its kubeconfig to a file; resolves when it serves. `stop` ends it. */
export async function startDemoProcess(kubeconfig) {
  const child = spawn(
    process.execPath,
    [join(ROOT, 'packages/demo-cluster/dist/main.js'), '--port', '0', '--kubeconfig', kubeconfig],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const gone = once(child, 'exit').then(() => 'gone');
  const ready = new Promise((resolve) => {
    let printed = '';
    child.stdout.on('data', (chunk) => {
      printed += chunk;
      if (/kubeconfig/i.test(printed)) resolve('ready');
    });
  });
  if ((await Promise.race([ready, gone])) === 'gone') throw new Error('the demo cluster ended by itself');
  return {
    stop: async () => {
      child.kill('SIGTERM');
      await gone;
    },
  };
}
