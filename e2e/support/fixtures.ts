import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base } from '@playwright/test';
import { GraphPage } from '../pages/graph-page.ts';
import { type Demo, startDemo, startWeir, type Weir } from './weir.ts';

interface Fixtures {
  /** A folder of the test's own, for files that it writes. */
  readonly folder: string;
  readonly demo: Demo;
  readonly weir: Weir;
  readonly graph: GraphPage;
  /** Whatever the page complained about in its console: a test ends with this list empty. */
  readonly complaints: string[];
}

/** Every test has a demo cluster and a Weir of its own. */
export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that are needed from this pattern.
  folder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'weir-test-'));
    await use(folder);
    rmSync(folder, { recursive: true, force: true });
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that are needed from this pattern.
  demo: async ({}, use) => {
    const demo = await startDemo();
    await use(demo);
    await demo.stop();
  },
  weir: async ({ demo }, use) => {
    const weir = await startWeir(demo.kubeconfig);
    await use(weir);
    await weir.stop();
  },
  // Not for every test: those that look at processes and HTTP alone should not wait for a browser.
  complaints: async ({ page }, use) => {
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    await use(complaints);
  },
  graph: async ({ page, weir }, use) => {
    const graph = new GraphPage(page, weir.url);
    await use(graph);
  },
});
export { expect } from '@playwright/test';
