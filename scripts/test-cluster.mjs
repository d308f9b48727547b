// `npm run test:cluster`: the same plans and writes against the real cluster that KUBECONFIG names.
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled } from './prepare.mjs';
import { ROOT, tool } from './run.mjs';

const RESULT = join(ROOT, '.weir', 'test-results', 'cluster.json');

async function main() {
  if (process.env.KUBECONFIG === undefined || process.env.KUBECONFIG === '') {
    process.stderr.write(
      'Set KUBECONFIG to the cluster to test against. Its namespace "default" must hold the fleetman application.\n',
    );
    process.exit(2);
  }
  await ensureInstalled();
  await ensureBuilt();
  mkdirSync(join(ROOT, '.weir', 'test-results'), { recursive: true });
  const code = await tool(
    'vitest',
    [
      'run',
      '--config',
      'e2e/cluster/vitest.config.ts',
      '--reporter=verbose',
      '--reporter=json',
      `--outputFile.json=${RESULT}`,
    ],
    { allowFailure: true },
  );
  const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(RESULT, 'utf8'));
  process.stdout.write(`\n${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests} skipped\n`);
  process.exit(code);
}

await main();
