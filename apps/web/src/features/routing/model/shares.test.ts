import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  apportion,
  distribute,
  highestWeight,
  moveRow,
  rescale,
  type ShareRow,
  totalOf,
  weightForPercent,
} from './shares.ts';

const rows = (...weights: readonly (number | [number, 'locked'])[]): ShareRow[] =>
  weights.map((weight, index) => ({
    key: `v${index + 1}`,
    weight: typeof weight === 'number' ? weight : weight[0],
    locked: typeof weight !== 'number',
  }));
const weights = (result: readonly ShareRow[]) => result.map((row) => row.weight);

/** Rows of any total, some of them locked. */
const anyRows = fc
  .array(fc.record({ weight: fc.integer({ min: 0, max: 1000 }), locked: fc.boolean() }), { minLength: 1, maxLength: 8 })
  .filter((list) => list.some((row) => row.weight > 0))
  .map((list) => list.map((row, index) => ({ ...row, key: `v${index + 1}` })));
const anyMove = anyRows.chain((list) =>
  fc.record({ list: fc.constant(list), index: fc.nat(list.length - 1), to: fc.integer({ min: -50, max: 9000 }) }),
);

describe('apportion', () => {
  it.each([
    [100, [1, 1, 1], [34, 33, 33]],
    [100, [0, 0], [50, 50]],
    [10, [2, 1], [7, 3]],
    [1, [1, 1], [1, 0]],
    [0, [5, 5], [0, 0]],
    [7, [], []],
  ] as const)('W9: splits %i like %j by largest remainder, ties by order', (total, parts, expected) => {
    expect(apportion(total, parts)).toEqual(expected);
  });
});

describe('moveRow', () => {
  it.each([
    ['two rows mirror each other', rows(90, 10), 'v1', 70, [70, 30]],
    ['the rest keeps its proportion', rows(50, 30, 20), 'v1', 0, [0, 60, 40]],
    ['rows that had nothing share evenly', rows(100, 0, 0), 'v1', 90, [90, 5, 5]],
    ['a locked row holds', rows(50, [30, 'locked'], 20), 'v1', 60, [60, 30, 10]],
    ['a move stops where locks leave no room', rows(50, [30, 'locked'], 20), 'v1', 95, [70, 30, 0]],
    ['a locked row does not move', rows([50, 'locked'], 50), 'v1', 10, [50, 50]],
    ['nobody can give', rows(50, [50, 'locked']), 'v1', 10, [50, 50]],
    ['a single row keeps everything', rows(100), 'v1', 10, [100]],
    ['below zero is zero', rows(90, 10), 'v2', -5, [100, 0]],
  ] as const)('W9: %s', (_, start, key, to, expected) => {
    expect(weights(moveRow(start, key, to))).toEqual(expected);
  });

  it('W9: the shares always add up to the total, whole and never negative', () => {
    fc.assert(
      fc.property(anyMove, ({ list, index, to }) => {
        const moved = moveRow(list, `v${index + 1}`, to);
        expect(totalOf(moved)).toBe(totalOf(list));
        for (const row of moved) expect(Number.isInteger(row.weight) && row.weight >= 0).toBe(true);
      }),
    );
  });

  it('W9: locked rows never change', () => {
    fc.assert(
      fc.property(anyMove, ({ list, index, to }) => {
        const moved = moveRow(list, `v${index + 1}`, to);
        for (const [position, row] of list.entries()) if (row.locked) expect(moved[position]).toEqual(row);
      }),
    );
  });

  it('W9: back where it started means the old split', () => {
    fc.assert(
      fc.property(anyMove, ({ list, index }) => {
        const key = `v${index + 1}`;
        expect(moveRow(list, key, list[index]?.weight ?? 0)).toEqual(list);
      }),
    );
  });

  it('W9: the moved row reaches its target as far as locks allow', () => {
    fc.assert(
      fc.property(anyMove, ({ list, index, to }) => {
        const key = `v${index + 1}`;
        const row = list[index];
        const others = list.filter((other) => other.key !== key && !other.locked);
        if (row === undefined || row.locked || others.length === 0) return;
        expect(moveRow(list, key, to)[index]?.weight).toBe(Math.max(0, Math.min(highestWeight(list, key), to)));
      }),
    );
  });

  it('W9: a larger share for one never means a larger share for another', () => {
    fc.assert(
      fc.property(anyMove, fc.integer({ min: 0, max: 200 }), ({ list, index, to }, more) => {
        const key = `v${index + 1}`;
        const low = moveRow(list, key, Math.max(0, to));
        const high = moveRow(list, key, Math.max(0, to) + more);
        const sumOfOthers = (result: readonly ShareRow[]) => totalOf(result.filter((row) => row.key !== key));
        expect(sumOfOthers(high)).toBeLessThanOrEqual(sumOfOthers(low));
      }),
    );
  });
});

describe('rescale', () => {
  it.each([
    [rows(1, 1), 100, [50, 50]],
    [rows(1, 3), 100, [25, 75]],
    [rows(1, 1, 1), 100, [34, 33, 33]],
    [rows(90, 10), 1000, [900, 100]],
  ] as const)('W4: keeps the proportions of %j in a total of %i', (start, total, expected) => {
    expect(weights(rescale(start, total))).toEqual(expected);
  });

  it('W9: fine steps and back lose nothing', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), (share) => {
        const start = rows(share, 100 - share);
        expect(rescale(rescale(start, 1000), 100)).toEqual(start);
      }),
    );
  });
});

describe('distribute', () => {
  it('W9: like the pods, with a lock held', () => {
    const result = distribute(
      rows([10, 'locked'], 50, 40),
      new Map([
        ['v1', 1],
        ['v2', 2],
        ['v3', 1],
      ]),
    );
    expect(weights(result)).toEqual([10, 60, 30]);
  });
  it('W9: one percent of an odd total is rounded to a whole weight', () => {
    expect(weightForPercent(1, 550)).toBe(6);
    expect(weightForPercent(100, 550)).toBe(550);
  });
});
