import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ROOT } from '../support/child-process.ts';
import { until } from '../support/until.ts';
import { startDemo, startWeir } from '../support/weir.ts';
import { atMost, type Figure, table } from './figures.ts';
import { interactionFigures, launch, openingFigures } from './page-figures.ts';
import { applyFigures, graphFigures } from './server-figures.ts';

/** Synthetic services beside the demo's own ten. */
const SIZES = [
  { services: 0, label: '10 services', firstNodeMs: 500, fps: 50 },
  { services: 40, label: '50 services', firstNodeMs: 700, fps: 50 },
  { services: 300, label: '310 services', firstNodeMs: 1000, fps: 50 },
  { services: 1000, label: '1,000 services', firstNodeMs: 2000, fps: 40 },
];

function scriptFigures(): Figure[] {
  const folder = join(ROOT, 'apps/web/dist/assets');
  const scripts = readdirSync(folder).filter((name) => name.endsWith('.js') && !name.includes('worker'));
  const texts = scripts.map((name) => readFileSync(join(folder, name)));
  const size = texts.reduce((sum, text) => sum + text.length, 0);
  const compressed = texts.reduce((sum, text) => sum + gzipSync(text).length, 0);
  return [
    atMost('JavaScript before the first graph', size / 1e6, 0.9, 'MB', 2),
    atMost('the same, compressed', compressed / 1000, 280, 'kB'),
  ];
}

async function figuresOf(size: (typeof SIZES)[number], browserPath: string): Promise<Figure[]> {
  const demo = await startDemo(size.services === 0 ? [] : ['--services', String(size.services)]);
  const weir = await startWeir(demo.kubeconfig, ['--telemetry', size.services > 100 ? 'none' : 'direct']);
  const browser = await launch(browserPath);
  try {
    await until(
      async () => (await fetch(`${weir.url}/api/readyz`)).status,
      (status) => status === 200,
      60_000,
    );
    const figures = await openingFigures(browser, weir, size.label, size);
    if (size.services >= 300) figures.push(...(await graphFigures(weir, size.label)));
    if (size.services === 0)
      figures.push(...(await applyFigures(weir, demo)), ...(await interactionFigures(browser, weir, demo)));
    return figures;
  } finally {
    await browser.close();
    await weir.stop();
    await demo.stop();
  }
}

const browserPath = process.env.WEIR_BROWSER;
if (browserPath === undefined) throw new Error('run it as npm run bench');
const figures = scriptFigures();
for (const size of SIZES) {
  process.stdout.write(`measuring ${size.label} …\n`);
  figures.push(...(await figuresOf(size, browserPath)));
}
process.stdout.write(`\n${table(figures)}\n`);
