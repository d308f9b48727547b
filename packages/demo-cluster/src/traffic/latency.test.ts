import { expect, it } from 'vitest';
import { seededDraw } from '../world/seeded-draw.ts';
import { BUCKETS, bucketOf } from './buckets.ts';
import { durationMs } from './duration.ts';
import { drawLatencyMs, latencyTable, meanLatencyMs } from './latency.ts';

it.each([
  [0, 0],
  [0.5, 0],
  [0.6, 1],
  [1, 1],
  [26, 5],
  [3_600_000, 18],
  [3_600_001, 19],
])('%d ms falls into bucket %i', (ms, bucket) => {
  expect(bucketOf(ms)).toBe(bucket);
});

it('a latency table stands for the same distribution as single draws', () => {
  const draw = seededDraw(3);
  const table = latencyTable(40, 0.5);
  const drawn = Array.from({ length: 20_000 }, () => drawLatencyMs(40, 0.5, draw));
  const meanDrawn = drawn.reduce((a, b) => a + b, 0) / drawn.length;
  const meanTable = table.quantilesMs.reduce((a, b) => a + b, 0) / table.quantilesMs.length;
  expect(meanDrawn / meanLatencyMs(40, 0.5)).toBeCloseTo(1, 1);
  expect(meanTable / meanLatencyMs(40, 0.5)).toBeCloseTo(1, 1);
  expect(table.quantilesMs).toHaveLength(256);
  expect(table.bucketShares).toHaveLength(BUCKETS.length + 1);
  expect(table.bucketShares.reduce((a, b) => a + b, 0)).toBeCloseTo(1);
  const upTo50 = drawn.filter((ms) => Math.floor(ms) <= 50).length / drawn.length;
  expect(table.bucketShares.slice(0, bucketOf(50) + 1).reduce((a, b) => a + b, 0)).toBeCloseTo(upTo50, 1);
});

it('a median of 0 takes no time', () => {
  expect(drawLatencyMs(0, 0.5, seededDraw(1))).toBe(0);
});

it.each([
  ['0.5s', 500],
  ['100ms', 100],
  ['1h2m3s', 3_723_000],
  ['0s', 0],
  ['', undefined],
  ['5', undefined],
  ['-1s', undefined],
  ['soon', undefined],
  [undefined, undefined],
])('durationMs(%s) is %s', (text, ms) => {
  expect(durationMs(text)).toBe(ms);
});
