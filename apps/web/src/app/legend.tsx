import { HEALTH_WORDS, HealthMark } from '../ui/health-mark.tsx';

/** The shapes, always in sight where there is room. */
export const Legend = () => (
  <div className="floating legend" aria-hidden="true">
    {(['healthy', 'degraded', 'failing', 'idle', 'unknown'] as const).map((state) => (
      <span key={state}>
        <HealthMark state={state} size={9} /> {HEALTH_WORDS[state]}
      </span>
    ))}
    <span className="divider" />
    <span>
      <svg width="34" height="12" viewBox="0 0 34 12" aria-hidden="true">
        <path d="M0 6H34" stroke="var(--edge-bank)" strokeWidth="12" />
        <path d="M0 6H34" stroke="var(--edge-bed)" strokeWidth="10" />
        <path d="M0 6H34" stroke="var(--edge-flow)" strokeWidth="6" />
      </svg>
      set, and observed in it
    </span>
  </div>
);
