import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backoffMs, MAX_BACKOFF_MS } from './backoff.ts';

const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('backoffMs', () => {
  it('S4: waits longer after each failure, and never longer than the cap', () => {
    expect([1, 2, 3, 4, 5, 6, 20].map((failures) => backoffMs(failures, 0.5))).toEqual([
      100, 200, 400, 800, 1600, 2500, 2500,
    ]);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), random, (failures, draw) => {
        const delayMs = backoffMs(failures, draw);
        expect(delayMs).toBeGreaterThanOrEqual(0);
        expect(delayMs).toBeLessThan(MAX_BACKOFF_MS);
      }),
    );
  });

  it('S4: full jitter spreads over the whole range', () => {
    expect(backoffMs(9, 0)).toBe(0);
    expect(backoffMs(9, 0.999)).toBeGreaterThan(0.99 * MAX_BACKOFF_MS);
  });

  it('S4: Retry-After is the least, up to a minute', () => {
    expect(backoffMs(1, 0, 7_000)).toBe(7_000);
    expect(backoffMs(1, 0.5, 7_000)).toBe(7_100);
    expect(backoffMs(1, 0, 3_600_000)).toBe(60_000);
  });
});
