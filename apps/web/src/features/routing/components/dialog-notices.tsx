import { formatClock } from '../../../lib/format.ts';
import { ApiError } from '../../../lib/http.ts';
import { Notice } from '../../../ui/notice.tsx';
import type { ServiceName } from '../api/routing-queries.ts';
import { BasisNotice } from './basis-notice.tsx';
import { ProblemNotice } from './problem-notice.tsx';
import type { RoutingEditor } from './use-routing-editor.ts';

export interface DialogNoticesProps {
  readonly editor: RoutingEditor;
  readonly service: ServiceName;
  readonly lostSinceMs: number | undefined;
}

/** What happened around the dialog while it was open. Nothing of it takes the person's input away. */
export function DialogNotices({ editor, service, lostSinceMs }: DialogNoticesProps) {
  const { routing, state } = editor;
  const input = state.rows.length > 0;
  const gone = routing.error instanceof ApiError && routing.error.code === 'not-found';
  const impossible = routing.data?.possible === false && !gone;
  return (
    <>
      {lostSinceMs !== undefined && (
        <section className="dialog-section">
          <Notice tone="info" role="status">
            <b>No connection since {formatClock(lostSinceMs)}.</b> The figures are the last ones that came.
            {input && ' Your weights stay on the sliders.'}
          </Notice>
        </section>
      )}
      {gone && (
        <section className="dialog-section">
          <Notice tone="error" role="alert">
            <b>
              {service.name} is not in {service.namespace} any more.
            </b>{' '}
            {input ? 'Your weights stay here; when the service is back, go on.' : 'There is nothing to split.'}
          </Notice>
        </section>
      )}
      {routing.error !== null && !gone && lostSinceMs === undefined && (
        <section className="dialog-section">
          <ProblemNotice error={routing.error} />
        </section>
      )}
      {impossible && (
        <section className="dialog-section">
          <Notice tone={input ? 'warning' : 'info'} role="status">
            {input && <b>This service cannot be split any more. </b>}
            {routing.data?.reason}
          </Notice>
        </section>
      )}
      <BasisNotice basis={editor.basis} />
    </>
  );
}
