import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WeightedDestination } from '../resources/istio.ts';
import { alpha, alphaSubsets, draws, goesTo, inShop, snapshotOf, to, virtualService } from './testing/world.ts';
import { effectiveWeights } from './weights.ts';

const shares = (...weights: readonly (number | undefined)[]) =>
  effectiveWeights(weights.map((weight, index) => to(`v${index}`, weight)));

describe('W4: weights (research/istio-kubernetes.md 2.4)', () => {
  it.each([
    [
      [25, 75],
      [0.25, 0.75],
    ],
    [
      [550, 500],
      [550 / 1050, 500 / 1050],
    ],
    [
      [49, 50],
      [49 / 99, 50 / 99],
    ],
    [
      [100, 0],
      [1, 0],
    ],
    [[0], [1]],
    [[undefined], [1]],
    [[7], [1]],
    [
      [undefined, 1],
      [0, 1],
    ],
    [
      [1, 1, 1],
      [1 / 3, 1 / 3, 1 / 3],
    ],
    [
      [0, 0],
      [0, 0],
    ],
    [
      [5, -1],
      [1, 0],
    ],
    [[], []],
  ])('W4: weights %j give shares %j', (weights, expected) => {
    expect(shares(...weights)).toEqual(expected);
  });

  it('S4: malformed entries take nothing and do not count', () => {
    const route = [null, to('v1', 0), { weight: 9 }, 'x'] as unknown as WeightedDestination[];
    expect(effectiveWeights(route)).toEqual([0, 1, 0, 0]);
    expect(effectiveWeights([to('a', '50' as unknown as number), to('b', 5)])).toEqual([0, 1]);
  });

  it('W4: the shares of a route add up to one, or all are nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1000), { minLength: 1, maxLength: 8 }), (weights) => {
        const sum = shares(...weights).reduce((total, share) => total + share, 0);
        const nobody = weights.length > 1 && weights.every((weight) => weight === 0);
        expect(sum).toBeCloseTo(nobody ? 0 : 1, 10);
      }),
    );
  });

  it('D3: decide draws destinations as effectiveWeights says (chi-square, 99.9 %)', () => {
    // Upper 0.1 % points of the chi-square distribution for one and two degrees of freedom.
    const limits = [0, 10.83, 13.82];
    const weights = fc.tuple(
      fc.integer({ min: 0, max: 200 }),
      fc.integer({ min: 0, max: 200 }),
      fc.integer({ min: 1, max: 200 }),
    );
    fc.assert(
      fc.property(weights, fc.integer({ min: 1, max: 1e9 }), (given, seed) => {
        const route = given.map((weight, index) => to(`v${index + 1}`, weight));
        const world = snapshotOf([
          ...alpha(),
          alphaSubsets(),
          virtualService('shop/w', { hosts: ['alpha'], http: [{ route }] }),
        ]);
        const expected = effectiveWeights(route);
        const counts = new Map<string, number>();
        const draw = draws(seed);
        const requests = 5000;
        for (let request = 0; request < requests; request += 1) {
          const outcome = goesTo(world, inShop, {}, draw);
          counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
        }
        const used = expected.flatMap((share, index) => (share > 0 ? [{ share, name: `v${index + 1}` }] : []));
        expect([...counts.keys()].every((name) => used.some((destination) => destination.name === name))).toBe(true);
        const statistic = used.reduce((sum, { share, name }) => {
          const wanted = share * requests;
          return sum + ((counts.get(name) ?? 0) - wanted) ** 2 / wanted;
        }, 0);
        expect(statistic).toBeLessThanOrEqual(limits[used.length - 1] ?? Number.NaN);
      }),
      { seed: 42, numRuns: 15 },
    );
  });
});
