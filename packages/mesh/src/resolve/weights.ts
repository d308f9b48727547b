import type { WeightedDestination } from '../resources/istio.ts';
import { isRecord } from './untrusted.ts';

/** A weight as Istio reads it: omitted is 0; what is no whole number of at least 0 never gets traffic. */
export const weightOf = (value: unknown): number =>
  typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : 0;

/**
 * The share of each destination, 0 to 1, in the order of the route (research/istio-kubernetes.md 2.4): a single
 * destination takes everything whatever its weight says; of several each takes its weight of the sum, an omitted weight
 * is 0. When all are 0 nobody gets anything (Istio's webhook refuses that). Malformed entries take nothing and do not
 * count.
 */
export function effectiveWeights(route: readonly WeightedDestination[]): readonly number[] {
  const wellFormed = route.map((entry: unknown) => isRecord(entry) && isRecord(entry.destination));
  if (wellFormed.filter(Boolean).length === 1) return wellFormed.map(Number);
  const weights = route.map((entry, index) => (wellFormed[index] === true ? weightOf(entry.weight) : 0));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => (total === 0 ? 0 : weight / total));
}
