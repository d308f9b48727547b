// A source file holds one thing: more than 400 lines fails. Tests, fixtures and schemas copied from the API's own are apart.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './run.mjs';

const MOST_LINES = 400;
const listed = execFileSync(
  'git',
  ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts', '*.tsx', '*.mjs', '*.css'],
  { cwd: ROOT, encoding: 'utf8' },
);
const tooLong = listed
  .split('\n')
  // A deleted file is listed until its deletion is committed.
  .filter((file) => file !== '' && existsSync(join(ROOT, file)) && !/\.test\.tsx?$|\/testdata\/|\.css$/.test(file))
  .map((file) => ({ file, lines: readFileSync(join(ROOT, file), 'utf8').split('\n').length - 1 }))
  .filter(({ lines }) => lines > MOST_LINES);
for (const { file, lines } of tooLong)
  process.stdout.write(`${file} has ${lines} lines; at most ${MOST_LINES}: split it by what it holds\n`);
process.exit(tooLong.length === 0 ? 0 : 1);
