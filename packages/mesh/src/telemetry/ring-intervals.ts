import { mergeCounters } from './merge-counters.ts';
import type { SidecarCounters } from './sidecar-counters.ts';

/** What one pod counted between two readings. */
export interface Interval {
  readonly fromMs: number;
  readonly toMs: number;
  readonly counters: SidecarCounters;
}

/** What an interval costs in memory, in label sets; one for the interval itself. */
export const entriesOf = (interval: Interval): number =>
  1 + interval.counters.requests.size + interval.counters.tcp.size;

export const totalEntries = (intervals: readonly Interval[]): number =>
  intervals.reduce((sum, interval) => sum + entriesOf(interval), 0);

const overlap = (interval: Interval, fromMs: number, toMs: number): number =>
  Math.min(interval.toMs, toMs) - Math.max(interval.fromMs, fromMs);

/** At least half of the interval lies between the two times. */
export const isMostlyWithin = (interval: Interval, fromMs: number, toMs: number): boolean =>
  2 * overlap(interval, fromMs, toMs) >= interval.toMs - interval.fromMs;

/** The interval touches the window and is at most twice as long. */
export const reachesInto = (interval: Interval, fromMs: number, toMs: number): boolean =>
  overlap(interval, fromMs, toMs) > 0 && interval.toMs - interval.fromMs <= 2 * (toMs - fromMs);

/** Joins neighbours that ended before `beforeMs` into intervals of at most `lengthMs`. Oldest first, as it came. */
export function coarsen(intervals: readonly Interval[], beforeMs: number, lengthMs: number): Interval[] {
  const groups: Interval[][] = [];
  for (const interval of intervals) {
    const group = groups.at(-1);
    const first = group?.[0];
    const joins =
      first !== undefined &&
      interval.toMs < beforeMs &&
      group?.at(-1)?.toMs === interval.fromMs &&
      interval.toMs - first.fromMs <= lengthMs;
    if (joins) group?.push(interval);
    else groups.push([interval]);
  }
  return groups.flatMap((group) => {
    const [first, last] = [group[0], group.at(-1)];
    if (first === undefined || last === undefined) return [];
    if (group.length === 1) return [first];
    return [
      { fromMs: first.fromMs, toMs: last.toMs, counters: mergeCounters(group.map((interval) => interval.counters)) },
    ];
  });
}
