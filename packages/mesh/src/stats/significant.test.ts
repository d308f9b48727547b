import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { counted, percent, shareOf, significant } from './significant.ts';

describe('G10: figures are short and the same on every run', () => {
  it.each([
    [1 / 3, 0.333333],
    [1234567, 1234570],
    [123456, 123456],
    [0, 0],
    [-2.00000049, -2],
    [0.00000123456789, 0.00000123457],
    [Number.NaN, 0],
    [Number.POSITIVE_INFINITY, 0],
  ])('%d becomes %d', (value, expected) => {
    expect(significant(value)).toBe(expected);
  });

  it('rounding twice changes nothing', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (value) => significant(significant(value)) === significant(value)),
    );
  });

  it('a share of nothing is 0', () => {
    expect(shareOf(0, 0)).toBe(0);
    expect(shareOf(1, 3)).toBe(0.333333);
  });

  it.each([
    [0.0660377, '6.6 %'],
    [0.1, '10 %'],
    [1, '100 %'],
    [0, '0 %'],
    [0.00037, '0.037 %'],
    [0.99996, 'nearly 100 %'],
    [0.999, '99.9 %'],
  ])('%d reads as %s', (share, words) => {
    expect(percent(share)).toBe(words);
  });

  it('counts read as whole things', () => {
    expect([counted(1, 'request'), counted(0, 'pod'), counted(2.4, 'request')]).toEqual([
      '1 request',
      '0 pods',
      '2 requests',
    ]);
  });
});
