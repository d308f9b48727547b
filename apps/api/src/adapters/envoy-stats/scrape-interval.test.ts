import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DEFAULT_LIMITS, scrapeIntervalMs } from './scrape-interval.ts';

it.each([
  [0, 40_000, 2_000],
  [50, 40_000, 2_000],
  [51, 40_000, 2_500],
  [300, 40_000, 12_000],
  [10, 3_000_000, 7_500],
])('T1b: %i sidecars of %i bytes are read every %i ms', (targets, bytes, expected) => {
  expect(scrapeIntervalMs(targets, bytes, DEFAULT_LIMITS)).toBe(expected);
});

it('T1b: neither budget is ever exceeded', () => {
  fc.assert(
    fc.property(fc.nat(20_000), fc.nat(4_000_000), (targets, bytes) => {
      const seconds = scrapeIntervalMs(targets, bytes, DEFAULT_LIMITS) / 1000;
      expect(targets / seconds).toBeLessThanOrEqual(DEFAULT_LIMITS.maxPerSecond);
      expect((targets * bytes) / seconds).toBeLessThanOrEqual(DEFAULT_LIMITS.maxBytesPerSecond);
    }),
  );
});
