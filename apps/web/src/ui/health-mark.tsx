import type { HealthState } from '@weir/shared';

export const HEALTH_WORDS: Readonly<Record<HealthState, string>> = {
  healthy: 'Healthy',
  degraded: 'Degraded',
  failing: 'Failing',
  idle: 'Idle',
  unknown: 'Unknown',
};

/** The shape of a health state: disc, triangle, diamond, ring, dashed square. Colour is never the only sign (U7). */
export function HealthMark({ state, size = 10 }: { readonly state: HealthState; readonly size?: number }) {
  return (
    <svg
      className={`health-mark health-mark-${state}`}
      width={size}
      height={size}
      viewBox="0 0 10 10"
      aria-hidden="true"
    >
      {state === 'healthy' && <circle cx="5" cy="5" r="4" />}
      {state === 'degraded' && <path d="M5 .6 9.8 9.2H.2Z" strokeLinejoin="round" />}
      {state === 'failing' && <path d="M5 0 10 5 5 10 0 5Z" />}
      {state === 'idle' && <circle cx="5" cy="5" r="3.6" />}
      {state === 'unknown' && <rect x="1.2" y="1.2" width="7.6" height="7.6" rx="1.8" />}
    </svg>
  );
}

/** The state in words beside its shape. */
export function HealthChip({ state }: { readonly state: HealthState }) {
  return (
    <span className={`health chip health-${state}`}>
      <HealthMark state={state} />
      {HEALTH_WORDS[state]}
    </span>
  );
}
