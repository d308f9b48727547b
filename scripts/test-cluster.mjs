// `npm run test:cluster`: the same plans and writes against the real cluster that KUBECONFIG names.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { clusterSuite } from './cluster-suite.mjs';
import { ensureBuilt, ensureInstalled } from './prepare.mjs';
import { ROOT } from './run.mjs';

if (process.env.KUBECONFIG === undefined || process.env.KUBECONFIG === '') {
  process.stderr.write(
    'Set KUBECONFIG to the cluster to test against. Its namespace "default" must hold the fleetman application.\n',
  );
  process.exit(2);
}
await ensureInstalled();
await ensureBuilt();
mkdirSync(join(ROOT, '.weir', 'test-results'), { recursive: true });
const { code, passed, failed, skipped } = await clusterSuite({});
process.stdout.write(`\n${passed} passed, ${failed} failed, ${skipped} skipped\n`);
process.exit(code);
