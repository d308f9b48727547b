import { describe, expect, it } from 'vitest';
import { compareShares } from './compare-shares.ts';

const compare = (configured: number, hits: number, total: number, wasBeyond = false) =>
  compareShares({ configured, hits, total, noun: 'request', wasBeyond });

describe('G4: configured against observed', () => {
  it.each([
    ['29 requests are too few, whatever they show', 0.1, 29, 29, true, 'too-little-data', false],
    ['30 requests are enough', 0.1, 30, 30, true, 'drift', true],
    ['no request at all', 0.5, 0, 0, true, 'too-little-data', false],
    ['exactly as set', 0.1, 54, 540, true, 'agrees', false],
    ['within chance', 0.1, 70, 540, true, 'agrees', false],
    ['beyond chance for the first time', 0.1, 120, 540, false, 'settling', true],
    ['beyond chance twice', 0.1, 120, 540, true, 'drift', true],
    ['beyond chance, but by less than 2 points', 0.1, 11_500, 100_000, true, 'agrees', false],
    ['beyond chance, by 2 points', 0.1, 12_100, 100_000, true, 'drift', true],
    ['a weight of 0 that gets traffic', 0, 200, 1000, true, 'drift', true],
    ['a weight of 0 that gets none', 0, 0, 1000, true, 'agrees', false],
    ['all of it, as set', 1, 1000, 1000, true, 'agrees', false],
    ['a version that gets nothing of its half', 0.5, 0, 200, true, 'drift', true],
  ])('%s', (_, configured, hits, total, wasBeyond, state, beyond) => {
    const result = compare(configured, hits, total, wasBeyond);
    expect({ state: result.drift.state, beyond: result.beyond }).toEqual({ state, beyond });
  });

  it('gives the figures that the verdict rests on', () => {
    const { drift } = compare(0.1, 120, 540, true);
    expect(drift.reason).toBe(
      '10 % is set, 22.2 % of 540 requests observed; the 99.9 % interval is 16.9 % to 28.6 %, two windows in a row.',
    );
    expect(drift.low).toBeCloseTo(0.169, 3);
    expect(drift.high).toBeCloseTo(0.286, 3);
    expect(compare(0.1, 1, 12).drift.reason).toBe('Too little data: 12 requests in the window, 30 are needed.');
    expect(compare(0.1, 1, 12).drift).not.toHaveProperty('low');
  });
});
