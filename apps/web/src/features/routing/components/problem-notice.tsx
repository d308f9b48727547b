import type { ReactNode } from 'react';
import { ApiError } from '../../../lib/http.ts';
import { Notice } from '../../../ui/notice.tsx';

/** An error as the catalogue tells it: what happened, what was not done, what to do. */
export function ProblemNotice({ error, children }: { readonly error: Error; readonly children?: ReactNode }) {
  const problem = error instanceof ApiError ? error.problem : undefined;
  return (
    <Notice tone="error" role="alert">
      <b>{problem?.title ?? 'Something went wrong'}.</b> {error.message} {problem?.notDone} {problem?.remedy}
      {children}
    </Notice>
  );
}

/** A failed apply. Without an answer nobody knows whether it was written, and nothing may claim that it was not. */
export function ApplyFailure({ error }: { readonly error: Error }) {
  const unanswered = error instanceof ApiError && error.code === 'unreachable';
  if (!unanswered) return <ProblemNotice error={error} />;
  return (
    <Notice tone="error" role="alert">
      <b>No answer came.</b> Whether the change was written is not known. The weights above tell as soon as Weir can be
      reached again; yours stay on the sliders.
    </Notice>
  );
}
