import type { Draw } from '@weir/mesh';
import { BUCKETS, bucketOf } from './buckets.ts';
import { normal } from './random-counts.ts';

/** A log-normal draw in milliseconds: `medianMs` and the standard deviation of the logarithm. */
export const drawLatencyMs = (medianMs: number, spread: number, draw: Draw): number =>
  medianMs <= 0 ? 0 : medianMs * Math.exp(spread * normal(draw));

/** The expected value of that distribution. */
export const meanLatencyMs = (medianMs: number, spread: number): number => medianMs * Math.exp((spread * spread) / 2);

/** A latency distribution made for many draws: equally likely values, and what they put into each histogram bucket. */
export interface LatencyTable {
  /** Whole milliseconds, ascending, each as likely as the others. */
  readonly quantilesMs: readonly number[];
  /** The chance of each bucket, and the mean of its values. */
  readonly bucketShares: readonly number[];
  readonly bucketMeansMs: readonly number[];
}

const QUANTILES = 256;

/** The middles of equally likely slices of the standard normal distribution, by adding up its density. */
function normalQuantiles(): readonly number[] {
  const quantiles: number[] = [];
  const step = 0.001;
  let mass = 0;
  for (let x = -4; x < 4 && quantiles.length < QUANTILES; x += step) {
    mass += (step * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
    while (quantiles.length < QUANTILES && mass * QUANTILES >= quantiles.length + 0.5) quantiles.push(x);
  }
  return quantiles;
}
const NORMAL_QUANTILES = normalQuantiles();

/** The table of a log-normal distribution. */
export function latencyTable(medianMs: number, spread: number): LatencyTable {
  const quantilesMs = NORMAL_QUANTILES.map((z) => Math.floor(medianMs * Math.exp(spread * z)));
  const counts = new Array<number>(BUCKETS.length + 1).fill(0);
  const sums = new Array<number>(BUCKETS.length + 1).fill(0);
  for (const ms of quantilesMs) {
    const bucket = bucketOf(ms);
    counts[bucket] = (counts[bucket] ?? 0) + 1;
    sums[bucket] = (sums[bucket] ?? 0) + ms;
  }
  return {
    quantilesMs,
    bucketShares: counts.map((count) => count / quantilesMs.length),
    bucketMeansMs: counts.map((count, bucket) => (count === 0 ? 0 : (sums[bucket] ?? 0) / count)),
  };
}
