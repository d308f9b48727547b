import { Lock, TriangleAlert } from 'lucide-react';
import { ApiError } from '../lib/http.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';

export interface ErrorStageProps {
  readonly error: Error;
  readonly onRetry: () => void;
  /** Shows what may be seen instead; undefined where that is what was asked for. */
  readonly onOthers: (() => void) | undefined;
}

/** Nothing could be read at all: which permission or which server, and what to do. */
export function ErrorStage({ error, onRetry, onOthers }: ErrorStageProps) {
  const problem = error instanceof ApiError ? error.problem : undefined;
  const forbidden = problem?.code === 'forbidden' || problem?.code === 'unauthenticated';
  return (
    <EmptyState
      icon={forbidden ? Lock : TriangleAlert}
      title={problem?.title ?? 'The graph cannot be shown'}
      actions={
        <>
          <Button onClick={onRetry}>Try again</Button>
          {onOthers !== undefined && (
            <Button look="quiet" onClick={onOthers}>
              Show what I may see
            </Button>
          )}
        </>
      }
    >
      <p>{error.message}</p>
      {problem?.remedy !== undefined && <p className="muted">{problem.remedy}</p>}
    </EmptyState>
  );
}
