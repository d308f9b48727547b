import { Lock, LockOpen } from 'lucide-react';
import { type Dispatch, useState } from 'react';
import { formatShare } from '../../../lib/format.ts';
import { Button } from '../../../ui/button.tsx';
import { PodDots } from '../../../ui/pod-dots.tsx';
import { VersionSwatch } from '../../../ui/version-swatch.tsx';
import type { EditorAction, EditorRow } from '../model/editor.ts';
import type { ObservedVersion } from '../model/observed.ts';
import { percentOf, weightForPercent } from '../model/shares.ts';
import { ShareSlider } from './share-slider.tsx';

export interface ShareRowProps {
  readonly row: EditorRow;
  readonly index: number;
  readonly total: number;
  readonly highest: number;
  readonly fine: boolean;
  readonly configured: boolean;
  readonly observed: ObservedVersion | undefined;
  readonly dispatch: Dispatch<EditorAction>;
}

/** A version with its slider, lock and typed share. */
export function ShareRowView({ row, index, total, highest, fine, configured, observed, dispatch }: ShareRowProps) {
  const percent = percentOf(row.weight, total);
  const words = `now ${configured ? 'set' : 'expected'} ${formatShare(row.shareNow)}${observed === undefined ? '' : `, observed ${formatShare(observed.share)}`}`;
  return (
    <div className="share-row" data-row={row.label}>
      <div className="share-row-name">
        <span className="row">
          <VersionSwatch index={index} />
          <b className="strong cut" title={row.label}>
            {row.label}
          </b>
        </span>
        <span className="muted xs row cut">
          <PodDots ready={row.pods.ready} total={row.pods.total} />
          {row.pods.total === 0 ? 'no pods' : `${row.pods.ready} of ${row.pods.total} ready`}
          {row.path === undefined && configured && <span>· not routed yet</span>}
        </span>
        {row.detail !== '' && <span className="muted xs cut">{row.detail}</span>}
      </div>
      <ShareSlider
        label={`Share of ${row.label}`}
        percent={percent}
        highestPercent={percentOf(highest, total)}
        stepPercent={fine ? 0.1 : 1}
        versionIndex={index}
        shareNow={row.shareNow}
        nowWords={words}
        disabled={row.locked}
        onBegin={() => dispatch({ type: 'begin-drag' })}
        onMove={(to) => dispatch({ type: 'move', key: row.key, weight: weightForPercent(to, Math.max(total, 100)) })}
        onEnd={() => dispatch({ type: 'end-drag' })}
        onCancel={() => dispatch({ type: 'cancel-drag' })}
        onStep={(to) => dispatch({ type: 'set-percent', key: row.key, percent: to })}
      />
      <Button
        look="quiet"
        square
        aria-label={row.locked ? `Unlock ${row.label}` : `Lock ${row.label}`}
        aria-pressed={row.locked}
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
        disabled={row.locked}
        onCommit={(to) => dispatch({ type: 'set-percent', key: row.key, percent: to })}
      />
    </div>
  );
}

interface PercentFieldProps {
  readonly label: string;
  readonly percent: number;
  readonly disabled: boolean;
  readonly onCommit: (percent: number) => void;
}

/** A typed share. What cannot be read as 0 to 100 is marked and not taken; leaving the field restores the figure. */
function PercentField({ label, percent, disabled, onCommit }: PercentFieldProps) {
  const [draft, setDraft] = useState<string | undefined>(undefined);
  const shown = draft ?? String(Math.round(percent * 10) / 10);
  const typed = Number(shown.replace(',', '.'));
  const valid = shown.trim() !== '' && Number.isFinite(typed) && typed >= 0 && typed <= 100;
  return (
    <label className="field percent-field" data-invalid={!valid}>
      <input
        aria-label={label}
        aria-invalid={!valid}
        inputMode="decimal"
        value={shown}
        disabled={disabled}
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => {
          const text = event.currentTarget.value;
          setDraft(text);
          const value = Number(text.replace(',', '.'));
          if (text.trim() !== '' && value >= 0 && value <= 100) onCommit(value);
        }}
        onBlur={() => setDraft(undefined)}
        onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
      />
      <span className="unit" aria-hidden="true">
        %
      </span>
    </label>
  );
}
