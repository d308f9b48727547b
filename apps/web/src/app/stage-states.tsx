import type { Graph, SourceStatus, Warning } from '@weir/shared';
import { Lock, TriangleAlert, WifiOff } from 'lucide-react';
import type { StreamState } from '../lib/event-stream.ts';
import { formatClock, formatCount } from '../lib/format.ts';
import { ApiError } from '../lib/http.ts';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';

/** First load: the shape of what is coming, and real counts instead of a spinner. */
export function LoadingStage({ sources }: { readonly sources: readonly SourceStatus[] }) {
  const cluster = sources.find((source) => source.name === 'cluster');
  return (
    <section className="skeleton-graph" aria-busy="true" aria-label="Reading the cluster">
      <div className="skeleton-region" style={{ left: '4%', top: '6%', width: '88%', height: '42%' }}>
        <div className="skeleton" style={{ left: '3%', top: '38%', width: 160, height: 52 }} />
        <div className="skeleton" style={{ left: '30%', top: '38%', width: 170, height: 52 }} />
        <div className="skeleton" style={{ left: '56%', top: '20%', width: 190, height: 52, borderRadius: 26 }} />
        <div className="skeleton" style={{ left: '56%', top: '62%', width: 190, height: 52 }} />
        <div className="skeleton" style={{ left: '82%', top: '14%', width: 150, height: 52 }} />
        <div className="skeleton" style={{ left: '82%', top: '46%', width: 150, height: 52 }} />
      </div>
      <div className="floating reading" role="status">
        <b className="strong">Reading the cluster</b>
        <span className="sub">{cluster?.detail ?? 'Waiting for the first answer.'}</span>
        {cluster?.objects !== undefined && (
          <span className="muted num">{formatCount(cluster.objects)} objects so far</span>
        )}
        {cluster?.error !== undefined && <span className="health-failing">{cluster.error}</span>}
      </div>
    </section>
  );
}

/** Nothing could be read at all: which permission or which server, and what to do. */
export function ErrorStage({ error, onRetry }: { readonly error: Error; readonly onRetry: () => void }) {
  const problem = error instanceof ApiError ? error.problem : undefined;
  const forbidden = problem?.code === 'forbidden';
  return (
    <EmptyState
      icon={forbidden ? Lock : TriangleAlert}
      title={problem?.title ?? 'The graph cannot be shown'}
      actions={<Button onClick={onRetry}>Try again</Button>}
    >
      <p>{error.message}</p>
      {problem?.remedy !== undefined && <p className="muted">{problem.remedy}</p>}
    </EmptyState>
  );
}

/** G9: an empty graph explains itself. */
export function EmptyStage({ graph, onAll }: { readonly graph: Graph; readonly onAll: () => void }) {
  const [first] = graph.warnings;
  return (
    <EmptyState
      title={
        graph.namespaces.length === 0
          ? 'No namespace is chosen'
          : (first?.message ?? `Nothing runs in ${graph.namespaces.join(', ')}`)
      }
      actions={<Button onClick={onAll}>Show all namespaces</Button>}
    >
      {graph.namespaces.length === 0 ? (
        <p>Choose one in the bar above.</p>
      ) : (
        <Remedies warnings={graph.warnings.length > 0 ? graph.warnings : []} />
      )}
    </EmptyState>
  );
}

function Remedies({ warnings }: { readonly warnings: readonly Warning[] }) {
  return (
    <div className="remedies">
      {warnings.map((warning) => (
        <div key={warning.code} className="code-line">
          <span className="grow">{warning.remedy}</span>
          <CopyButton label="Copy" text={() => warning.remedy} />
        </div>
      ))}
    </div>
  );
}

/** The stream is lost: the last picture stays, marked as old. */
export function LostBanner({ stream, nowMs }: { readonly stream: StreamState; readonly nowMs: number }) {
  if (stream.kind !== 'lost' || nowMs - stream.sinceMs < 1500) return null;
  const seconds = Math.max(0, Math.ceil((stream.retryAtMs - nowMs) / 1000));
  return (
    <div className="banner lost" role="status">
      <WifiOff className="icon" size={15} aria-hidden="true" />
      <span>
        <b className="strong">No connection since {formatClock(stream.sinceMs)}.</b> Trying again
        {seconds > 0 ? ` in ${seconds} s` : ''}. The picture below is the last one received.
      </span>
    </div>
  );
}

/** G9: what is missing from the graph, beside the graph. */
export function WarningBanners({ graph }: { readonly graph: Graph }) {
  const [first, ...others] = graph.warnings;
  if (first === undefined) return null;
  return (
    <details className="banner warning">
      <summary>
        <TriangleAlert className="icon" size={15} aria-hidden="true" /> <b className="strong">{first.message}</b>
        {others.length > 0 && <span className="muted"> and {others.length} more</span>}
      </summary>
      <ul>
        {graph.warnings.map((warning) => (
          <li key={`${warning.code} ${warning.message}`}>
            {warning.message} <span className="sub">{warning.remedy}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
