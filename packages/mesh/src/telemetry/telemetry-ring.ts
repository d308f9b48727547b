import { increase } from './increase.ts';
import { mergeCounters } from './merge-counters.ts';
import { coarsen, entriesOf, type Interval, isMostlyWithin, reachesInto, totalEntries } from './ring-intervals.ts';
import { NO_COUNTERS, type SidecarCounters } from './sidecar-counters.ts';

/** Bounds of the ring. Older and surplus increases are forgotten, oldest first. */
export interface TelemetryRingOptions {
  readonly retentionSeconds: number;
  /** Most increases (one label set in one interval of one pod) that are kept over all pods. Default 250,000. */
  readonly maxEntries?: number;
}

/** What the ring knows of a window. */
export interface RingWindow {
  readonly counters: SidecarCounters;
  /** From the first to the last reading that the counters stand between; 0 when there are none. */
  readonly coveredSeconds: number;
  /** Pods with a reading in the window, also those without any traffic. */
  readonly pods: number;
}

/** A bounded history of the increases of many proxies' counters (DESIGN T1b). Times are milliseconds since the epoch. */
export interface TelemetryRing {
  /**
   * Takes one reading of one pod. The first one is the base that later ones are compared with, unless the proxy is
   * known to have started at `startedMs` within the retention: then it counts whole. A reading that is not newer than
   * the last one is ignored.
   */
  readonly push: (podKey: string, atMs: number, counters: SidecarCounters, startedMs?: number) => void;
  /**
   * The increase between two times, summed over the pods that `filter` lets through. An interval between two readings
   * counts whole or not at all, so that counts stay whole numbers: it counts when at least half of it lies in the
   * window. Where readings are further apart than that, the newest interval counts that reaches into the window and
   * is at most twice as long.
   */
  readonly window: (fromMs: number, toMs: number, filter?: (podKey: string) => boolean) => RingWindow;
  /** Forgets that pod's base. What it did stays in the windows that hold it: a pod that left has still served. */
  readonly drop: (podKey: string) => void;
  /** Increases that are kept now. */
  readonly size: () => number;
}

interface PodHistory {
  last: { readonly atMs: number; readonly counters: SidecarCounters } | undefined;
  /** Oldest first. */
  intervals: Interval[];
}

const DEFAULT_MAX_ENTRIES = 250_000;
/** Intervals older than this are joined to a minute: long windows do not need the scrape interval's resolution. */
const FINE_MS = 300_000;
const COARSE_MS = 60_000;

export function createTelemetryRing(options: TelemetryRingOptions): TelemetryRing {
  const retentionMs = options.retentionSeconds * 1000;
  const maxEntries = options.maxEntries ?? DEFAULT_MAX_ENTRIES;
  const pods = new Map<string, PodHistory>();
  let entries = 0;
  let newestMs = Number.NEGATIVE_INFINITY;
  let tidiedMs = Number.NEGATIVE_INFINITY;

  const replaceIntervals = (pod: PodHistory, intervals: Interval[]): void => {
    entries += totalEntries(intervals) - totalEntries(pod.intervals);
    pod.intervals = intervals;
  };
  /** Forgets what ended at or before `horizonMs`, and pods of which nothing is left. */
  const forgetUntil = (horizonMs: number): void => {
    for (const [key, pod] of pods) {
      const first = pod.intervals[0];
      if (first !== undefined && first.toMs <= horizonMs) {
        replaceIntervals(
          pod,
          pod.intervals.filter((interval) => interval.toMs > horizonMs),
        );
      }
      if (pod.last !== undefined && pod.last.atMs <= horizonMs) pod.last = undefined;
      if (pod.last === undefined && pod.intervals.length === 0) pods.delete(key);
    }
  };
  const tidy = (): void => {
    if (newestMs - tidiedMs >= Math.min(COARSE_MS, retentionMs / 10)) {
      tidiedMs = newestMs;
      forgetUntil(newestMs - retentionMs);
      for (const pod of pods.values()) replaceIntervals(pod, coarsen(pod.intervals, newestMs - FINE_MS, COARSE_MS));
    }
    while (entries > maxEntries) forgetUntil(oldestEndMs(pods));
  };

  return {
    push: (podKey, atMs, counters, startedMs) => {
      const pod = pods.get(podKey) ?? { last: undefined, intervals: [] };
      if (pod.last !== undefined && atMs <= pod.last.atMs) return;
      pods.set(podKey, pod);
      const base = pod.last ?? startOf(atMs, startedMs, retentionMs);
      if (base !== undefined) {
        const interval = { fromMs: base.atMs, toMs: atMs, counters: increase(base.counters, counters) };
        pod.intervals.push(interval);
        entries += entriesOf(interval);
      }
      pod.last = { atMs, counters: withSharedLabels(pod.last?.counters, counters) };
      newestMs = Math.max(newestMs, atMs);
      tidy();
    },
    window: (fromMs, toMs, filter) => {
      const chosen = [...pods].filter(([key]) => filter === undefined || filter(key)).map(([, pod]) => pod.intervals);
      return sumWindow(intervalsOf(chosen, fromMs, toMs));
    },
    drop: (podKey) => {
      const pod = pods.get(podKey);
      if (pod === undefined) return;
      pod.last = undefined;
      if (pod.intervals.length === 0) pods.delete(podKey);
    },
    size: () => entries,
  };
}

