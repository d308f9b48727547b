import type { Snapshot, TelemetryRing } from '@weir/mesh';
import type { Clock } from '../../ports/clock.ts';
import type { PodHttp } from '../../ports/pod-http.ts';
import type { Coverage } from './coverage.ts';
import type { Logger } from './logger.ts';
import { type ScrapeLimits, scrapeIntervalMs } from './scrape-interval.ts';
import { type ScrapeFailure, scrapeRound } from './scrape-round.ts';
import { type ScrapeTarget, scrapeTargets } from './scrape-targets.ts';

export interface ScraperOptions {
  readonly podHttp: PodHttp;
  readonly snapshot: () => Snapshot | undefined;
  /** Namespaces that somebody looks at now. */
  readonly namespaces: () => ReadonlySet<string>;
  readonly ring: TelemetryRing;
  readonly coverage: Coverage;
  readonly limits: ScrapeLimits;
  readonly clock: Clock;
  readonly logger: Logger;
  /** After each round. Returns true when the next one may wait long, as without permission. */
  readonly onRound: (state: ScraperState) => boolean;
}

export interface ScraperState {
  /** Proxies of the last round; undefined before the first. */
  readonly targets: number | undefined;
  readonly failures: readonly ScrapeFailure[];
  /** How often each proxy is read, as it really is. */
  readonly intervalMs: number;
  readonly lastReadingMs: number | undefined;
}

export interface Scraper {
  readonly state: () => ScraperState;
  /** Begins the next round at once. */
  readonly hurry: () => void;
  readonly start: () => void;
  readonly stop: () => Promise<void>;
}

const PARALLEL = 8;
/** A missing permission is tried again this often. */
const DENIED_RETRY_MS = 30_000;
/** Before anything was read: a sidecar's answer of a small mesh. */
const USUAL_BYTES = 40_000;
/** A proxy this young is counted from its start: all that it did lies in the present. */
const YOUNG_MS = 30_000;

/** Reads proxies in rounds and puts the readings into the ring. Never throws. */
export function createScraper(options: ScraperOptions): Scraper {
  const { clock, coverage, limits, ring } = options;
  const stopping = new AbortController();
  let nap = new AbortController();
  let isHurried = false;
  let running: Promise<void> = Promise.resolve();
  let knownKeys: ReadonlySet<string> = new Set();
  let bytesPerTarget = USUAL_BYTES;
  let state: ScraperState = {
    targets: undefined,
    failures: [],
    intervalMs: limits.minIntervalMs,
    lastReadingMs: undefined,
  };

  const chooseTargets = (snapshot: Snapshot): readonly ScrapeTarget[] => {
    const targets = scrapeTargets(snapshot, options.namespaces());
    const keys = new Set(targets.map((target) => target.key));
    // Proxies that nobody looks at any more, or that left: their last reading must not be compared with a much later one.
    for (const key of knownKeys) if (!keys.has(key)) ring.drop(key);
    knownKeys = keys;
    coverage.begin(targets);
    return targets;
  };

  /** One round over all proxies; returns how long to wait for the next. */
  const round = async (snapshot: Snapshot): Promise<number> => {
    const startMs = clock.nowMs();
    const targets = chooseTargets(snapshot);
    const plannedMs = scrapeIntervalMs(targets.length, bytesPerTarget, limits);
    if (targets.length !== state.targets) state = { ...state, intervalMs: plannedMs };
    const { bytes, failures, readings } = await scrapeRound(targets, {
      podHttp: options.podHttp,
      clock,
      spacingMs: 1000 / limits.maxPerSecond,
      parallel: PARALLEL,
      signal: stopping.signal,
      onReading: ({ target, atMs, counters }) => {
        state = { ...state, lastReadingMs: atMs };
        const startedMs = youngStart(target, atMs, state.intervalMs);
        coverage.add(target, startedMs ?? atMs);
        ring.push(target.key, atMs, counters, startedMs);
      },
    });
    if (stopping.signal.aborted) return 0;
    const tookMs = clock.nowMs() - startMs;
    if (readings > 0) bytesPerTarget = bytes / readings;
    // Slow answers make a round longer than was planned; what is shown is how it is.
    const intervalMs = Math.max(plannedMs, Math.ceil(tookMs / 500) * 500);
    state = { ...state, targets: targets.length, failures, intervalMs };
    const mayWait = options.onRound(state);
    return Math.max(0, plannedMs - tookMs, mayWait ? DENIED_RETRY_MS : 0);
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

  return {
    state: () => state,
    hurry: () => {
      isHurried = true;
      nap.abort();
    },
    start: () => {
      running = run().catch((error: unknown) => {
        options.logger.warn({ error: String(error) }, 'Reading the sidecars ended unexpectedly');
      });
    },
    stop: async () => {
      stopping.abort();
      nap.abort();
      await running;
    },
  };
}

/** Since when a proxy that has just begun counts whole; undefined when its first reading is only a base. */
function youngStart(target: ScrapeTarget, atMs: number, intervalMs: number): number | undefined {
  const { startedMs } = target;
  if (startedMs === undefined || startedMs >= atMs) return undefined;
  return atMs - startedMs <= Math.max(YOUNG_MS, 2 * intervalMs) ? startedMs : undefined;
}
