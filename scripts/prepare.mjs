import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pnpm } from './pnpm.mjs';
import { ROOT, tool } from './run.mjs';
import { contentHash, isFresh, setFresh } from './stamp.mjs';

const seconds = (startedAtMs) => `${((Date.now() - startedAtMs) / 1000).toFixed(1)} s`;

async function step(title, action) {
  const startedAtMs = Date.now();
  process.stdout.write(`${title} …\n`);
  await action();
  process.stdout.write(`${title}: done in ${seconds(startedAtMs)}\n`);
}

/** Installs what the lockfile says, unless that is what is installed. */
export async function ensureInstalled() {
  const hash = contentHash(['pnpm-lock.yaml', 'package.json', 'pnpm-workspace.yaml']);
  if (isFresh('install', hash) && existsSync(join(ROOT, 'node_modules'))) return;
  await step('Installing packages', () => pnpm(['install', '--frozen-lockfile']));
  setFresh('install', hash);
}

const SOURCES = ['tsconfig.base.json', 'tsconfig.json', 'apps/api/src', 'apps/api/tsconfig.json', 'packages'];
const PAGE = ['apps/web', 'packages/shared/src', 'pnpm-lock.yaml'];

/** Builds the server side and the page, each only when its sources changed. */
export async function ensureBuilt() {
  const server = contentHash(SOURCES);
  if (!isFresh('server', server) || !existsSync(join(ROOT, 'apps/api/dist/server.js'))) {
    await step('Building the server', () => tool('tsc', ['-b', 'apps/api'], { quiet: true }));
    setFresh('server', server);
  }
  const page = contentHash(PAGE);
  if (!isFresh('page', page) || !existsSync(join(ROOT, 'apps/web/dist/index.html'))) {
    await step('Building the page', () => tool('vite', ['build', 'apps/web', '--logLevel', 'warn'], { quiet: true }));
    setFresh('page', page);
  }
}
