import { type Browser, chromium, type Page } from '@playwright/test';
import { istioPath } from '../support/kube-client.ts';
import type { Demo, Weir } from '../support/weir.ts';
import { atLeast, atMost, type Figure, median, percentile95 } from './figures.ts';

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

export const launch = (executablePath: string): Promise<Browser> => chromium.launch({ executablePath, args: ARGS });

const markOf = (page: Page, name: string) =>
  page.evaluate((mark) => performance.getEntriesByName(mark)[0]?.startTime, name);

async function opened(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(url);
  await page.locator('[data-testid="graph-canvas"][data-settled="true"]').waitFor({ timeout: 60_000 });
  return page;
}

/** Navigation → first node, heap, frames while zooming. */
export async function openingFigures(
  browser: Browser,
  weir: Weir,
  label: string,
  budget: { readonly firstNodeMs: number; readonly fps: number },
): Promise<Figure[]> {
  const first: number[] = [];
  for (let run = 0; run < 5; run += 1) {
    const page = await opened(browser, `${weir.url}/?namespaces=all`);
    first.push((await markOf(page, 'weir:first-node')) ?? Number.NaN);
    await page.close();
  }
  const page = await opened(browser, `${weir.url}/?namespaces=all`);
  const heap = await page.evaluate(
    () => (performance as unknown as { memory?: { usedJSHeapSize: number } }).memory?.usedJSHeapSize,
  );
  await page.mouse.move(700, 450);
  const frames = page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const startedAt = performance.now();
        let count = 0;
        const tick = () => {
          count += 1;
          const elapsed = performance.now() - startedAt;
          if (elapsed < 3000) requestAnimationFrame(tick);
          else resolve((1000 * count) / elapsed);
        };
        requestAnimationFrame(tick);
      }),
  );
  for (let step = 0; step < 60; step += 1) {
    await page.mouse.wheel(0, step < 30 ? -60 : 60);
    await page.waitForTimeout(40);
  }
  const fps = await frames;
  await page.close();
  return [
    atMost(`navigation → first node, ${label}`, median(first), budget.firstNodeMs, 'ms'),
    ...(heap === undefined ? [] : [atMost(`JavaScript heap, ${label}`, heap / 1e6, 100, 'MB')]),
    atLeast(`frames while zooming, ${label}`, fps, budget.fps, 'a second'),
  ];
}

/** Right click → menu, and cluster change → on screen. */
export async function interactionFigures(browser: Browser, weir: Weir, demo: Demo): Promise<Figure[]> {
  const page = await opened(browser, `${weir.url}/?namespaces=default`);
  const menus: number[] = [];
  const centre = await page.locator('[data-node-id="svc/default/fleetman-staff-service"]').boundingBox();
  for (let run = 0; run < 9 && centre !== null; run += 1) {
    await page.evaluate(() => {
      performance.clearMarks('weir:menu');
      document.addEventListener('contextmenu', () => performance.mark('bench:right-click'), {
        once: true,
        capture: true,
      });
    });
    await page.mouse.click(centre.x + centre.width / 2, centre.y + centre.height / 2, { button: 'right' });
    await page.getByRole('menu').first().waitFor();
    menus.push(
      await page.evaluate(
        () =>
          (performance.getEntriesByName('weir:menu').at(-1)?.startTime ?? Number.NaN) -
          (performance.getEntriesByName('bench:right-click').at(-1)?.startTime ?? 0),
      ),
    );
    await page.keyboard.press('Escape');
    await page.waitForTimeout(150);
  }
  const path = istioPath('virtualservices', 'default', 'fleetman-staff-service');
  const delays: number[] = [];
  for (let run = 0; run < 15; run += 1) {
    const weight = 30 + run;
    const patch = [
      { op: 'replace', path: '/spec/http/0/route/0/weight', value: weight },
      { op: 'replace', path: '/spec/http/0/route/1/weight', value: 100 - weight },
    ];
    await page.waitForTimeout(700 + run * 37);
    const before = await page.evaluate(() => performance.timeOrigin + performance.now());
    const written = await demo.kube.request('PATCH', path, patch, 'application/json-patch+json');
    if (written.status !== 200) throw new Error(`patch gave ${written.status}`);
    const words = `set ${weight}\u202f%`;
    await page
      .locator('[data-testid="graph-canvas"]')
      .getByText(words, { exact: false })
      .first()
      .waitFor({ state: 'attached', timeout: 10_000 });
    const drawn = await page.evaluate(
      () => performance.timeOrigin + (performance.getEntriesByName('weir:update').at(-1)?.startTime ?? Number.NaN),
    );
    delays.push(Math.max(0, drawn - before));
  }
  await page.close();
  return [
    atMost('right click → menu', median(menus), 50, 'ms', 1),
    atMost('cluster change → on screen, p95', percentile95(delays), 500, 'ms'),
  ];
}
