import type { HealthState, Protocol } from '@weir/shared';
import { counted, percent } from '../stats/significant.ts';
import type { Direction, Tolerance } from './tolerance.ts';

/** Requests by answer: `code` as Kiali writes it, HTTP status or gRPC status, `-` for no response. */
export interface CodeCount {
  readonly protocol: Protocol;
  readonly code: string;
  readonly requests: number;
}

/** A judgement with its reasons; the state of nothing at all is undefined. */
export interface Judgement {
  readonly state: HealthState;
  readonly reasons: readonly string[];
}

/** Below this many requests a reason says that it rests on few. */
const FEW_REQUESTS = 30;

/**
 * Health by answers, with Kiali's rule: a share at or above the failing threshold fails, at or above the degraded one (and
 * above nothing) degrades, of all requests of that protocol, however few. Undefined without any request.
 */
export function rateHealth(
  counts: readonly CodeCount[],
  tolerances: readonly Tolerance[],
  direction: Direction,
): Judgement | undefined {
  const total = counts.reduce((sum, count) => sum + count.requests, 0);
  if (!(total > 0)) return undefined;
  const judgements = tolerances
    .filter((tolerance) => tolerance.matchesDirection(direction))
    .flatMap((tolerance) => judge(counts, tolerance, direction));
  const state = judgements.some((judgement) => judgement.state === 'failing')
    ? 'failing'
    : judgements.length > 0
      ? 'degraded'
      : 'healthy';
  return { state, reasons: judgements.flatMap((judgement) => judgement.reasons) };
}

function judge(counts: readonly CodeCount[], tolerance: Tolerance, direction: Direction): readonly Judgement[] {
  const concerned = counts.filter((count) => tolerance.matchesProtocol(count.protocol));
  const total = concerned.reduce((sum, count) => sum + count.requests, 0);
  const bad = concerned.reduce((sum, count) => sum + (tolerance.matchesCode(count.code) ? count.requests : 0), 0);
  if (!(bad > 0)) return [];
  const share = bad / total;
  if (share < tolerance.degradedFrom && share < tolerance.failingFrom) return [];
  const ended = tolerance.name === 'no response' ? 'got no response' : `ended in ${tolerance.name}`;
  const noun = direction === 'outbound' ? 'sent request' : 'request';
  const few = Math.round(total) < FEW_REQUESTS ? '; few requests, so little evidence' : '';
  const reason = `${percent(share)} of ${counted(total, noun)} ${ended}; ${thresholds(tolerance)}${few}`;
  return [{ state: share >= tolerance.failingFrom ? 'failing' : 'degraded', reasons: [reason] }];
}

function thresholds(tolerance: Tolerance): string {
  const { degradedFrom, failingFrom } = tolerance;
  const degraded = degradedFrom === 0 ? 'degraded above 0 %' : `degraded from ${percent(degradedFrom)}`;
  return `${degraded}, failing from ${percent(failingFrom)}`;
}
