import { ApiError } from '../../../lib/http.ts';
import { Notice } from '../../../ui/notice.tsx';

/** An error as the catalogue tells it: what happened, what was not done, what to do. */
export function ProblemNotice({ error }: { readonly error: Error }) {
  const problem = error instanceof ApiError ? error.problem : undefined;
  return (
    <section className="dialog-section">
      <Notice tone="error" role="alert">
        <b>{problem?.title ?? 'Something went wrong'}.</b> {error.message} {problem?.notDone} {problem?.remedy}
      </Notice>
    </section>
  );
}
