import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wilsonInterval } from './wilson-interval.ts';

describe('G4: the interval of an observed share', () => {
  // research/user-pains.md F2, at 95 %.
  it.each([
    [0, 50, 0, 0.071],
    [0, 300, 0, 0.0126],
    [1, 100, 0.0018, 0.0545],
    [10, 1000, 0.0054, 0.0183],
  ])('of %i in %i agrees with published figures', (hits, total, low, high) => {
    const interval = wilsonInterval(hits, total, 1.959964);
    expect(interval.low).toBeCloseTo(low, 3);
    expect(interval.high).toBeCloseTo(high, 3);
  });

  it('holds the observed share, stays within 0..1, mirrors, and narrows with more draws', () => {
    const draws = fc
      .integer({ min: 1, max: 100_000 })
      .chain((total) => fc.tuple(fc.integer({ min: 0, max: total }), fc.constant(total)));
    fc.assert(
      fc.property(draws, ([hits, total]) => {
        const { low, high } = wilsonInterval(hits, total);
        const mirrored = wilsonInterval(total - hits, total);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(hits / total);
        expect(high).toBeGreaterThanOrEqual(hits / total);
        expect(mirrored.low).toBeCloseTo(1 - high, 9);
        const wider = wilsonInterval(hits * 10, total * 10);
        expect(wider.high - wider.low).toBeLessThan(high - low);
      }),
    );
  });

  it('excludes the true share about once in a thousand windows, not once in twenty', () => {
    // Exact probability that 200 draws at 10 % fall where the interval excludes 10 %.
    const probability = (hits: number): number => {
      let log = 0;
      for (let at = 1; at <= hits; at += 1) log += Math.log((200 - hits + at) / at);
      return Math.exp(log + hits * Math.log(0.1) + (200 - hits) * Math.log(0.9));
    };
    let missed = 0;
    for (let hits = 0; hits <= 200; hits += 1) {
      const { low, high } = wilsonInterval(hits, 200);
      if (0.1 < low || 0.1 > high) missed += probability(hits);
    }
    expect(missed).toBeLessThan(0.002);
    expect(missed).toBeGreaterThan(0.0001);
  });

  it('of nothing is everything', () => {
    expect(wilsonInterval(0, 0)).toEqual({ low: 0, high: 1 });
  });
});
