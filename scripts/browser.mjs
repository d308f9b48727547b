import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ROOT, run } from './run.mjs';

const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  `${process.env.PROGRAMFILES ?? ''}\\Google\\Chrome\\Application\\chrome.exe`,
];

async function playwrightsOwn() {
  const require = createRequire(join(ROOT, 'e2e/package.json'));
  const { chromium } = await import(require.resolve('@playwright/test'));
  return chromium.executablePath();
}

const isDebianRoot = () =>
  process.getuid?.() === 0 && existsSync('/etc/debian_version') && readFileSync('/etc/debian_version', 'utf8') !== '';

/**
 * A browser for the tests: WEIR_BROWSER, an installed Chrome or Chromium, Playwright's own, or Debian's package (installed
 * here when we may). Rejects with the sentence that says what to do.
 */
export async function findBrowser() {
  const wanted = process.env.WEIR_BROWSER;
  if (wanted !== undefined && wanted !== '') {
    if (existsSync(wanted)) return wanted;
    throw new Error(`WEIR_BROWSER names ${wanted}, which does not exist.`);
  }
  const installed = INSTALLED.find((path) => existsSync(path));
  if (installed !== undefined) return installed;
  const own = await playwrightsOwn();
  if (existsSync(own)) return own;
  if (isDebianRoot()) {
    process.stdout.write('No browser found: installing Debian’s chromium …\n');
    await run('apt-get', ['update', '-qq'], { quiet: true });
    await run('apt-get', ['install', '-y', '-qq', 'chromium'], {
      quiet: true,
      env: { DEBIAN_FRONTEND: 'noninteractive' },
    });
    if (existsSync('/usr/bin/chromium')) return '/usr/bin/chromium';
  }
  throw new Error(
    'No browser found. Install Chrome or Chromium, run "npx playwright install chromium", or set WEIR_BROWSER to its path.',
  );
}
