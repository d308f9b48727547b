import type { Browser, Page } from '@playwright/test';
import { GraphPage } from '../pages/graph-page.ts';
import { istioPath } from '../support/kube-client.ts';
import { STAFF } from '../support/objects.ts';
import type { Demo, Weir } from '../support/weir.ts';
import { atMost, type Figure, median, percentile95 } from './figures.ts';
import { opened } from './page-figures.ts';

const MENUS = 9;
const CHANGES = 15;
const PATH = istioPath('virtualservices', 'default', 'fleetman-staff-service');

/** Right click on the canvas → menu. */
export async function menuFigures(browser: Browser, weir: Weir, label: string): Promise<Figure> {
  // Selected, so that the node has a stand-in in a graph of any size.
  const page = await opened(browser, `${weir.url}/?namespaces=all&selected=${STAFF}`);
  await page.evaluate(() =>
    document.addEventListener('contextmenu', () => performance.mark('bench:right-click'), { capture: true }),
  );
  const { x, y } = await new GraphPage(page, weir.url).centreOf(STAFF);
  const menus: number[] = [];
  for (let run = 0; run < MENUS; run += 1) {
    await page.evaluate(() => performance.clearMarks('weir:menu'));
    await page.mouse.click(x, y, { button: 'right' });
    await page.getByRole('menu').first().waitFor();
    menus.push(await page.evaluate(menuMs));
    await page.keyboard.press('Escape');
    await page.waitForTimeout(200);
  }
  await page.close();
  return atMost(`right click → menu, ${label}`, median(menus), 50, 'ms', 1);
}

function menuMs(): number {
  const at = (name: string) => performance.getEntriesByName(name).at(-1)?.startTime ?? Number.NaN;
  return at('weir:menu') - at('bench:right-click');
}

/** Somebody else's change of weights → drawn, over the event stream, with all namespaces on screen. */
export async function changeFigures(browser: Browser, weir: Weir, demo: Demo, label: string): Promise<Figure> {
  const page = await opened(browser, `${weir.url}/?namespaces=all&selected=${STAFF}`);
  const delays: number[] = [];
  for (let run = 0; run < CHANGES; run += 1) {
    const weight = 30 + run;
    // Not in step with anything that happens at intervals.
    await page.waitForTimeout(700 + run * 37);
    const drawn = drawnAt(page, `set ${weight}\u202f%`);
    const before = Date.now();
    const written = await demo.kube.request('PATCH', PATH, weightsPatch(weight), 'application/json-patch+json');
    if (written.status !== 200) throw new Error(`the change of weights gave ${written.status}`);
    delays.push((await drawn) - before);
  }
  await page.close();
  return atMost(`cluster change → on screen, p95, ${label}`, percentile95(delays), 500, 'ms');
}

const weightsPatch = (weight: number) => [
  { op: 'replace', path: '/spec/http/0/route/0/weight', value: weight },
  { op: 'replace', path: '/spec/http/0/route/1/weight', value: 100 - weight },
];

/**
 * When the frame was drawn in which the words stood in the node's stand-in, in ms since the epoch. Stand-ins are written
 * in the frame that draws their nodes, right before the mark.
 */
const drawnAt = (page: Page, words: string): Promise<number> =>
  page.evaluate(
    ({ text, id }) =>
      new Promise<number>((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`"${text}" did not come on screen`)), 10_000);
        const observer = new MutationObserver(() => {
          const standIn = document.querySelector(`[data-node-id="${id}"]`);
          if (standIn?.textContent?.includes(text) !== true) return;
          observer.disconnect();
          clearTimeout(timer);
          const drawn = performance.getEntriesByName('weir:update').at(-1)?.startTime ?? performance.now();
          resolve(performance.timeOrigin + drawn);
        });
        observer.observe(document.body, { subtree: true, childList: true, characterData: true });
      }),
    { text: words, id: STAFF },
  );
