// `npm test`: installs, then lint, types, import rules, unused code, unit and integration tests, the browser's journeys.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findBrowser } from './browser.mjs';
import { clusterSuite } from './cluster-suite.mjs';
import { startDemoProcess } from './demo-process.mjs';
import { ensureBuilt, ensureInstalled } from './prepare.mjs';
import { ROOT, run, tool } from './run.mjs';

const RESULTS = join(ROOT, '.weir', 'test-results');
const counts = { passed: 0, failed: 0, skipped: 0 };
const add = (part) => {
  for (const key of Object.keys(counts)) counts[key] += part[key];
};
const read = (name) => JSON.parse(readFileSync(join(RESULTS, name), 'utf8'));

async function check(title, action) {
  const startedAtMs = Date.now();
  process.stdout.write(`\n── ${title}\n`);
  const code = await action();
  process.stdout.write(
    `── ${title}: ${code === 0 ? 'ok' : 'FAILED'} in ${((Date.now() - startedAtMs) / 1000).toFixed(1)} s\n`,
  );
  return code === 0;
}

const tolerant = { allowFailure: true };

async function unitTests() {
  const code = await tool(
    'vitest',
    ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${join(RESULTS, 'unit.json')}`],
    tolerant,
  );
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = read('unit.json');
  add({ passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests });
  return code;
}

async function journeys() {
  const browser = await findBrowser();
  const code = await tool('playwright', ['test', '--config', 'e2e/playwright.config.ts'], {
    ...tolerant,
    env: { WEIR_BROWSER: browser, PLAYWRIGHT_JSON_OUTPUT_FILE: join(RESULTS, 'journeys.json') },
  });
  const { expected, unexpected, flaky, skipped } = read('journeys.json').stats;
  add({ passed: expected + flaky, failed: unexpected, skipped });
  return code;
}

/** The suite that also runs against a real control plane, here against the demo cluster: what one answers, the other answers. */
async function clusterSuiteOnDemo() {
  const kubeconfig = join(RESULTS, 'cluster.kubeconfig');
  const demo = await startDemoProcess(kubeconfig);
  try {
    const { code, ...part } = await clusterSuite({
      KUBECONFIG: kubeconfig,
      WEIR_TEST_ENVOY: 'none',
      WEIR_TEST_VIEWER_CONTEXT: 'demo-viewer',
    });
    add(part);
    return code;
  } finally {
    await demo.stop();
  }
}

async function main() {
  rmSync(RESULTS, { recursive: true, force: true });
  mkdirSync(RESULTS, { recursive: true });
  await ensureInstalled();
  const results = [
    await check('format and lint', () => tool('biome', ['check', '--error-on-warnings', '.'], tolerant)),
    await check('types', () => tool('tsc', ['-b'], tolerant)),
    await check('import rules', () =>
      tool('depcruise', ['--config', '.dependency-cruiser.cjs', 'apps', 'packages', 'e2e', 'scripts'], tolerant),
    ),
    await check('the import rules bite', () => run(process.execPath, ['scripts/check-import-rules.mjs'], tolerant)),
    await check('unused code', () => tool('knip', ['--treat-config-hints-as-errors'], tolerant)),
    await check('file sizes', () => run(process.execPath, ['scripts/check-file-sizes.mjs'], tolerant)),
    await check('unit and integration', unitTests),
  ];
  await ensureBuilt();
  results.push(await check('cluster suite on the demo cluster', clusterSuiteOnDemo));
  results.push(await check('browser journeys', journeys));
  const failedChecks = results.filter((ok) => !ok).length;
  if (failedChecks > 0 && counts.failed === 0) counts.failed = failedChecks;
  process.stdout.write(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`);
  process.exit(failedChecks === 0 ? 0 : 1);
}

main().catch((error) => {
  process.stderr.write(`${error.message}\n`);
  process.stdout.write(`\n${counts.passed} passed, ${counts.failed + 1} failed, ${counts.skipped} skipped\n`);
  process.exit(1);
});
