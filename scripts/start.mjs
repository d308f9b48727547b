// `npm start`: installs, builds what changed, starts the demo cluster (unless another cluster is named) and Weir.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { ensureBuilt, ensureInstalled } from './prepare.mjs';
import { CommandFailed, endCommands, ROOT } from './run.mjs';
import { demoHelp, splitArguments, usageError } from './start-arguments.mjs';

const PARENT_CHECK_MS = 500;
const children = [];
let ending = false;

function start(name, script, args, stdio) {
  // Its own process group: Ctrl-C reaches only this script, which then ends the children in order.
  const child = spawn(process.execPath, [join(ROOT, script), ...args], { cwd: ROOT, stdio, detached: true });
  children.push(child);
  child.on('exit', (code, signal) => {
    // What ends with a code has said why itself.
    if (!ending && signal !== null) process.stderr.write(`${name} ended by itself (${signal}).\n`);
    void end(code ?? 1);
  });
  return child;
}

async function end(code) {
  if (ending) return;
  ending = true;
  endCommands();
  for (const child of [...children].reverse()) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
    await gone;
    clearTimeout(timer);
  }
  process.exit(code);
}

/**
 * npm runs this under a shell of its own. A signal to npm alone ends npm and that shell but never comes here, and without this
 * everything would run on unseen.
 */
function endWithNpm() {
  if (process.env.npm_lifecycle_event === undefined) return;
  const shell = process.ppid;
  setInterval(() => process.ppid !== shell && void end(0), PARENT_CHECK_MS).unref();
}

/** Resolves when the child prints the line; rejects when it ends before that. */
function untilPrinted(child, pattern) {
  return new Promise((resolve, reject) => {
    let seen = '';
    child.stdout.on('data', (chunk) => {
      seen += chunk;
      if (pattern.test(seen)) resolve();
    });
    child.once('exit', (code, signal) => reject(new CommandFailed('The demo cluster', signal ?? code)));
  });
}

async function main() {
  const args = splitArguments(process.argv.slice(2), process.env);
  const problem = usageError(args);
  if (problem !== undefined) {
    process.stderr.write(`${problem}\n`);
    return process.exit(2);
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void end(0));
  endWithNpm();
  await ensureInstalled();
  await ensureBuilt();
  if (args.onlyAsks) return onlyAsk(args.weir);
  if (args.demo === undefined) {
    start('Weir', 'apps/api/dist/server.js', args.weir, 'inherit');
    return;
  }
  const { kubeconfig } = args;
  mkdirSync(dirname(resolve(ROOT, kubeconfig)), { recursive: true });
  const demo = start('The demo cluster', 'packages/demo-cluster/dist/main.js', args.demo, [
    'ignore',
    'pipe',
    'inherit',
  ]);
  await untilPrinted(demo, /kubeconfig/i);
  demo.stdout.resume();
  if (ending) return;
  process.stdout.write(`Demo cluster kubeconfig: ${kubeconfig}\n`);
  // On a terminal the two addresses are what matters; whoever names a log level gets it.
  const quiet = args.hasLogLevel ? [] : ['--log-level', 'warn'];
  start(
    'Weir',
    'apps/api/dist/server.js',
    ['--kubeconfig', kubeconfig, '--context', args.demoContext, ...quiet, ...args.weir],
    'inherit',
  );
}

/** `--help` and `--version`: no cluster is needed for an answer. */
async function onlyAsk(weir) {
  const child = spawn(process.execPath, [join(ROOT, 'apps/api/dist/server.js'), ...weir], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  const [code] = await once(child, 'exit');
  if (code === 0 && weir.some((argument) => argument.startsWith('--help'))) process.stdout.write(demoHelp());
  process.exit(code ?? 1);
}

main().catch((error) => {
  // What was ended on purpose need not be told.
  if (!ending) process.stderr.write(`${error.message}\n`);
  void end(1);
});
