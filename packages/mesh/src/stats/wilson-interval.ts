/** Two-sided 99.9 % quantile of the normal distribution. */
const Z_999 = 3.290526731491926;

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * Wilson's score interval for a share that was seen `hits` times in `total` draws (99.9 % unless `z` says otherwise). It
 * stays within 0..1 and keeps its coverage for shares near both ends, where the textbook interval has none. Without any
 * draw everything is possible.
 */
export function wilsonInterval(hits: number, total: number, z: number = Z_999): Interval {
  if (!(total > 0)) return { low: 0, high: 1 };
  const share = Math.min(1, Math.max(0, hits / total));
  const z2 = z * z;
  const middle = (share + z2 / (2 * total)) / (1 + z2 / total);
  const half = (z / (1 + z2 / total)) * Math.sqrt((share * (1 - share)) / total + z2 / (4 * total * total));
  return {
    // Exact at the ends: rounding must not exclude a share that was all that was seen.
    low: share === 0 ? 0 : Math.max(0, middle - half),
    high: share === 1 ? 1 : Math.min(1, middle + half),
  };
}
