/** One bucket of a cumulative histogram; the last bound is Infinity. */
export interface Bucket {
  readonly upToMs: number;
  readonly count: number;
}

/**
 * The quantile (0..1) of a cumulative histogram, in its unit, as Prometheus' `histogram_quantile` does it: linear within
 * the bucket, from 0 below the first bound, and the highest finite bound for what lies beyond it. Null when the histogram
 * is empty or has no `+Inf` bucket. Buckets ascend; counts that fall (a torn reading) are lifted to the one before.
 */
export function histogramQuantile(quantile: number, buckets: readonly Bucket[]): number | null {
  const last = buckets.at(-1);
  if (last === undefined || last.upToMs !== Number.POSITIVE_INFINITY || buckets.length < 2) return null;
  const counts: number[] = [];
  for (const bucket of buckets) counts.push(Math.max(bucket.count, counts.at(-1) ?? 0));
  const total = counts.at(-1) ?? 0;
  if (!(total > 0)) return null;
  const rank = quantile * total;
  const at = counts.findIndex((count) => count >= rank);
  if (at < 0 || at === buckets.length - 1) return buckets[buckets.length - 2]?.upToMs ?? null;
  const bound = buckets[at]?.upToMs ?? 0;
  const lower = at === 0 ? 0 : (buckets[at - 1]?.upToMs ?? 0);
  if (at === 0 && bound <= 0) return bound;
  const before = at === 0 ? 0 : (counts[at - 1] ?? 0);
  const within = (counts[at] ?? 0) - before;
  return within > 0 ? lower + ((bound - lower) * (rank - before)) / within : lower;
}
