// Proves that the import rules bite: writes violations of every rule into scratch files and expects each to be reported.
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ROOT } from './run.mjs';
import { VIOLATIONS } from './seeded-violations.mjs';

const CONFIG = '.dependency-cruiser.cjs';
const CRUISER = 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs';
/** One folder's seeds must not meet another's: each has the rule in its name. .gitignore knows them. */
const seedFile = ({ rule, folder }) => `${folder}/seeded-violation-${rule}.ts`;
const files = VIOLATIONS.map(seedFile);

const removeSeeds = () => {
  for (const file of files) rmSync(join(ROOT, file), { force: true });
};

/** Every reported violation as `<rule> <file>`, once per import. */
function cruise() {
  const args = [CRUISER, '--config', CONFIG, '--output-type', 'json', ...files];
  let text;
  try {
    text = execFileSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8', stdio: 'pipe', maxBuffer: 2 ** 28 });
  } catch (error) {
    // It ends with the number of violations: that is what is wanted here.
    text = error.stdout;
  }
  return JSON.parse(text).summary.violations;
}

/** What is wrong with the guards, as lines. */
function problems(violations) {
  const rules = createRequire(import.meta.url)(join(ROOT, CONFIG)).forbidden.map(({ name }) => name);
  const unseeded = rules.filter((rule) => !VIOLATIONS.some((violation) => violation.rule === rule));
  const missed = VIOLATIONS.flatMap((violation) => {
    const from = seedFile(violation);
    const reported = new Set(
      violations.filter((v) => v.rule.name === violation.rule && v.from === from).map((v) => v.to),
    );
    const wanted = violation.imports.length;
    return reported.size >= wanted
      ? []
      : [`${violation.rule} reported ${reported.size} of ${wanted} imports in ${from}`];
  });
  return [...unseeded.map((rule) => `${rule} has no seed in scripts/seeded-violations.mjs`), ...missed];
}

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    removeSeeds();
    process.exit(1);
  });
}
let found;
try {
  for (const violation of VIOLATIONS) {
    const lines = violation.imports.map((name) => `export * from '${name}';\n`);
    writeFileSync(join(ROOT, seedFile(violation)), lines.join(''));
  }
  found = problems(cruise());
} finally {
  removeSeeds();
}
for (const line of found) process.stdout.write(`${line}\n`);
process.exit(found.length === 0 ? 0 : 1);
