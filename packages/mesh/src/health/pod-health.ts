import type { PodCounts } from '@weir/shared';
import { counted } from '../stats/significant.ts';
import type { Judgement } from './rate-health.ts';

/**
 * Health by pods (research/kiali.md 1.5): fewer ready than desired degrades, none ready fails, none desired is idle. More
 * pods than desired is a rollout or a pod on its way out and takes nothing from anybody: it does not count.
 * Undefined when there is neither a pod nor the wish for one on record.
 */
export function podHealth(pods: PodCounts | undefined): Judgement | undefined {
  if (pods === undefined) return undefined;
  const { desired, ready } = pods;
  if (desired === 0) return { state: 'idle', reasons: ['Scaled to 0 pods'] };
  if (ready === 0) return { state: 'failing', reasons: [`None of ${counted(desired, 'pod')} is ready`] };
  if (ready < desired) return { state: 'degraded', reasons: [`${ready} of ${counted(desired, 'pod')} are ready`] };
  return { state: 'healthy', reasons: [] };
}
