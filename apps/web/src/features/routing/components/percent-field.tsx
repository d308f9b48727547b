import { type KeyboardEvent, useId, useState } from 'react';

export interface PercentFieldProps {
  readonly label: string;
  /** Percent, 0..100. */
  readonly percent: number;
  readonly highestPercent: number;
  /** 1, or 0.1 in fine steps. */
  readonly stepPercent: number;
  readonly disabled: boolean;
  readonly onCommit: (percent: number) => void;
}

interface Draft {
  readonly text: string;
  /** The share before typing, which Escape gives back. */
  readonly before: number;
}

/** A typed share. What cannot be read as 0 to 100 is told and not taken; leaving the field restores the figure. */
export function PercentField({ label, percent, highestPercent, stepPercent, disabled, onCommit }: PercentFieldProps) {
  const [draft, setDraft] = useState<Draft | undefined>(undefined);
  const id = useId();
  const typed = draft === undefined ? percent : readPercent(draft.text);
  const remark = draft === undefined ? undefined : remarkOn(typed, highestPercent, stepPercent);
  const key = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter') event.currentTarget.blur();
    if (event.key !== 'Escape' || draft === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    onCommit(draft.before);
    setDraft(undefined);
  };
  return (
    <div className="percent">
      <label className="field percent-field" data-invalid={typed === undefined}>
        <input
          aria-label={label}
          aria-invalid={typed === undefined}
          aria-describedby={remark === undefined ? undefined : id}
          inputMode="decimal"
          autoComplete="off"
          value={draft?.text ?? shown(percent)}
          disabled={disabled}
          onFocus={(event) => event.currentTarget.select()}
          onChange={(event) => {
            const text = event.currentTarget.value;
            setDraft({ text, before: draft?.before ?? percent });
            const value = readPercent(text);
            if (value !== undefined) onCommit(value);
          }}
          onBlur={() => setDraft(undefined)}
          onKeyDown={key}
        />
        <span className="unit" aria-hidden="true">
          %
        </span>
      </label>
      {remark !== undefined && (
        <p id={id} className={typed === undefined ? 'percent-remark health-failing' : 'percent-remark'} role="status">
          {remark}
        </p>
      )}
    </div>
  );
}

const shown = (percent: number): string => String(Math.round(percent * 10) / 10);

/** Undefined for what is no number from 0 to 100. A comma is as good as a point. */
function readPercent(text: string): number | undefined {
  const trimmed = text.trim().replace(/\s*%$/, '').replace(',', '.');
  const value = Number(trimmed);
  return trimmed !== '' && value >= 0 && value <= 100 ? value : undefined;
}

function remarkOn(typed: number | undefined, highest: number, step: number): string | undefined {
  if (typed === undefined) return 'Type a number from 0 to 100.';
  if (typed > highest + step / 2) return `At most ${shown(highest)} %: the rest is locked.`;
  const steps = typed / step;
  if (Math.abs(steps - Math.round(steps)) < 1e-6) return undefined;
  return step === 1 ? 'Taken as a whole percent. Steps of 0.1 % are above.' : 'Taken in steps of 0.1 %.';
}
