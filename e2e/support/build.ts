import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from './child-process.ts';

/** Journeys run what is built: whatever changed is built before the first of them, and by none of them. */
function build(): void {
  execFileSync(process.execPath, [join(ROOT, 'scripts/build.mjs')], { cwd: ROOT, stdio: 'inherit' });
}

// biome-ignore lint/style/noDefaultExport: Playwright takes a global set-up only so.
export default build;
