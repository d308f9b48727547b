/** Upper bounds of Envoy's default histogram buckets, in milliseconds; `+Inf` follows (research/istio-kubernetes.md 4). */
export const BUCKETS: readonly number[] = [
  0.5, 1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000, 300_000, 600_000, 1_800_000,
  3_600_000,
];

/** The index of the first bucket that holds the value; BUCKETS.length stands for `+Inf`. */
export function bucketOf(ms: number): number {
  let index = 0;
  while (index < BUCKETS.length && ms > (BUCKETS[index] ?? Number.POSITIVE_INFINITY)) index++;
  return index;
}
