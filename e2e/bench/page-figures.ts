import { type Browser, chromium, type Page } from '@playwright/test';
import type { Weir } from '../support/weir.ts';
import { atLeast, atMost, type Figure, median } from './figures.ts';

const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--enable-precise-memory-info',
];
const OPENINGS = 5;
const ZOOM_MS = 3000;
/** After the last figures have come the picture stands still. */
const REST_MS = 1500;

/** The browser of DESIGN P: headless, without GPU. */
export const launch = (executablePath: string): Promise<Browser> => chromium.launch({ executablePath, args: ARGS });

/** A page of a browser that has never been here, once its graph stands. */
export async function opened(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  // The loader that runs this script names functions with a helper, which functions sent to the page would miss.
  await page.addInitScript('globalThis.__name ??= (value) => value');
  await page.goto(url);
  await page.locator('[data-testid="graph-canvas"][data-settled="true"]').waitFor({ timeout: 60_000 });
  return page;
}

interface Budget {
  readonly label: string;
  readonly firstNodeMs: number;
  readonly framesPerSecond: number;
}

/** Navigation → first node, heap, frames while zooming. */
export async function openingFigures(browser: Browser, weir: Weir, budget: Budget): Promise<Figure[]> {
  const url = `${weir.url}/?namespaces=all`;
  const first: number[] = [];
  for (let run = 0; run < OPENINGS; run += 1) {
    const page = await opened(browser, url);
    first.push(await firstNodeMs(page));
    await page.close();
  }
  const page = await opened(browser, url);
  await page.waitForTimeout(REST_MS);
  const heap = await page.evaluate(
    () => (performance as unknown as { memory?: { usedJSHeapSize: number } }).memory?.usedJSHeapSize,
  );
  const fps = await framesWhileZooming(page);
  await page.close();
  return [
    atMost(`navigation → first node, ${budget.label}`, median(first), budget.firstNodeMs, 'ms'),
    ...(heap === undefined ? [] : [atMost('… JavaScript heap', heap / 1e6, 100, 'MB')]),
    atLeast('… frames while zooming', fps, budget.framesPerSecond, 'a second'),
  ];
}

async function firstNodeMs(page: Page): Promise<number> {
  const at = await page.evaluate(() => performance.getEntriesByName('weir:first-node')[0]?.startTime);
  if (at === undefined) throw new Error('the page did not mark its first node');
  return at;
}

/** Frames a second while the wheel goes in and out over the middle of the graph. */
async function framesWhileZooming(page: Page): Promise<number> {
  await page.mouse.move(700, 450);
  const counted = page.evaluate(
    (durationMs) =>
      new Promise<number>((resolve) => {
        const startedAt = performance.now();
        let frames = 0;
        const tick = () => {
          frames += 1;
          const elapsedMs = performance.now() - startedAt;
          if (elapsedMs < durationMs) requestAnimationFrame(tick);
          else resolve((1000 * frames) / elapsedMs);
        };
        requestAnimationFrame(tick);
      }),
    ZOOM_MS,
  );
  const turned = turnWheel(page);
  const [fps] = await Promise.all([counted, turned]);
  return fps;
}

/** About 25 turns a second, as a hand does it: half of the time in, half of it out. */
async function turnWheel(page: Page): Promise<void> {
  const startedAt = performance.now();
  for (let elapsedMs = 0; elapsedMs < ZOOM_MS; elapsedMs = performance.now() - startedAt) {
    await page.mouse.wheel(0, elapsedMs < ZOOM_MS / 2 ? -60 : 60);
    await page.waitForTimeout(40);
  }
}