/** The intervals of each pod that make up a window. */
function intervalsOf(pods: readonly (readonly Interval[])[], fromMs: number, toMs: number): Interval[][] {
  const within = pods.map((list) => list.filter((interval) => isMostlyWithin(interval, fromMs, toMs)));
  if (within.some((list) => list.length > 0)) return within;
  return pods.map((list) => list.filter((interval) => reachesInto(interval, fromMs, toMs)).slice(-1));
}

function sumWindow(pods: readonly (readonly Interval[])[]): RingWindow {
  const intervals = pods.flat();
  if (intervals.length === 0) return { counters: NO_COUNTERS, coveredSeconds: 0, pods: 0 };
  const first = intervals.reduce((least, interval) => Math.min(least, interval.fromMs), Number.POSITIVE_INFINITY);
  const last = intervals.reduce((most, interval) => Math.max(most, interval.toMs), Number.NEGATIVE_INFINITY);
  return {
    counters: mergeCounters(intervals.map((interval) => interval.counters)),
    coveredSeconds: (last - first) / 1000,
    pods: pods.filter((list) => list.length > 0).length,
  };
}

/** The base of a proxy that is known to have begun at zero not long ago. */
function startOf(atMs: number, startedMs: number | undefined, retentionMs: number): PodHistory['last'] {
  if (startedMs === undefined || startedMs >= atMs || atMs - startedMs > retentionMs) return undefined;
  return { atMs: startedMs, counters: NO_COUNTERS };
}

/** The reading with the keys and labels of the one before it, so that a label set is held once however often it is read. */
function withSharedLabels(before: SidecarCounters | undefined, now: SidecarCounters): SidecarCounters {
  if (before === undefined) return now;
  return { ...now, requests: shared(before.requests, now.requests), tcp: shared(before.tcp, now.tcp) };
}

function shared<T extends { readonly key: string; readonly labels: unknown }>(
  before: ReadonlyMap<string, T>,
  now: ReadonlyMap<string, T>,
): ReadonlyMap<string, T> {
  const out = new Map<string, T>();
  for (const counter of now.values()) {
    const known = before.get(counter.key);
    const same = known === undefined ? counter : { ...counter, key: known.key, labels: known.labels };
    out.set(same.key, same);
  }
  return out;
}

function oldestEndMs(pods: ReadonlyMap<string, PodHistory>): number {
  let oldest = Number.POSITIVE_INFINITY;
  for (const { intervals } of pods.values()) oldest = Math.min(oldest, intervals[0]?.toMs ?? oldest);
  return oldest;
}
