import { parseSidecarStatistics, type SidecarCounters } from '@weir/mesh';
import type { Clock } from '../../ports/clock.ts';
import { ClusterError } from '../../ports/cluster-writer.ts';
import type { PodHttp } from '../../ports/pod-http.ts';
import type { ScrapeTarget } from './scrape-targets.ts';

interface Reading {
  readonly target: ScrapeTarget;
  readonly atMs: number;
  readonly counters: SidecarCounters;
}

export interface ScrapeFailure {
  readonly target: ScrapeTarget;
  readonly error: ClusterError;
}

export interface RoundResult {
  readonly readings: number;
  readonly bytes: number;
  readonly failures: readonly ScrapeFailure[];
}

export interface RoundOptions {
  readonly podHttp: PodHttp;
  readonly clock: Clock;
  /** Scrapes begin at least this far apart. */
  readonly spacingMs: number;
  readonly parallel: number;
  readonly onReading: (reading: Reading) => void;
  readonly signal: AbortSignal;
}

/** Where Istio's agent serves the merged statistics of a proxy. */
const STATISTICS_PORT = 15090;
const STATISTICS_PATH = '/stats/prometheus?filter=istio_';
const TIMEOUT_MS = 2_000;
const MAX_BYTES = 4_000_000;

/** Reads every target once. Never rejects: what failed is in the result. Ends early when the signal aborts. */
export async function scrapeRound(targets: readonly ScrapeTarget[], options: RoundOptions): Promise<RoundResult> {
  const { clock, signal } = options;
  const failures: ScrapeFailure[] = [];
  let readings = 0;
  let bytes = 0;
  let nextStartMs = clock.nowMs();

  const scrape = async (target: ScrapeTarget): Promise<void> => {
    const startMs = Math.max(nextStartMs, clock.nowMs());
    nextStartMs = startMs + options.spacingMs;
    await clock.sleep(startMs - clock.nowMs(), signal);
    if (signal.aborted) return;
    try {
      const text = await readStatistics(target, options);
      bytes += text.length;
      readings += 1;
      options.onReading({ target, atMs: clock.nowMs(), counters: parseSidecarStatistics(text) });
    } catch (error) {
      if (!signal.aborted) failures.push({ target, error: asClusterError(error) });
    }
  };

  const queue = targets.values();
  const worker = async (): Promise<void> => {
    for (const target of queue) {
      if (signal.aborted) return;
      await scrape(target);
    }
  };
  await Promise.all(Array.from({ length: Math.min(options.parallel, targets.length) }, worker));
  return { readings, bytes, failures };
}

/** One proxy's statistics. A pod that does not answer within two seconds is given up. */
async function readStatistics(target: ScrapeTarget, options: RoundOptions): Promise<string> {
  const request = new AbortController();
  const done = new AbortController();
  const abort = () => request.abort();
  options.signal.addEventListener('abort', abort, { once: true });
  void options.clock.sleep(TIMEOUT_MS, done.signal).then(abort);
  try {
    return await options.podHttp.get(
      { namespace: target.namespace, pod: target.pod, port: STATISTICS_PORT, path: STATISTICS_PATH },
      { signal: request.signal, maxBytes: MAX_BYTES },
    );
  } finally {
    done.abort();
    options.signal.removeEventListener('abort', abort);
  }
}

const asClusterError = (error: unknown): ClusterError =>
  error instanceof ClusterError ? error : new ClusterError('internal', 0, String(error), { cause: error });
