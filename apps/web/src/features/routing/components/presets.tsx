import type { Dispatch } from 'react';
import { Button } from '../../../ui/button.tsx';
import type { EditorAction } from '../model/editor.ts';
import type { EditorRow } from '../model/editor-rows.ts';
import { highestWeight, totalOf, weightForPercent } from '../model/shares.ts';

const STEPS_PERCENT = [1, 5, 10, 25, 50, 75, 100];

export interface PresetsProps {
  readonly rows: readonly EditorRow[];
  /** The row that the figures act on: the last one that the person turned to, or the last of the rows. */
  readonly active: EditorRow | undefined;
  readonly dispatch: Dispatch<EditorAction>;
}

/** Common splits in one click (W9). */
export function Presets({ rows, active, dispatch }: PresetsProps) {
  const main = [...rows].sort((a, b) => b.shareNow - a.shareNow)[0];
  return (
    <div className="presets">
      {main !== undefined && (
        <Button
          size="small"
          obstacle={obstacleOf(main, 100, rows)}
          onClick={() => dispatch({ type: 'all-to', key: main.key })}
        >
          <span className="preset-name">All to {main.label}</span>
        </Button>
      )}
      <Button size="small" onClick={() => dispatch({ type: 'even' })}>
        Even
      </Button>
      <Button size="small" onClick={() => dispatch({ type: 'like-pods' })}>
        Like the pods
      </Button>
      <span className="grow" />
      {active !== undefined && <Steps rows={rows} active={active} dispatch={dispatch} />}
    </div>
  );
}

function Steps({ rows, active, dispatch }: PresetsProps & { readonly active: EditorRow }) {
  const total = totalOf(rows);
  return (
    <fieldset className="row preset-steps">
      <legend className="sr">Share of {active.label} in percent</legend>
      <span className="muted xs preset-name" title={active.label}>
        {active.label} at
      </span>
      {STEPS_PERCENT.map((percent) => (
        <Button
          key={percent}
          size="small"
          aria-label={`${active.label} at ${percent} percent`}
          aria-pressed={total > 0 && active.weight === weightForPercent(percent, total)}
          obstacle={obstacleOf(active, percent, rows)}
          onClick={() => dispatch({ type: 'set-percent', key: active.key, percent })}
        >
          {percent}
        </Button>
      ))}
    </fieldset>
  );
}

/** Locks that leave no room for a share. */
function obstacleOf(row: EditorRow, percent: number, rows: readonly EditorRow[]): string | undefined {
  if (row.locked) return `${row.label} is locked`;
  const room = highestWeight(rows, row.key) >= weightForPercent(percent, totalOf(rows));
  return room ? undefined : 'Locked versions leave no room for it';
}
