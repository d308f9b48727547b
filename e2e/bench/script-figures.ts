import { gzipSync } from 'node:zlib';
import type { Browser } from '@playwright/test';
import type { Weir } from '../support/weir.ts';
import { atMost, type Figure } from './figures.ts';

/** The scripts that a browser loads until the graph stands, the layout worker apart. */
export async function scriptFigures(browser: Browser, weir: Weir): Promise<Figure[]> {
  const page = await browser.newPage();
  const bodies: Promise<Buffer>[] = [];
  page.on('response', (response) => {
    const isScript = response.request().resourceType() === 'script' && !response.url().includes('worker');
    if (isScript) bodies.push(response.body());
  });
  await page.goto(weir.url);
  await page.locator('[data-testid="graph-canvas"][data-settled="true"]').waitFor({ timeout: 60_000 });
  const texts = await Promise.all(bodies);
  await page.close();
  const sum = (sizeOf: (text: Buffer) => number) => texts.reduce((total, text) => total + sizeOf(text), 0);
  return [
    atMost('JavaScript before the first graph', sum((text) => text.length) / 1e6, 0.9, 'MB', 2),
    atMost('… compressed', sum((text) => gzipSync(text).length) / 1000, 280, 'kB'),
  ];
}
