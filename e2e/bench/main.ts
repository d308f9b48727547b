import { startDemo, startWeir } from '../support/weir.ts';
import { type Figure, failed, table } from './figures.ts';
import { graphReady, transferFigures } from './graph-figures.ts';
import { changeFigures, menuFigures } from './interaction-figures.ts';
import { launch, openingFigures } from './page-figures.ts';
import { endAll, ending } from './processes.ts';
import { memoryFigure } from './resident-memory.ts';
import { applyFigures } from './routing-figures.ts';
import { scriptFigures } from './script-figures.ts';
import { startFigure } from './start-figure.ts';

/**
 * The figures of the performance budgets (DESIGN P), in one run, as one table. Every size has a demo cluster and a Weir of
 * its own, which reads the sidecars directly, and is measured once the graph has traffic: at 1,000 services that takes some
 * minutes. `WEIR_BENCH_SIZES=10,310` measures only these.
 */
interface Size {
  readonly label: string;
  /** Synthetic services beside the demo's own ten. */
  readonly services: number;
  readonly firstNodeMs: number;
  readonly framesPerSecond: number;
  readonly memoryMegabytes: number;
}

const SIZES: Readonly<Record<string, Size>> = {
  '10': { label: '10 services', services: 0, firstNodeMs: 500, framesPerSecond: 50, memoryMegabytes: 200 },
  '50': { label: '50 services', services: 40, firstNodeMs: 700, framesPerSecond: 50, memoryMegabytes: 200 },
  '310': { label: '310 services', services: 300, firstNodeMs: 1000, framesPerSecond: 50, memoryMegabytes: 200 },
  '1000': { label: '1,000 services', services: 1000, firstNodeMs: 2000, framesPerSecond: 40, memoryMegabytes: 400 },
};
/** Services that make some 10,000 pods: only the memory is measured. */
const HUGE = { key: '10000-pods', label: '10,000 pods', services: 3500, memoryMegabytes: 400 };

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

async function started(services: number, telemetry: 'direct' | 'none') {
  const demo = ending(await startDemo(services === 0 ? [] : ['--services', String(services)]));
  const weir = ending(await startWeir(demo.kubeconfig, ['--telemetry', telemetry]));
  return { demo, weir };
}

async function figuresOf(size: Size, browserPath: string): Promise<Figure[]> {
  const { demo, weir } = await started(size.services, 'direct');
  const browser = await launch(browserPath);
  ending({ stop: () => browser.close() });
  const graph = await graphReady(weir, size.services > 0);
  const label = `${size.label} (${graph.nodes.length} nodes, ${graph.edges.length} edges)`;
  const figures: Figure[] = [];
  if (size.services === 0) figures.push(...(await scriptFigures(browser, weir)));
  if (size.services >= 300) figures.push(...(await transferFigures(weir, label)));
  figures.push(...(await openingFigures(browser, weir, size)));
  if (size.services === 0 || size.services === 300) {
    figures.push(...(await applyFigures(weir, demo, size.label)));
    figures.push(await menuFigures(browser, weir, size.label));
    figures.push(await changeFigures(browser, weir, demo, size.label));
  }
  figures.push(...memoryFigure(weir, size.label, size.memoryMegabytes));
  return figures;
}

async function hugeFigures(): Promise<Figure[]> {
  const { weir } = await started(HUGE.services, 'none');
  const graph = await graphReady(weir, false);
  const pods = graph.nodes.reduce((sum, node) => sum + (node.kind === 'box' ? 0 : (node.pods?.current ?? 0)), 0);
  return memoryFigure(weir, `${pods.toLocaleString('en')} pods`, HUGE.memoryMegabytes);
}

/** What went wrong in one part must not hide the figures of the others. */
async function part(label: string, measure: () => Promise<Figure[]>): Promise<Figure[]> {
  say(`measuring ${label} …`);
  try {
    return await measure();
  } catch (error) {
    return [failed(label, error)];
  } finally {
    await endAll();
  }
}

const browserPath = process.env.WEIR_BROWSER;
if (browserPath === undefined) throw new Error('run it as npm run bench');
const chosen = process.env.WEIR_BENCH_SIZES?.split(',').map((key) => key.trim());
const isChosen = (key: string): boolean => chosen === undefined || chosen.includes(key);

const figures: Figure[] = [];
for (const [key, size] of Object.entries(SIZES)) {
  if (isChosen(key)) figures.push(...(await part(size.label, () => figuresOf(size, browserPath))));
}
if (isChosen(HUGE.key)) figures.push(...(await part(HUGE.label, hugeFigures)));
if (isChosen('start')) figures.push(...(await part('npm start', () => startFigure(browserPath))));
say(`\n${table(figures)}`);
