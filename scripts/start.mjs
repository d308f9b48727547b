// `npm start`: installs, builds what changed, starts the demo cluster (unless another cluster is named) and Weir.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled } from './prepare.mjs';
import { CommandFailed, ROOT } from './run.mjs';
import { splitArguments, usageError } from './start-arguments.mjs';

const KUBECONFIG = '.weir/demo.kubeconfig';
const children = [];
let ending = false;

function start(name, script, args, stdio) {
  // Its own process group: Ctrl-C reaches only this script, which then ends the children in order.
  const child = spawn(process.execPath, [join(ROOT, script), ...args], { cwd: ROOT, stdio, detached: true });
  children.push({ name, child });
  child.on('exit', (code, signal) => {
    if (ending) return;
    process.stderr.write(
      signal === null && code === 0 ? '' : name === 'Weir' ? '' : `${name} ended by itself (${signal ?? code}).\n`,
    );
    void end(code ?? 1);
  });
  return child;
}

async function end(code) {
  if (ending) return;
  ending = true;
  for (const { child } of [...children].reverse()) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
    await gone;
    clearTimeout(timer);
  }
  process.exit(code);
}

/** Resolves when the child prints the line; rejects when it ends before that. */
function untilPrinted(child, pattern) {
  return new Promise((resolve, reject) => {
    let seen = '';
    child.stdout.on('data', (chunk) => {
      seen += chunk;
      if (pattern.test(seen)) resolve();
    });
    child.once('exit', (code) => reject(new CommandFailed('The demo cluster', code)));
  });
}

async function main() {
  const args = splitArguments(process.argv.slice(2), process.env);
  const problem = usageError(args);
  if (problem !== undefined) {
    process.stderr.write(`${problem}\n`);
    return process.exit(2);
  }
  await ensureInstalled();
  await ensureBuilt();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void end(0));
  if (args.onlyAsks || args.demo === undefined) {
    start('Weir', 'apps/api/dist/server.js', args.weir, 'inherit');
    return;
  }
  mkdirSync(join(ROOT, '.weir'), { recursive: true });
  const demo = start(
    'The demo cluster',
    'packages/demo-cluster/dist/main.js',
    ['--kubeconfig', KUBECONFIG, ...args.demo],
    ['ignore', 'pipe', 'inherit'],
  );
  await untilPrinted(demo, /kubeconfig/i);
  demo.stdout.resume();
  process.stdout.write(`Demo cluster kubeconfig: ${KUBECONFIG}\n`);
  start(
    'Weir',
    'apps/api/dist/server.js',
    // On a terminal the two addresses are what matters; --log-level brings the rest back.
    ['--kubeconfig', KUBECONFIG, '--context', args.demoContext, '--log-level', 'warn', ...args.weir],
    'inherit',
  );
}

main().catch((error) => {
  process.stderr.write(`${error.message}\n`);
  void end(1);
});
