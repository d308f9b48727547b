import { expect, it } from 'vitest';
import { formatCount, formatPlannedShare, formatRate, formatShare, formatWindow } from './format-figures.ts';

it.each([
  [0, '0\u202f%'],
  [1, '100\u202f%'],
  [0.886, '88.6\u202f%'],
  [0.5, '50.0\u202f%'],
  [0.0004, '<0.1\u202f%'],
  [0.9996, '>99.9\u202f%'],
])('an observed share of %f reads %s', (share, text) => expect(formatShare(share)).toBe(text));

it.each([
  [0.9, '90\u202f%'],
  [1 / 3, '33.3\u202f%'],
  [0, '0\u202f%'],
  [0.29, '29\u202f%'],
])('a planned share of %f reads %s', (share, text) => expect(formatPlannedShare(share)).toBe(text));

it.each([
  [0, '0\u00a0rps'],
  [0.004, '<0.01\u00a0rps'],
  [0.05, '0.05\u00a0rps'],
  [6.2, '6.2\u00a0rps'],
  [12, '12.0\u00a0rps'],
  [99.96, '100\u00a0rps'],
  [12345, '12,345\u00a0rps'],
])('%f requests a second read %s', (perSecond, text) => expect(formatRate(perSecond, 'requests')).toBe(text));

it.each([
  [0, '0\u00a0B/s'],
  [999, '999\u00a0B/s'],
  [999.7, '1.0\u00a0kB/s'],
  [1400, '1.4\u00a0kB/s'],
  [250_000_000, '250\u00a0MB/s'],
])('%f bytes a second read %s', (perSecond, text) => expect(formatRate(perSecond, 'bytes')).toBe(text));

it.each([
  [30, '30\u00a0s'],
  [60, '1\u00a0min'],
  [300, '5\u00a0min'],
  [10_800, '3\u00a0h'],
  [604_800, '7\u00a0d'],
])('a window of %i s reads %s', (seconds, text) => expect(formatWindow(seconds)).toBe(text));

it('counts are grouped by thousands', () =>
  expect([7, 1204, 1_234_567].map(formatCount)).toEqual(['7', '1,204', '1,234,567']));
