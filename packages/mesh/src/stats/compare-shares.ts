import type { Drift } from '@weir/shared';
import { counted, percent, significant } from './significant.ts';
import { wilsonInterval } from './wilson-interval.ts';

/** Requests below which no verdict is given (G4). */
export const LEAST_REQUESTS = 30;
/** Difference below which chance or not does not matter (G4). */
export const LEAST_DIFFERENCE = 0.02;

/** What is compared: a configured share, and how often the split chose this destination. */
export interface ShareComparison {
  /** 0..1. */
  readonly configured: number;
  readonly hits: number;
  readonly total: number;
  /** `request`, or `connection` for TCP. */
  readonly noun: string;
  /** Whether the window before this one was beyond sampling, too. */
  readonly wasBeyond: boolean;
}

/** The verdict of G4. `beyond`: the interval excludes the configured share, and the difference matters. */
export function compareShares(comparison: ShareComparison): { readonly drift: Drift; readonly beyond: boolean } {
  const { configured, hits, total, noun, wasBeyond } = comparison;
  if (total < LEAST_REQUESTS) {
    const reason = `Too little data: ${counted(total, noun)} in the window, ${LEAST_REQUESTS} are needed.`;
    return { drift: { state: 'too-little-data', reason }, beyond: false };
  }
  const interval = wilsonInterval(hits, total);
  const bounds = { low: significant(interval.low), high: significant(interval.high) };
  const figures = `${percent(configured)} is set, ${percent(hits / total)} of ${counted(total, noun)} observed`;
  const span = `the 99.9 % interval is ${percent(bounds.low)} to ${percent(bounds.high)}`;
  if (configured >= interval.low && configured <= interval.high) {
    return { drift: { state: 'agrees', ...bounds, reason: `${figures}; ${span}.` }, beyond: false };
  }
  if (Math.abs(hits / total - configured) < LEAST_DIFFERENCE) {
    const reason = `${figures}; the difference is below ${LEAST_DIFFERENCE * 100} points.`;
    return { drift: { state: 'agrees', ...bounds, reason }, beyond: false };
  }
  if (!wasBeyond) {
    const reason = `${figures}; ${span}. It counts as drift when the next window confirms it.`;
    return { drift: { state: 'settling', ...bounds, reason }, beyond: true };
  }
  return { drift: { state: 'drift', ...bounds, reason: `${figures}; ${span}, two windows in a row.` }, beyond: true };
}
