import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The repository's root folder. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** A command that ended with another code than 0. */
export class CommandFailed extends Error {
  constructor(command, code) {
    super(`${command} ended with code ${code}`);
    this.code = code;
  }
}

const running = new Set();

/** Ends the commands that run at the moment: their promises reject. */
export function endCommands() {
  for (const child of running) child.kill('SIGTERM');
}

/** Runs a command in the root folder with its output in sight (or collected, with `quiet`, and shown only when it fails). */
export function run(command, args, { quiet = false, env = {}, allowFailure = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      env: { ...process.env, NPM_CONFIG_LOGLEVEL: 'error', ...env },
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    });
    running.add(child);
    const chunks = [];
    child.stdout?.on('data', (chunk) => chunks.push(chunk));
    child.stderr?.on('data', (chunk) => chunks.push(chunk));
    child.on('error', reject);
    child.on('exit', (code) => {
      running.delete(child);
      if (code === 0 || allowFailure) return resolve(code);
      if (quiet) process.stderr.write(Buffer.concat(chunks));
      reject(new CommandFailed(`${command} ${args.slice(0, 4).join(' ')}`, code));
    });
  });
}

/** A tool of the workspace's own node_modules. */
export const tool = (name, args, options) => run(process.execPath, [binary(name), ...args], options);

const BINARIES = {
  biome: 'node_modules/@biomejs/biome/bin/biome',
  depcruise: 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
  knip: 'node_modules/knip/bin/knip.js',
  playwright: 'node_modules/@playwright/test/cli.js',
  tsc: 'node_modules/typescript/bin/tsc',
  vite: 'node_modules/vite/bin/vite.js',
  vitest: 'node_modules/vitest/vitest.mjs',
};
function binary(name) {
  const path = BINARIES[name];
  if (path === undefined) throw new Error(`unknown tool ${name}`);
  return `${ROOT}${path}`;
}
