import { useState } from 'react';
import { formatShare } from '../../../lib/format.ts';
import { Segmented } from '../../../ui/segmented.tsx';
import { ShareBar } from '../../../ui/share-bar.tsx';
import type { EditorAction } from '../model/editor.ts';
import type { EditorRow } from '../model/editor-rows.ts';
import type { ObservedVersion } from '../model/observed.ts';
import { highestWeight, totalOf } from '../model/shares.ts';
import { Presets } from './presets.tsx';
import { ShareRowView } from './share-row.tsx';
import type { RoutingEditor } from './use-routing-editor.ts';

export interface ShareSectionProps {
  readonly editor: RoutingEditor;
  /** Place of a row's version in the graph's colours. */
  readonly placeOf: (row: EditorRow) => number;
  readonly observed: ReadonlyMap<string, ObservedVersion>;
}

/** The split as one bar, and a row with a slider for each version. */
export function ShareSection({ editor, placeOf, observed }: ShareSectionProps) {
  const { state, dispatch } = editor;
  const { rows } = state;
  const [activeKey, setActiveKey] = useState<string | undefined>(undefined);
  const total = totalOf(rows);
  const active = rows.find((row) => row.key === activeKey) ?? rows.at(-1);
  const act = (action: EditorAction) => {
    if ('key' in action) setActiveKey(action.key);
    dispatch(action);
  };
  const shareOf = (row: EditorRow) => (total === 0 ? 0 : row.weight / total);
  return (
    <section className="dialog-section">
      <div className="row between section-label">
        <span className="strong xs sub">Share per version</span>
        <span className="row">
          <span className="muted xs">Step</span>
          <Segmented
            small
            label="Step"
            value={state.fine ? 'fine' : 'whole'}
            options={[
              { value: 'whole', label: '1\u202f%' },
              { value: 'fine', label: '0.1\u202f%' },
            ]}
            onChange={(value) => dispatch({ type: 'set-fine', fine: value === 'fine' })}
          />
        </span>
      </div>
      <ShareBar
        height={22}
        label={rows.map((row) => `${row.label} ${formatShare(shareOf(row))}`).join(', ')}
        parts={rows.map((row) => ({ key: row.key, share: shareOf(row), version: placeOf(row) }))}
      />
      {rows.map((row) => (
        <ShareRowView
          key={row.key}
          row={row}
          index={placeOf(row)}
          total={total}
          highest={highestWeight(rows, row.key)}
          movable={rows.some((other) => other.key !== row.key && !other.locked)}
          fine={state.fine}
          configured={state.routeId !== null}
          observed={row.version === undefined ? undefined : observed.get(row.version)}
          dispatch={act}
          onActive={() => setActiveKey(row.key)}
        />
      ))}
      <Presets rows={rows} active={active} dispatch={act} />
      {total !== 100 && total !== 1000 && (
        <p className="muted xs total-words">
          {total === 0
            ? 'All weights of this route are 0, so nothing gets any. With the first move they become parts of 100.'
            : `The weights of this route add up to ${total}, so each counts as its part of ${total}.${total < 100 ? ' With the first move they become parts of 100.' : ''}`}
        </p>
      )}
    </section>
  );
}
