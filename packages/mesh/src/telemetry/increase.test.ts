import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { increase } from './increase.ts';
import { mergeCounters } from './merge-counters.ts';
import { NO_COUNTERS } from './sidecar-counters.ts';
import { toTelemetryWindow } from './telemetry-window.ts';
import { countersOf, requestsOf } from './testing/counters.ts';

const INF = Number.POSITIVE_INFINITY;
const histogram = (counts: readonly number[], sumMs: number, boundsMs: readonly number[] = [5, INF]) => ({
  boundsMs,
  counts,
  sumMs,
});

describe('T1b: the increase between two readings', () => {
  it.each([
    ['grew', { a: 5 }, { a: 12 }, { a: 7 }],
    ['stands still', { a: 5 }, { a: 5 }, {}],
    ['went down, so the proxy restarted', { a: 50 }, { a: 3 }, { a: 3 }],
    ['is new in a known proxy', { a: 5 }, { a: 5, b: 4 }, { b: 4 }],
    ['went away', { a: 5, b: 1 }, { a: 6 }, { a: 1 }],
  ])('of a counter that %s', (_, before, after, expected) => {
    expect(requestsOf(increase(countersOf(before), countersOf(after)))).toEqual(expected);
  });

  it('of a first reading is empty: nobody knows when it ran up', () => {
    expect(increase(undefined, countersOf({ a: 5 }))).toEqual(NO_COUNTERS);
  });

  it('takes histograms with their counters, and starts anew when the buckets change or fall', () => {
    const duration = (counts: readonly number[], sumMs: number, bounds?: readonly number[]) =>
      countersOf({ a: 100 }, { durations: { a: histogram(counts, sumMs, bounds) } });
    const of = (before: ReturnType<typeof duration>, after: ReturnType<typeof duration>) =>
      [...increase(before, after).requests.values()][0]?.duration;
    expect(of(duration([1, 2], 10), duration([4, 6], 40))).toEqual(histogram([3, 4], 30));
    expect(of(duration([1, 2], 10), duration([1, 2], 10))).toBeUndefined();
    expect(of(duration([9, 9], 90), duration([1, 2], 10))).toEqual(histogram([1, 2], 10));
    expect(of(duration([1, 2], 10), duration([4, 6], 40, [10, INF]))).toEqual(histogram([4, 6], 40, [10, INF]));
  });

  it('of TCP resets all its figures together', () => {
    const tcp = (sentBytes: number, receivedBytes: number, connectionsOpened: number) =>
      countersOf({}, { tcp: { db: { sentBytes, receivedBytes, connectionsOpened } } });
    const of = (before: ReturnType<typeof tcp>, after: ReturnType<typeof tcp>) => [
      ...increase(before, after).tcp.values(),
    ];
    expect(of(tcp(10, 10, 1), tcp(30, 15, 1))).toMatchObject([
      { sentBytes: 20, receivedBytes: 5, connectionsOpened: 0 },
    ]);
    expect(of(tcp(10, 90, 5), tcp(30, 15, 6))).toMatchObject([
      { sentBytes: 30, receivedBytes: 15, connectionsOpened: 6 },
    ]);
    expect(of(tcp(10, 90, 5), tcp(10, 90, 5))).toEqual([]);
  });

  it('over many readings without a restart adds up to the last minus the first', () => {
    const steps = fc.array(fc.record({ a: fc.nat(50), b: fc.nat(50) }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(steps, (increments) => {
        const total = { a: 3, b: 8 };
        const readings = [countersOf(total)];
        for (const { a, b } of increments) {
          total.a += a;
          total.b += b;
          readings.push(countersOf(total));
        }
        const sum = mergeCounters(readings.slice(1).map((reading, at) => increase(readings[at], reading)));
        const { a = 0, b = 0 } = requestsOf(sum);
        expect({ a, b }).toEqual({ a: total.a - 3, b: total.b - 8 });
      }),
    );
  });
});

describe('T1b: merging counters of several proxies', () => {
  it('adds equal label sets and keeps others', () => {
    const merged = mergeCounters([countersOf({ a: 1, b: 2 }), countersOf({ b: 3, c: 4 })]);
    expect(requestsOf(merged)).toEqual({ a: 1, b: 5, c: 4 });
  });

  it('adds histograms at the bounds that they share', () => {
    const of = (bounds: readonly number[], counts: readonly number[]) =>
      countersOf({ a: 9 }, { durations: { a: histogram(counts, 50, bounds) } });
    const sum = mergeCounters([of([1, 5, INF], [1, 2, 3]), of([5, 10, INF], [10, 20, 30])]);
    expect([...sum.requests.values()][0]?.duration).toEqual(histogram([12, 33], 100));
  });

  it('does not depend on the order', () => {
    const lists = fc.array(fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.nat(100)), { maxLength: 6 });
    fc.assert(
      fc.property(lists, (list) => {
        const forwards = requestsOf(mergeCounters(list.map((counts) => countersOf(counts))));
        const backwards = requestsOf(mergeCounters(list.map((counts) => countersOf(counts)).reverse()));
        expect(backwards).toEqual(forwards);
      }),
    );
  });

  it('becomes a window of samples', () => {
    const counters = countersOf(
      { a: 4 },
      {
        durations: { a: histogram([1, 4], 20) },
        tcp: { db: { sentBytes: 1, receivedBytes: 2, connectionsOpened: 3 } },
      },
    );
    const meta = { kind: 'direct', toMs: 1000, windowSeconds: 60, coveredSeconds: 55, warnings: [] } as const;
    const window = toTelemetryWindow(counters, meta);
    expect(window).toMatchObject({
      ...meta,
      requests: [
        {
          destinationService: 'a',
          requests: 4,
          duration: {
            sumMs: 20,
            buckets: [
              { upToMs: 5, count: 1 },
              { upToMs: INF, count: 4 },
            ],
          },
        },
      ],
      tcp: [{ destinationService: 'db', sentBytes: 1, receivedBytes: 2, connectionsOpened: 3 }],
    });
  });
});
