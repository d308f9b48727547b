import type { Draw } from '@weir/mesh';

/** A standard normal draw (Box and Muller). */
export const normal = (draw: Draw): number => Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());

/** How many of `trials` succeed when each does with `probability`. Exact up to 256 expected; beyond, the normal approximation. */
export function binomial(trials: number, probability: number, draw: Draw): number {
  if (trials <= 0 || probability <= 0) return 0;
  if (probability >= 1) return trials;
  if (probability > 0.5) return trials - binomial(trials, 1 - probability, draw);
  const expected = trials * probability;
  if (expected > 256) {
    const value = Math.round(expected + Math.sqrt(expected * (1 - probability)) * normal(draw));
    return Math.min(trials, Math.max(0, value));
  }
  return bySkips(trials, probability, draw);
}

/** Counts successes by drawing how many failures come before each: the cost grows with the successes, not with the trials. */
function bySkips(trials: number, probability: number, draw: Draw): number {
  const scale = Math.log1p(-probability);
  let successes = 0;
  let at = Math.floor(Math.log(1 - draw()) / scale);
  while (at < trials) {
    successes++;
    at += 1 + Math.floor(Math.log(1 - draw()) / scale);
  }
  return successes;
}

/** Spreads `trials` over the weights at random into `counts`. Weights may have any sum; when it is 0, all counts are 0. */
export function multinomial(trials: number, weights: readonly number[], draw: Draw, counts: number[]): number[] {
  counts.length = weights.length;
  let left = trials;
  let mass = 0;
  let last = -1;
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i] ?? 0;
    mass += weight;
    if (weight > 0) last = i;
  }
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i] ?? 0;
    // The last weight above 0 takes the rest, so that no rounding of the sum loses a request.
    const count = i === last ? left : i > last || weight <= 0 ? 0 : binomial(left, weight / mass, draw);
    counts[i] = count;
    left -= count;
    mass -= weight;
  }
  return counts;
}
