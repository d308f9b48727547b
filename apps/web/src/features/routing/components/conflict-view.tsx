import type { RoutingChange } from '@weir/shared';
import { formatAge } from '../../../lib/format.ts';
import { Button } from '../../../ui/button.tsx';
import { planObstacle } from '../model/apply-obstacle.ts';
import type { EditorRow } from '../model/editor-rows.ts';
import { type ChangeRow, ChangesTable } from './changes-table.tsx';
import { FindingList } from './finding-list.tsx';
import type { Conflict, RoutingEditor } from './use-routing-editor.ts';

export interface ConflictViewProps {
  readonly conflict: Conflict;
  readonly editor: RoutingEditor;
  readonly applyWords: string;
  readonly nowMs: number;
  /** Leaves for the whole difference of the new plan. */
  readonly onShowDiff: () => void;
}

/** W8: what somebody else changed, field by field, and the two ways on. Nothing was written. */
export function ConflictView({ conflict, editor, applyWords, nowMs, onShowDiff }: ConflictViewProps) {
  const { changed, plan, weightsTouched } = conflict.changed;
  const [first] = changed;
  const obstacle =
    plan === null
      ? 'These weights do not fit what is there now'
      : editor.apply.isPending
        ? 'It is being applied'
        : planObstacle(plan, editor.acknowledged);
  return (
    <section className="dialog-section conflict" role="alert" data-testid="routing-conflict">
      <div>
        <h2 className="strong">
          {first === undefined ? 'The plan is another one now' : `Changed by ${writerOf(first, nowMs)}`}
        </h2>
        <p className="sub sm">
          {first === undefined
            ? 'No object changed, but what the plan found did.'
            : `${objectsOf(changed)}, while this dialog was open.`}{' '}
          Nothing has been written.
        </p>
      </div>
      {changed.length > 0 && <ChangesTable rows={changed.map((change) => rowOf(change, editor.state.rows))} />}
      <p className="sub sm">{wayOn(plan === null, weightsTouched)}</p>
      {plan !== null && plan.findings.length > 0 && (
        <FindingList findings={plan.findings} acknowledged={editor.acknowledged} onAcknowledge={editor.acknowledge} />
      )}
      <div className="row conflict-actions">
        <Button look="quiet" onClick={onShowDiff}>
          Show the whole difference
        </Button>
        <span className="grow" />
        <Button size="large" onClick={() => void editor.reload()}>
          Keep theirs
        </Button>
        <Button size="large" look="primary" onClick={editor.applyOnTop} obstacle={obstacle}>
          {applyWords} on top
        </Button>
      </div>
    </section>
  );
}

function writerOf({ manager, time }: RoutingChange, nowMs: number): string {
  const age = time === null ? undefined : formatAge(nowMs - Date.parse(time));
  return `${manager ?? 'somebody'}${age === undefined ? '' : ` ${age} ago`}`;
}

const objectsOf = (changed: readonly RoutingChange[]): string =>
  [...new Set(changed.map(({ object }) => `${object.kind} ${object.namespace}/${object.name}`))].join(', ');

function wayOn(withoutPlan: boolean, weightsTouched: boolean): string {
  if (withoutPlan) return 'Your weights no longer fit what is there now. Look at theirs, then choose again.';
  return weightsTouched
    ? 'The weights that you want to change are among these. Keep theirs, or apply yours on top.'
    : 'The weights that you want to change are untouched. Yours go on top, and theirs are kept.';
}

const words = (value: unknown): string =>
  value === undefined ? '–' : typeof value === 'string' ? value : JSON.stringify(value);

/** A weight has the name of its version, and what the person wants it to be. */
function rowOf(change: RoutingChange, rows: readonly EditorRow[]): ChangeRow {
  const { object, path, before, after } = change;
  const row = rows.find((candidate) => candidate.path !== undefined && path === `${candidate.path}/weight`);
  return {
    key: `${object.kind}/${object.name}${path}`,
    name: row?.label ?? (path === '' ? 'The whole object' : (path.split('/').at(-1) ?? path)),
    ...(path === '' ? {} : { path }),
    before: words(before),
    after: path === '' && after === undefined ? 'another version' : words(after),
    wanted: row === undefined ? undefined : String(row.weight),
  };
}
