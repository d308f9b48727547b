// `npm run bench`: the figures of the performance budgets, in one run, as one table.
import { findBrowser } from './browser.mjs';
import { ensureBuilt, ensureInstalled } from './prepare.mjs';
import { run } from './run.mjs';

await ensureInstalled();
await ensureBuilt();
await run(process.execPath, ['--import', 'tsx', 'e2e/bench/main.ts'], { env: { WEIR_BROWSER: await findBrowser() } });
