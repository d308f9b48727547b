import { readFileSync } from 'node:fs';
import { run } from './run.mjs';

const { packageManager } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
/** The version that package.json pins, without its hash. */
const VERSION = /^pnpm@([\d.]+)/.exec(packageManager)?.[1];

/** Runs the pinned pnpm through npx, so that a machine needs only Node and npm. */
export const pnpm = (args, options) => run('npx', ['--yes', `pnpm@${VERSION}`, ...args], options);
