import { Lock, LockOpen } from 'lucide-react';
import type { Dispatch } from 'react';
import { formatShare } from '../../../lib/format.ts';
import { Button } from '../../../ui/button.tsx';
import { PodDots } from '../../../ui/pod-dots.tsx';
import { VersionSwatch } from '../../../ui/version-swatch.tsx';
import type { EditorAction } from '../model/editor.ts';
import type { EditorRow } from '../model/editor-rows.ts';
import type { ObservedVersion } from '../model/observed.ts';
import { percentOf } from '../model/shares.ts';
import { PercentField } from './percent-field.tsx';
import { ShareSlider } from './share-slider.tsx';

export interface ShareRowProps {
  readonly row: EditorRow;
  readonly index: number;
  readonly total: number;
  readonly highest: number;
  /** Whether another row is unlocked: otherwise there is nowhere to give to or take from. */
  readonly movable: boolean;
  readonly fine: boolean;
  readonly configured: boolean;
  readonly observed: ObservedVersion | undefined;
  readonly dispatch: Dispatch<EditorAction>;
  /** The person turns to this row: the presets then act on it. */
  readonly onActive: () => void;
}

/** A version with its slider, lock and typed share. */
export function ShareRowView(props: ShareRowProps) {
  const { row, index, total, highest, fine, configured, observed, dispatch } = props;
  const percent = percentOf(row.weight, total);
  const highestPercent = percentOf(highest, total);
  const stuck = row.locked || !props.movable;
  const stepPercent = fine ? 0.1 : 1;
  return (
    <div className="share-row" data-row={row.label} onFocusCapture={props.onActive}>
      <RowName row={row} index={index} configured={configured} />
      <ShareSlider
        label={`Share of ${row.label}`}
        percent={percent}
        highestPercent={highestPercent}
        stepPercent={stepPercent}
        versionIndex={index}
        shareNow={row.shareNow}
        nowWords={nowWords(row, configured, observed, !props.movable)}
        disabled={stuck}
        onBegin={() => dispatch({ type: 'begin-drag' })}
        onMove={(to) => dispatch({ type: 'move', key: row.key, percent: to })}
        onEnd={() => dispatch({ type: 'end-drag' })}
        onCancel={() => dispatch({ type: 'cancel-drag' })}
        onStep={(to) => dispatch({ type: 'set-percent', key: row.key, percent: to })}
      />
      <Button
        look="quiet"
        square
        aria-label={row.locked ? `Unlock ${row.label}` : `Lock ${row.label}`}
        aria-pressed={row.locked}
        title={row.locked ? 'Locked: moving others leaves it' : 'Keep this share while others are moved'}
        onClick={() => dispatch({ type: 'toggle-lock', key: row.key })}
      >
        {row.locked ? (
          <Lock className="icon" size={15} aria-hidden="true" />
        ) : (
          <LockOpen className="icon" size={15} aria-hidden="true" />
        )}
      </Button>
      <PercentField
        label={`Share of ${row.label} in percent`}
        percent={percent}
        highestPercent={highestPercent}
        stepPercent={stepPercent}
        disabled={stuck}
        onCommit={(to) => dispatch({ type: 'set-percent', key: row.key, percent: to })}
      />
    </div>
  );
}

function nowWords(row: EditorRow, configured: boolean, observed: ObservedVersion | undefined, stuck: boolean): string {
  if (stuck) return 'no other version is free to give or take';
  const seen = observed === undefined ? '' : `, observed ${formatShare(observed.share)}`;
  if (row.path === undefined && configured) return `gets nothing from this route yet${seen}`;
  return `now ${configured ? 'set' : 'expected'} ${formatShare(row.shareNow)}${seen}`;
}

function RowName({ row, index, configured }: Pick<ShareRowProps, 'row' | 'index' | 'configured'>) {
  const { ready, total } = row.pods;
  return (
    <div className="share-row-name">
      <span className="row">
        <VersionSwatch index={index} />
        <b className="strong share-row-label" title={row.label}>
          {row.label}
        </b>
      </span>
      <span className={`xs row ${ready === 0 ? 'health-degraded' : 'muted'}`}>
        <PodDots ready={ready} total={total} />
        {total === 0 ? 'no pods' : `${ready} of ${total} ready`}
      </span>
      {(row.detail !== '' || (row.path === undefined && configured)) && (
        <span className="muted xs cut" title={row.detail}>
          {row.detail === '' ? 'new in this route' : row.detail}
        </span>
      )}
    </div>
  );
}
