// Proves that the import rules bite: writes one violation of each kind into a scratch file and expects it to be reported.
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './run.mjs';

const VIOLATIONS = [
  [
    'mesh-has-no-io',
    'packages/mesh/src/seeded-violation.ts',
    "import { readFileSync } from 'node:fs';\nexport const seeded = readFileSync;\n",
  ],
  [
    'client-node-stays-in-its-adapter',
    'apps/api/src/seeded-violation.ts',
    "import { KubeConfig } from '@kubernetes/client-node';\nexport const seeded = KubeConfig;\n",
  ],
  [
    'routes-call-services',
    'apps/api/src/routes/seeded-violation.ts',
    "import * as seeded from '../adapters/kube/index.ts';\nexport { seeded };\n",
  ],
  [
    'features-are-strangers',
    'apps/web/src/features/graph/seeded-violation.ts',
    "export * from '../routing/model/shares.ts';\n",
  ],
  [
    'model-and-layout-are-pure',
    'apps/web/src/features/graph/model/seeded-violation.ts',
    "import { useState } from 'react';\nexport const seeded = useState;\n",
  ],
];

let missed = 0;
for (const [rule, file, text] of VIOLATIONS) {
  const path = join(ROOT, file);
  writeFileSync(path, text);
  try {
    execFileSync(
      process.execPath,
      ['node_modules/dependency-cruiser/bin/dependency-cruise.mjs', '--config', '.dependency-cruiser.cjs', file],
      { cwd: ROOT, encoding: 'utf8', stdio: 'pipe' },
    );
    process.stdout.write(`${rule} did not report ${file}\n`);
    missed += 1;
  } catch (error) {
    if (!String(error.stdout).includes(rule)) {
      process.stdout.write(`${rule} did not report ${file}:\n${error.stdout}\n`);
      missed += 1;
    }
  } finally {
    rmSync(path);
  }
}
process.exit(missed === 0 ? 0 : 1);
