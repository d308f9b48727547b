import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTelemetryRing, type TelemetryRing } from './telemetry-ring.ts';
import { countersOf, requestsOf } from './testing/counters.ts';

const second = 1000;
const ring = (options: Partial<Parameters<typeof createTelemetryRing>[0]> = {}): TelemetryRing =>
  createTelemetryRing({ retentionSeconds: 3600, ...options });

/** Reads pod `key` every 5 s from `fromS` to `toS`; it counts `perRead` requests between readings. */
function readEvery5(into: TelemetryRing, key: string, fromS: number, toS: number, perRead: number): void {
  let total = 1000;
  for (let at = fromS; at <= toS; at += 5) {
    into.push(key, at * second, countersOf({ [key]: total }));
    total += perRead;
  }
}

describe('T1b: the ring of counter increases', () => {
  it('sums what was counted between the readings of a window, in whole numbers', () => {
    const data = ring();
    readEvery5(data, 'a', 0, 120, 10);
    const window = data.window(60 * second, 120 * second);
    expect(requestsOf(window.counters)).toEqual({ a: 120 });
    expect(window).toMatchObject({ coveredSeconds: 60, pods: 1 });
  });

  it('covers only what was read: the first reading is a base, not an increase', () => {
    const data = ring();
    data.push('a', 0, countersOf({ a: 5_000_000 }));
    expect(data.window(-60 * second, 0)).toMatchObject({ coveredSeconds: 0, pods: 0 });
    data.push('a', 5 * second, countersOf({ a: 5_000_003 }));
    const window = data.window(-55 * second, 5 * second);
    expect(requestsOf(window.counters)).toEqual({ a: 3 });
    expect(window.coveredSeconds).toBe(5);
  });

  it('counts a proxy from its known start', () => {
    const data = ring();
    data.push('new', 30 * second, countersOf({ a: 7 }), 20 * second);
    data.push('old', 30 * second, countersOf({ b: 7 }), -9999 * second);
    expect(requestsOf(data.window(-20_000 * second, 30 * second).counters)).toEqual({ a: 7 });
  });

  it('counts an interval that lies in the window by half, and not one that lies less', () => {
    const data = ring();
    for (const [at, total] of [
      [0, 0],
      [10, 1],
      [20, 11],
      [30, 111],
    ] as const) {
      data.push('a', at * second, countersOf({ a: total }));
    }
    expect(requestsOf(data.window(15 * second, 30 * second).counters)).toEqual({ a: 110 });
    expect(requestsOf(data.window(16 * second, 30 * second).counters)).toEqual({ a: 100 });
  });

  it('serves a window that is shorter than the time between readings', () => {
    const data = ring();
    for (const [at, total] of [
      [0, 0],
      [15, 15],
      [30, 45],
    ] as const) {
      data.push('a', at * second, countersOf({ a: total }));
    }
    expect(data.window(28 * second, 38 * second)).toMatchObject({ coveredSeconds: 15, pods: 1 });
    expect(requestsOf(data.window(28 * second, 38 * second).counters)).toEqual({ a: 30 });
    expect(data.window(31 * second, 41 * second).pods).toBe(0);
  });

  it('leaves out the interval over a pause in which nobody looked', () => {
    const data = ring();
    data.push('a', 0, countersOf({ a: 0 }));
    data.push('a', 600 * second, countersOf({ a: 10_000 }));
    expect(data.window(540 * second, 600 * second).pods).toBe(0);
    data.push('a', 605 * second, countersOf({ a: 10_002 }));
    const window = data.window(545 * second, 605 * second);
    expect(requestsOf(window.counters)).toEqual({ a: 2 });
    expect(window.coveredSeconds).toBe(5);
  });

  it('keeps what a pod did before it left, and takes its successor from a new base', () => {
    const data = ring();
    readEvery5(data, 'a', 0, 30, 10);
    data.drop('a');
    data.push('a', 35 * second, countersOf({ a: 999_999 }));
    expect(requestsOf(data.window(0, 60 * second).counters)).toEqual({ a: 60 });
  });

  it('filters pods', () => {
    const data = ring();
    readEvery5(data, 'a', 0, 30, 1);
    readEvery5(data, 'b', 0, 30, 2);
    expect(requestsOf(data.window(0, 30 * second, (key) => key === 'b').counters)).toEqual({ b: 12 });
    expect(data.window(0, 30 * second)).toMatchObject({ pods: 2 });
  });

  it('ignores a reading that is not newer', () => {
    const data = ring();
    data.push('a', 10 * second, countersOf({ a: 10 }));
    data.push('a', 10 * second, countersOf({ a: 99 }));
    data.push('a', 5 * second, countersOf({ a: 99 }));
    data.push('a', 20 * second, countersOf({ a: 12 }));
    expect(requestsOf(data.window(0, 20 * second).counters)).toEqual({ a: 2 });
  });

  it('forgets by time', () => {
    const data = ring({ retentionSeconds: 60 });
    readEvery5(data, 'gone', 0, 20, 1);
    readEvery5(data, 'a', 0, 300, 1);
    expect(requestsOf(data.window(0, 300 * second).counters).a).toBeLessThanOrEqual(14);
    expect(requestsOf(data.window(0, 300 * second).counters).gone).toBeUndefined();
  });

  it('never holds more than it may', () => {
    const pushes = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 1, max: 400 })), {
      maxLength: 80,
    });
    fc.assert(
      fc.property(pushes, (list) => {
        const data = ring({ maxEntries: 20 });
        let atMs = 0;
        list.forEach(([key, stepS], at) => {
          atMs += stepS * second;
          data.push(key, atMs, countersOf({ x: at, y: 2 * at }));
          expect(data.size()).toBeLessThanOrEqual(20);
          expect(data.size()).toBeGreaterThanOrEqual(0);
        });
      }),
    );
  });

  it('joins old intervals to minutes without losing a request', () => {
    const fine = ring();
    readEvery5(fine, 'a', 0, 1800, 10);
    expect(requestsOf(fine.window(0, 1800 * second).counters)).toEqual({ a: 3600 });
    expect(fine.size()).toBeLessThan(2 * (1800 / 5) - 300);
    expect(requestsOf(fine.window(1740 * second, 1800 * second).counters)).toEqual({ a: 120 });
  });
});
