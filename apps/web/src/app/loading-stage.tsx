import type { SourceStatus } from '@weir/shared';
import { formatClock, formatCount } from '../lib/format.ts';

/** Cards of the skeleton: place and width in percent of the region. */
const CARDS = [
  [3, 40, 15],
  [29, 40, 16],
  [55, 22, 17],
  [55, 62, 17],
  [82, 12, 14],
  [82, 44, 14],
] as const;
const LINES = [
  [18, 44, 29, 44],
  [45, 44, 55, 27],
  [45, 46, 55, 66],
  [72, 26, 82, 17],
  [72, 28, 82, 48],
] as const;

/** First load: the shape of what is coming, and real counts instead of a spinner. */
export function LoadingStage({ sources }: { readonly sources: readonly SourceStatus[] }) {
  const cluster = sources.find((source) => source.name === 'cluster');
  const unreachable = cluster?.state === 'unreachable';
  return (
    <section className="skeleton-graph" aria-busy="true" aria-label="Reading the cluster">
      <div className="skeleton-region">
        <svg className="skeleton-lines" aria-hidden="true">
          {LINES.map(([x1, y1, x2, y2]) => (
            <line key={`${x1} ${y1} ${x2} ${y2}`} x1={`${x1}%`} y1={`${y1}%`} x2={`${x2}%`} y2={`${y2}%`} />
          ))}
        </svg>
        {CARDS.map(([left, top, width]) => (
          <div
            key={`${left} ${top}`}
            className="skeleton"
            style={{ left: `${left}%`, top: `${top}%`, width: `${width}%`, height: 52 }}
          />
        ))}
      </div>
      <div className="floating reading" role="status">
        <b className="strong">{unreachable ? 'The cluster cannot be reached' : 'Reading the cluster'}</b>
        <span className="sub">{cluster?.detail ?? 'Waiting for the first answer.'}</span>
        {cluster?.objects !== undefined && cluster.objects > 0 && (
          <span className="muted num">{formatCount(cluster.objects)} objects so far</span>
        )}
        {cluster?.error !== undefined && <span className="health-failing">{cluster.error}</span>}
        {unreachable && (
          <span className="muted">Since {formatClock(Date.parse(cluster.since))}. Weir goes on trying by itself.</span>
        )}
      </div>
    </section>
  );
}
