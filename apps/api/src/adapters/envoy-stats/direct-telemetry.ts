import { createTelemetryRing, type Snapshot, type TelemetryWindow, toTelemetryWindow } from '@weir/mesh';
import type { SourceStatus } from '@weir/shared';
import type { Clock } from '../../ports/clock.ts';
import type { PodHttp } from '../../ports/pod-http.ts';
import type { TelemetryQuery, TelemetrySource } from '../../ports/telemetry-source.ts';
import { createCoverage } from './coverage.ts';
import { directStatus } from './direct-status.ts';
import { directWarnings } from './direct-warnings.ts';
import { createInterest } from './interest.ts';
import type { Logger } from './logger.ts';
import { DEFAULT_LIMITS, type ScrapeLimits } from './scrape-interval.ts';
import { namespaceOfKey } from './scrape-targets.ts';
import { createScraper, type ScraperState } from './scraper.ts';

export interface DirectTelemetryOptions {
  readonly podHttp: PodHttp;
  /** The cluster as it is now; undefined before its first synchronisation. */
  readonly snapshot: () => Snapshot | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly limits?: ScrapeLimits;
}

/** The longest window that can be asked for. */
const RETENTION_SECONDS = 900;
/** Figures older than this are no longer the present ones. */
const STALE_MS = 30_000;

/** Telemetry without Prometheus: each sidecar's own statistics, through the API server's pod proxy (DESIGN T1b). */
export function createDirectTelemetry(options: DirectTelemetryOptions): TelemetrySource {
  const { clock, logger } = options;
  const ring = createTelemetryRing({ retentionSeconds: RETENTION_SECONDS });
  const interest = createInterest();
  const coverage = createCoverage();
  const listeners = new Set<() => void>();
  let isStopped = false;
  let last: SourceStatus | undefined;

  const status = (): SourceStatus => {
    const core = directStatus({ ...scraper.state(), stopped: isStopped });
    if (last !== undefined && last.state !== core.state) {
      logger.info({ from: last.state, to: core.state, detail: core.detail }, 'The telemetry source changed its state');
    }
    last = { ...core, since: last?.state === core.state ? last.since : new Date(clock.nowMs()).toISOString() };
    return last;
  };
  const scraper = createScraper({
    ...options,
    limits: options.limits ?? DEFAULT_LIMITS,
    namespaces: () => interest.current(clock.nowMs()),
    ring,
    coverage,
    onRound: ({ targets }) => {
      const isOff = status().state === 'off';
      if (targets !== 0) for (const listener of listeners) notify(listener, logger);
      return isOff;
    },
  });

  const read = async (query: TelemetryQuery): Promise<TelemetryWindow> => {
    const nowMs = clock.nowMs();
    // A namespace that nobody looked at is read at once; the second reading, one interval later, gives the first figures.
    if (interest.ask(query.namespaces, nowMs)) scraper.hurry();
    const state = scraper.state();
    const toMs = presentMs(state, nowMs);
    // Fewer than two readings fit into a window that is shorter than the interval: it is widened, and says so.
    const windowSeconds = Math.max(query.windowSeconds, (state.intervalMs * 1.5) / 1000);
    const wanted = new Set(query.namespaces);
    const root = options.snapshot()?.mesh.rootNamespace;
    if (root !== undefined) wanted.add(root);
    // One window for all namespaces: shorter while one of them has just begun to be read, or its rates would be too low.
    const fromMs = Math.max(toMs - windowSeconds * 1000, coverage.sinceMs(wanted));
    const { counters, coveredSeconds } = ring.window(fromMs, toMs, (key) => wanted.has(namespaceOfKey(key)));
    const warnings = directWarnings({
      failures: state.failures,
      pending: coverage.pending(wanted),
      asked: query.windowSeconds,
      windowSeconds,
      retentionSeconds: RETENTION_SECONDS,
    });
    return toTelemetryWindow(counters, { kind: 'direct', toMs, windowSeconds, coveredSeconds, warnings });
  };

  return {
    read,
    onSamples: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    status,
    start: () => {
      status();
      scraper.start();
    },
    stop: async () => {
      isStopped = true;
      await scraper.stop();
      listeners.clear();
    },
  };
}

/** The end of the window: the last reading, unless that is no longer the present. */
function presentMs({ intervalMs, lastReadingMs }: ScraperState, nowMs: number): number {
  const isFresh = lastReadingMs !== undefined && nowMs - lastReadingMs <= Math.max(STALE_MS, 3 * intervalMs);
  return isFresh ? lastReadingMs : nowMs;
}

function notify(listener: () => void, logger: Logger): void {
  try {
    listener();
  } catch (error) {
    logger.warn({ error: String(error) }, 'A listener of the telemetry source failed');
  }
}
