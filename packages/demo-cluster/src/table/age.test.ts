import { describe, expect, it } from 'vitest';
import { ageText, spanText } from './age.ts';

describe('ages as kubectl shows them', () => {
  it.each([
    [0, '0s'],
    [119, '119s'],
    [120, '2m'],
    [190, '3m10s'],
    [600, '10m'],
    [3 * 3600 - 1, '179m'],
    [3 * 3600, '3h'],
    [5 * 3600 + 1200, '5h20m'],
    [8 * 3600, '8h'],
    [47 * 3600, '47h'],
    [52 * 3600, '2d4h'],
    [8 * 86_400, '8d'],
    [729 * 86_400, '729d'],
    [731 * 86_400, '2y1d'],
    [9 * 365 * 86_400, '9y'],
  ])('%i s is %s', (seconds, text) => {
    expect(spanText(seconds * 1000)).toBe(text);
  });

  it('says that it does not know', () => {
    expect(ageText(undefined, 0)).toBe('<unknown>');
    expect(ageText('nonsense', 0)).toBe('<unknown>');
    expect(ageText('2026-01-01T00:00:00Z', Date.parse('2025-01-01T00:00:00Z'))).toBe('<invalid>');
  });
});
