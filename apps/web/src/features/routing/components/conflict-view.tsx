import type { RoutingChanged } from '@weir/shared';
import { formatAge } from '../../../lib/format.ts';
import { Button } from '../../../ui/button.tsx';

export interface ConflictViewProps {
  readonly conflict: RoutingChanged;
  readonly serviceWords: string;
  readonly applyWords: string;
  readonly nowMs: number;
  readonly busy: boolean;
  readonly onKeep: () => void;
  readonly onApplyOnTop: () => void;
  readonly onShowDiff: () => void;
}

const words = (value: unknown): string =>
  value === undefined ? '–' : typeof value === 'string' ? value : JSON.stringify(value);

/** W8: what somebody else changed, field by field, and the two ways on. Nothing was written. */
export function ConflictView({
  conflict,
  serviceWords,
  applyWords,
  nowMs,
  busy,
  onKeep,
  onApplyOnTop,
  onShowDiff,
}: ConflictViewProps) {
  const [first] = conflict.changed;
  const who = first?.manager ?? 'somebody';
  const time =
    first?.time === null || first?.time === undefined ? '' : ` ${formatAge(nowMs - Date.parse(first.time))} ago`;
  return (
    <section className="dialog-section conflict" aria-live="assertive" data-testid="routing-conflict">
      <h2 className="strong">
        Changed by {who}
        {time}
      </h2>
      <p className="sub sm">
        {first === undefined ? serviceWords : `${first.object.kind} ${first.object.namespace}/${first.object.name}`},
        while this dialog was open. Nothing has been written.
      </p>
      <table className="table conflict-table">
        <thead>
          <tr>
            <th>Field</th>
            <th className="right">You started from</th>
            <th className="right">Now in the cluster</th>
          </tr>
        </thead>
        <tbody>
          {conflict.changed.map((change) => (
            <tr key={`${change.object.kind}/${change.object.name}${change.path}`}>
              <td className="mono cut">{change.path === '' ? 'the whole object' : change.path}</td>
              <td className="right mono">{words(change.before)}</td>
              <td className="right mono">
                <mark className="changed">{words(change.after)}</mark>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="sub sm">
        {conflict.weightsTouched
          ? 'The weights that you want to change are among these. Keep theirs, or apply yours on top.'
          : 'The weights that you want to change are untouched. Your change goes on top, and theirs is kept.'}
      </p>
      <div className="row conflict-actions">
        <Button look="quiet" onClick={onShowDiff}>
          Show the whole difference
        </Button>
        <span className="grow" />
        <Button size="large" onClick={onKeep}>
          Keep theirs
        </Button>
        <Button
          size="large"
          look="primary"
          onClick={onApplyOnTop}
          obstacle={busy || conflict.plan === null ? 'A new plan is being made' : undefined}
        >
          {applyWords} on top
        </Button>
      </div>
    </section>
  );
}
