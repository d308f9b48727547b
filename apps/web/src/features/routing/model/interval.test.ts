import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { requestsForMargin, shareInterval } from './interval.ts';

describe('the interval of a share', () => {
  it.each([
    // Published values of Wilson's interval (Newcombe 1998, table I, method 3).
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('W15: %i of %i', (hits, requests, low, high) => {
    const interval = shareInterval(hits, requests);
    expect(interval.low).toBeCloseTo(low, 3);
    expect(interval.high).toBeCloseTo(high, 3);
  });
  it('W15: holds the share and stays within 0 and 1', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.double({ min: 0, max: 1, noNaN: true }), (requests, part) => {
        const hits = Math.round(requests * part);
        const { low, high } = shareInterval(hits, requests);
        expect(low >= 0 && high <= 1).toBe(true);
        expect(low).toBeLessThanOrEqual(hits / requests + 1e-12);
        expect(high).toBeGreaterThanOrEqual(hits / requests - 1e-12);
      }),
    );
  });
  it('W15: nothing is known of nothing', () => {
    expect(shareInterval(0, 0)).toEqual({ low: 0, high: 1 });
  });
  it('W15: an even split is known to 3 points after about a thousand requests', () => {
    expect(requestsForMargin(0.5, 0.03)).toBe(1068);
  });
});
