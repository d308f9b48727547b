import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, tool } from './run.mjs';

const RESULT = join(ROOT, '.weir', 'test-results', 'cluster.json');

/** Runs the cluster suite against the cluster that `env.KUBECONFIG` names; answers its exit code and counts. */
export async function clusterSuite(env) {
  const reporters = ['--reporter=verbose', '--reporter=json', `--outputFile.json=${RESULT}`];
  const code = await tool('vitest', ['run', '--config', 'e2e/cluster/vitest.config.ts', ...reporters], {
    allowFailure: true,
    env,
  });
  const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(RESULT, 'utf8'));
  return { code, passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests };
}
