import type { Graph } from '@weir/shared';
import { until } from '../support/until.ts';
import type { Weir } from '../support/weir.ts';
import { atMost, type Figure, median } from './figures.ts';
import { type Answer, probe } from './http-probe.ts';

const GRAPH = '/api/graph?type=versionedApp';
/** Rates need two rounds, and at 1,000 services a round over all sidecars takes two minutes. */
const PATIENCE_MS = 480_000;
const RUNS = 15;
/** Kiali's default graph, which the budgets are compared with, has neither latency nor mTLS. */
const REQUESTS_ONLY = '&include=idle';

/** The graph once the cluster is read, and, where traffic is waited for, every namespace has been measured. */
export async function graphReady(weir: Weir, withTraffic: boolean): Promise<Graph> {
  await until(
    async () => (await fetch(`${weir.url}/api/readyz`)).status,
    (status) => status === 200,
    PATIENCE_MS,
  );
  const ask = async () => (await (await fetch(`${weir.url}${GRAPH}`)).json()) as Graph;
  if (!withTraffic) return ask();
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const graph = await ask();
    if (isMeasured(graph)) return graph;
    if (Date.now() > deadline) throw new Error('no namespace-wide traffic came');
    // Often enough that the server knows that somebody looks.
    await new Promise((resolve) => setTimeout(resolve, 5000));
  }
}

/** Whether the figures are whole: every namespace with services has some that are called. */
function isMeasured(graph: Graph): boolean {
  const services = graph.nodes.filter((node) => node.kind === 'service');
  const called = new Set(services.filter((node) => node.traffic !== undefined).map((node) => node.namespace));
  return services.every((node) => called.has(node.namespace) || node.namespace === 'istio-system');
}

async function times(urls: readonly string[], headers?: Readonly<Record<string, string>>): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const url of urls) answers.push(await probe(url, headers));
  return answers;
}

const tookMs = (answers: readonly Answer[]): number => median(answers.map((answer) => answer.tookMs));

/** Graph over HTTP, new and again, and its size. */
export async function transferFigures(weir: Weir, label: string): Promise<Figure[]> {
  // Another window is another graph: nothing of it is cached.
  const fresh = (parts: string) =>
    Array.from({ length: RUNS }, (_, index) => `${weir.url}${GRAPH}${parts}&window=${301 + index}s`);
  const same = Array.from({ length: RUNS }, () => `${weir.url}${GRAPH}${REQUESTS_ONLY}&window=301s`);
  const first = await times(fresh(REQUESTS_ONLY));
  const whole = await times(fresh(''));
  const again = await times(same);
  const etag = again.at(-1)?.etag ?? '';
  const unchanged = await times(same, { 'if-none-match': etag });
  const size = median(first.map((answer) => answer.bytes)) / 1000;
  const wholeSize = median(whole.map((answer) => answer.bytes)) / 1000;
  const notModified = unchanged.filter((answer) => answer.status === 304).length;
  return [
    atMost(`graph over HTTP, not cached, requests only, ${label}`, tookMs(first), 90, 'ms', 1),
    atMost('… with latency and mTLS', tookMs(whole), 450, 'ms', 1),
    atMost('… the same, repeated', tookMs(again), 10, 'ms', 1),
    atMost(`… unchanged (${notModified} of ${RUNS} answers 304)`, tookMs(unchanged), 10, 'ms', 1),
    atMost('… its size as transferred, requests only', size, 100, 'kB', 1),
    atMost('… with latency and mTLS', wholeSize, 100, 'kB', 1),
  ];
}
