import type { Health, HealthState } from '@weir/shared';
import type { Judgement } from './rate-health.ts';

/** Worst first. A healthy part does not outweigh a sick one; idle and unknown only stand where nothing else is known. */
const RANK: Readonly<Record<HealthState, number>> = { failing: 4, degraded: 3, healthy: 2, idle: 1, unknown: 0 };

/** The worst of several judgements, with the reasons of all that are as sick, then of the less sick ones. */
export function combineHealth(judgements: readonly (Judgement | undefined)[], otherwise: Judgement): Health {
  const known = judgements.filter((judgement) => judgement !== undefined);
  if (known.length === 0) return { state: otherwise.state, reasons: [...otherwise.reasons] };
  if (known.every((judgement) => judgement.state === 'healthy')) return { state: 'healthy', reasons: [] };
  const sorted = [...known].sort((a, b) => RANK[b.state] - RANK[a.state]);
  const state = sorted[0]?.state ?? otherwise.state;
  return { state, reasons: [...new Set(sorted.flatMap((judgement) => judgement.reasons))] };
}

/** Whether `a` is worse than `b`. */
export const isWorse = (a: HealthState, b: HealthState): boolean => RANK[a] > RANK[b];
