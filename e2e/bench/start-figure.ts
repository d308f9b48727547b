import { join } from 'node:path';
import { ROOT, startScript, untilPrinted } from '../support/child-process.ts';
import { atMost, type Figure } from './figures.ts';
import { launch, opened } from './page-figures.ts';
import { ending } from './processes.ts';

/** `npm start`, built already → first graph in a browser that is open. */
export async function startFigure(browserPath: string): Promise<Figure[]> {
  const browser = await launch(browserPath);
  ending({ stop: () => browser.close() });
  const startedAt = performance.now();
  const running = startScript(join(ROOT, 'scripts/start.mjs'), ['--port', '0']);
  ending({
    stop: async () => {
      await running.stop();
    },
  });
  const [, url] = await untilPrinted(running, /Weir is at (http:\/\/\S+)/, 60_000);
  const page = await opened(browser, url ?? '');
  const tookMs = performance.now() - startedAt;
  await page.close();
  return [atMost('npm start, built already → first graph in the browser', tookMs / 1000, 10, 's', 1)];
}
