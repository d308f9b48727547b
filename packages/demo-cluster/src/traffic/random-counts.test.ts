import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededDraw } from '../world/seeded-draw.ts';
import { binomial, multinomial, normal } from './random-counts.ts';

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
const variance = (values: readonly number[]): number => {
  const middle = mean(values);
  return mean(values.map((value) => (value - middle) ** 2));
};

describe('binomial', () => {
  it.each([
    [10, 0.3],
    [10, 0.9],
    [1000, 0.01],
    [4000, 0.5],
    [100_000, 0.7],
  ])('of %i trials at %d has their mean and variance', (trials, probability) => {
    const draw = seededDraw(trials);
    const counts = Array.from({ length: 4000 }, () => binomial(trials, probability, draw));
    const expected = trials * probability;
    const spread = expected * (1 - probability);
    expect(Math.abs(mean(counts) - expected)).toBeLessThan(4 * Math.sqrt(spread / counts.length));
    expect(variance(counts) / spread).toBeGreaterThan(0.85);
    expect(variance(counts) / spread).toBeLessThan(1.15);
  });

  it('is within 0 and the trials, whatever it is asked', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -5, max: 5000 }),
        fc.double({ noNaN: true, min: -1, max: 2 }),
        fc.nat(),
        (n, p, seed) => {
          const count = binomial(n, p, seededDraw(seed));
          expect(Number.isInteger(count)).toBe(true);
          expect(count).toBeGreaterThanOrEqual(0);
          expect(count).toBeLessThanOrEqual(Math.max(0, n));
        },
      ),
    );
  });
});

describe('multinomial', () => {
  it('loses no request and gives none to a weight of 0', () => {
    fc.assert(
      fc.property(fc.nat(3000), fc.array(fc.nat(200), { minLength: 1, maxLength: 8 }), fc.nat(), (n, weights, seed) => {
        const counts = multinomial(n, weights, seededDraw(seed), []);
        const total = counts.reduce((a, b) => a + b, 0);
        expect(total).toBe(weights.some((weight) => weight > 0) ? n : 0);
        weights.forEach((weight, i) => {
          if (weight === 0) expect(counts[i]).toBe(0);
        });
        expect(counts.every((count) => count >= 0)).toBe(true);
      }),
    );
  });

  it('follows the weights', () => {
    const counts = multinomial(100_000, [90, 0, 10], seededDraw(1), []);
    expect(Math.abs((counts[0] ?? 0) - 90_000)).toBeLessThan(3.29 * Math.sqrt(9000));
  });
});

it('normal has mean 0 and variance 1', () => {
  const draw = seededDraw(2);
  const values = Array.from({ length: 20_000 }, () => normal(draw));
  expect(Math.abs(mean(values))).toBeLessThan(0.03);
  expect(Math.abs(variance(values) - 1)).toBeLessThan(0.05);
});
