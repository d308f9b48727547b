import type { Dispatch } from 'react';
import { Button } from '../../../ui/button.tsx';
import type { EditorAction, EditorRow } from '../model/editor.ts';

const STEPS_PERCENT = [1, 5, 10, 25, 50, 75, 100];

export interface PresetsProps {
  readonly rows: readonly EditorRow[];
  /** The row that the figures act on: the last one moved, or the last of the rows. */
  readonly active: EditorRow | undefined;
  readonly dispatch: Dispatch<EditorAction>;
}

/** Common splits in one click (W9). */
export function Presets({ rows, active, dispatch }: PresetsProps) {
  const first = rows[0];
  return (
    <div className="presets">
      {first !== undefined && (
        <Button size="small" onClick={() => dispatch({ type: 'all-to', key: first.key })}>
          All to {first.label}
        </Button>
      )}
      <Button size="small" onClick={() => dispatch({ type: 'even' })}>
        Even
      </Button>
      <Button size="small" onClick={() => dispatch({ type: 'like-pods' })}>
        Like the pods
      </Button>
      <span className="grow" />
      {active !== undefined && (
        <fieldset className="row preset-steps">
          <legend className="sr">Share of {active.label} in percent</legend>
          <span className="muted xs">{active.label} at</span>
          {STEPS_PERCENT.map((percent) => (
            <Button
              key={percent}
              size="small"
              aria-label={`${active.label} at ${percent} percent`}
              onClick={() => dispatch({ type: 'set-percent', key: active.key, percent })}
            >
              {percent}
            </Button>
          ))}
        </fieldset>
      )}
    </div>
  );
}
