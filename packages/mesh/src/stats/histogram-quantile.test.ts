import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Bucket, histogramQuantile } from './histogram-quantile.ts';

const INF = Number.POSITIVE_INFINITY;
const histogram = (...pairs: readonly (readonly [number, number])[]): Bucket[] =>
  pairs.map(([upToMs, count]) => ({ upToMs, count }));

describe('G3: latency quantiles as Prometheus computes them', () => {
  it.each([
    ['linear within a bucket', 0.5, histogram([10, 0], [20, 10], [INF, 10]), 15],
    ['from zero in the first bucket', 0.5, histogram([10, 10], [INF, 10]), 5],
    ['exactly at a bound', 0.9, histogram([10, 9], [20, 10], [INF, 10]), 10],
    ['over empty buckets', 0.95, histogram([5, 90], [10, 90], [25, 100], [INF, 100]), 17.5],
    ['the highest finite bound beyond it', 0.99, histogram([5, 1], [100, 2], [INF, 10]), 100],
    ['everything beyond the only bound', 0.5, histogram([5, 0], [INF, 4]), 5],
    ['a torn reading whose counts fall', 0.9, histogram([10, 8], [20, 4], [30, 10], [INF, 10]), 25],
    ['the lowest quantile', 0, histogram([10, 5], [INF, 5]), 0],
  ])('%s', (_, quantile, buckets, expected) => {
    expect(histogramQuantile(quantile, buckets)).toBeCloseTo(expected, 9);
  });

  it.each([
    ['no bucket', []],
    ['no request', histogram([5, 0], [INF, 0])],
    ['no +Inf bucket', histogram([5, 1], [10, 2])],
    ['only the +Inf bucket', histogram([INF, 7])],
  ])('is null with %s', (_, buckets) => {
    expect(histogramQuantile(0.5, buckets)).toBeNull();
  });

  it('never falls as the quantile rises, and stays within the finite bounds', () => {
    const counts = fc.array(fc.nat(50), { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(
        counts,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (list, a, b) => {
          let sum = 0;
          const buckets = list.map((count, at) => {
            sum += count;
            return { upToMs: at === list.length - 1 ? INF : 2 ** at, count: sum };
          });
          const [low, high] = [histogramQuantile(Math.min(a, b), buckets), histogramQuantile(Math.max(a, b), buckets)];
          fc.pre(low !== null && high !== null);
          expect(low).toBeLessThanOrEqual(high ?? 0);
          expect(high).toBeLessThanOrEqual(2 ** (list.length - 2));
        },
      ),
    );
  });
});
