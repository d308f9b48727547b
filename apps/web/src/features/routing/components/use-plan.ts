import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Intent, Plan } from '@weir/shared';
import { useDebounced } from '../../../lib/use-debounced.ts';
import { planQuery, type ServiceName } from '../api/routing-queries.ts';

/** Milliseconds that the sliders stand still before a plan is asked for. */
const STILL_MS = 180;

export interface PlanState {
  /** The plan of exactly what is on the sliders; undefined until it is there. */
  readonly current: Plan | undefined;
  /** That one, or the last one, which stays in sight while the next is made. */
  readonly shown: Plan | undefined;
  /** Why there is none. */
  readonly error: Error | null;
  /** Asked again and again because of this. */
  readonly waitingFor: Error | null;
  readonly retry: () => void;
}

export interface PlanOptions {
  readonly service: ServiceName;
  /** Names the routing that the person has seen. */
  readonly basis: string;
  readonly intent: Intent;
  /** There is something to plan. */
  readonly wanted: boolean;
  /** Not now: a slider is being dragged, or the person has to decide something first. */
  readonly hold: boolean;
}

/** The plan of an intent, made anew when the sliders stand still. */
export function usePlan({ service, basis, intent, wanted, hold }: PlanOptions): PlanState {
  const text = JSON.stringify(intent);
  const still = useDebounced(text, STILL_MS) === text;
  const plan = useQuery({
    ...planQuery(service, basis, intent, wanted && !hold && still),
    placeholderData: keepPreviousData,
  });
  return {
    current: wanted && !plan.isPlaceholderData ? plan.data : undefined,
    shown: wanted ? plan.data : undefined,
    error: wanted && !plan.isFetching ? plan.error : null,
    waitingFor: wanted && plan.isFetching ? plan.failureReason : null,
    retry: () => void plan.refetch(),
  };
}
