import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './run.mjs';

const SKIPPED = new Set(['node_modules', 'dist', '.cache', '.weir', 'test-results', 'playwright-report', '.git']);

function* files(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return;
  if (stat.isFile()) yield path;
  else for (const name of readdirSync(path).sort()) if (!SKIPPED.has(name)) yield* files(join(path, name));
}

/** A hash of the contents of these files and folders. */
export function contentHash(paths) {
  const hash = createHash('sha256');
  for (const path of paths) {
    for (const file of files(join(ROOT, path)))
      hash.update(file.slice(ROOT.length)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

const stampFile = (name) => join(ROOT, '.weir', `${name}.stamp`);

/** Whether a step was last done for exactly this content. */
export function isFresh(name, hash) {
  try {
    return readFileSync(stampFile(name), 'utf8') === hash;
  } catch {
    // No stamp yet: the step was never done here.
    return false;
  }
}

/** Remembers that a step was done for this content. */
export function setFresh(name, hash) {
  mkdirSync(join(ROOT, '.weir'), { recursive: true });
  writeFileSync(stampFile(name), hash);
}
