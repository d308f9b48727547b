import { createTelemetryRing, type Snapshot, type TelemetryWindow, toTelemetryWindow } from '@weir/mesh';
import type { SourceStatus } from '@weir/shared';
import type { Clock } from '../../ports/clock.ts';
import type { PodHttp } from '../../ports/pod-http.ts';
import type { TelemetryQuery, TelemetrySource } from '../../ports/telemetry-source.ts';
import { createCoverage } from './coverage.ts';
import { type DirectStatusCore, directStatus } from './direct-status.ts';
import { directWarnings } from './direct-warnings.ts';
import { createInterest } from './interest.ts';
import type { Logger } from './logger.ts';
import { DEFAULT_LIMITS, type ScrapeLimits, scrapeIntervalMs } from './scrape-interval.ts';
import { type ScrapeFailure, scrapeRound } from './scrape-round.ts';
import { namespaceOfKey, type ScrapeTarget, scrapeTargets } from './scrape-targets.ts';

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
const PARALLEL = 8;
/** A missing permission is tried again this often. */
const DENIED_RETRY_MS = 30_000;
/** Before anything was read: a sidecar's answer of a small mesh. */
const USUAL_BYTES = 40_000;
/** A proxy this young is counted from its start: all that it did lies in the present. */
const YOUNG_MS = 30_000;
/** Figures older than this are no longer the present ones. */
const STALE_MS = 30_000;

/** Telemetry without Prometheus: each sidecar's own statistics, through the API server's pod proxy (DESIGN T1b). */
export function createDirectTelemetry(options: DirectTelemetryOptions): TelemetrySource {
  const { clock, logger } = options;
  const limits = options.limits ?? DEFAULT_LIMITS;
  const ring = createTelemetryRing({ retentionSeconds: RETENTION_SECONDS });
  const interest = createInterest();
  const coverage = createCoverage();
  const listeners = new Set<() => void>();
  const stopping = new AbortController();
  let nap = new AbortController();
  let isHurried = false;
  let running: Promise<void> = Promise.resolve();
  let knownKeys: ReadonlySet<string> = new Set();
  let targets: number | undefined;
  let failures: readonly ScrapeFailure[] = [];
  let bytesPerTarget = USUAL_BYTES;
  let intervalMs = limits.minIntervalMs;
  let lastReadingMs: number | undefined;
  let status: SourceStatus | undefined;

  const currentStatus = (): SourceStatus => {
    const lastSuccess = lastReadingMs === undefined ? undefined : new Date(lastReadingMs).toISOString();
    const core: DirectStatusCore = directStatus({
      stopped: stopping.signal.aborted,
      targets,
      failures,
      intervalMs,
      lastSuccess,
    });
    if (status !== undefined && status.state !== core.state) {
      logger.info(
        { from: status.state, to: core.state, detail: core.detail },
        'The telemetry source changed its state',
      );
    }
    status = { ...core, since: status?.state === core.state ? status.since : new Date(clock.nowMs()).toISOString() };
    return status;
  };

  /** One round over all proxies; returns how long to wait for the next. */
  const round = async (snapshot: Snapshot): Promise<number> => {
    const startedMs = clock.nowMs();
    const list = scrapeTargets(snapshot, interest.current(startedMs));
    const keys = new Set(list.map((target) => target.key));
    // Proxies that nobody looks at any more, or that left: their last reading must not be compared with a much later one.
    for (const key of knownKeys) if (!keys.has(key)) ring.drop(key);
    knownKeys = keys;
    coverage.begin(list);
    intervalMs = scrapeIntervalMs(list.length, bytesPerTarget, limits);
    const result = await scrapeRound(list, {
      podHttp: options.podHttp,
      clock,
      spacingMs: 1000 / limits.maxPerSecond,
      parallel: PARALLEL,
      signal: stopping.signal,
      onReading: ({ target, atMs, counters }) => {
        lastReadingMs = atMs;
        const startedMs = youngStart(target, atMs, intervalMs);
        coverage.add(target, startedMs ?? atMs);
        ring.push(target.key, atMs, counters, startedMs);
      },
    });
    if (stopping.signal.aborted) return 0;
    targets = list.length;
    failures = result.failures;
    if (result.readings > 0) bytesPerTarget = result.bytes / result.readings;
    const isOff = currentStatus().state === 'off';
    if (list.length > 0) for (const listener of listeners) notify(listener, logger);
    const restMs = startedMs + intervalMs - clock.nowMs();
    return isOff ? Math.max(restMs, DENIED_RETRY_MS) : Math.max(restMs, 0);
  };

  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      nap = new AbortController();
      isHurried = false;
      const snapshot = options.snapshot();
      const waitMs = snapshot === undefined ? limits.minIntervalMs : await round(snapshot);
      if (stopping.signal.aborted) return;
      if (!isHurried) await clock.sleep(waitMs, nap.signal);
    }
  };

  const read = async (query: TelemetryQuery): Promise<TelemetryWindow> => {
    const nowMs = clock.nowMs();
    // A namespace that nobody looked at is read at once; the second reading, one interval later, gives the first figures.
    if (interest.ask(query.namespaces, nowMs)) {
      isHurried = true;
      nap.abort();
    }
    const isFresh = lastReadingMs !== undefined && nowMs - lastReadingMs <= Math.max(STALE_MS, 3 * intervalMs);
    const toMs = isFresh && lastReadingMs !== undefined ? lastReadingMs : nowMs;
    // Fewer than two readings fit into a window that is shorter than the interval: it is widened, and says so.
    const windowSeconds = Math.max(query.windowSeconds, (intervalMs * 1.5) / 1000);
    const wanted = new Set(query.namespaces);
    const root = options.snapshot()?.mesh.rootNamespace;
    if (root !== undefined) wanted.add(root);
    // One window for all namespaces: shorter while one of them has just begun to be read, or its rates would be too low.
    const fromMs = Math.max(toMs - windowSeconds * 1000, coverage.sinceMs(wanted));
    const { counters, coveredSeconds } = ring.window(fromMs, toMs, (key) => wanted.has(namespaceOfKey(key)));
    const warnings = directWarnings({
      failures,
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
    status: currentStatus,
    start: () => {
      currentStatus();
      running = run().catch((error: unknown) =>
        logger.warn({ error: String(error) }, 'Reading the sidecars ended unexpectedly'),
      );
    },
    stop: async () => {
      stopping.abort();
      nap.abort();
      await running;
      listeners.clear();
    },
  };
}

/** Since when a proxy that has just begun counts whole; undefined when its first reading is only a base. */
function youngStart(target: ScrapeTarget, atMs: number, intervalMs: number): number | undefined {
  const { startedMs } = target;
  if (startedMs === undefined || startedMs >= atMs) return undefined;
  return atMs - startedMs <= Math.max(YOUNG_MS, 2 * intervalMs) ? startedMs : undefined;
}

function notify(listener: () => void, logger: Logger): void {
  try {
    listener();
  } catch (error) {
    logger.warn({ error: String(error) }, 'A listener of the telemetry source failed');
  }
}
