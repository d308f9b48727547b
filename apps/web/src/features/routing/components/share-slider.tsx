import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { formatShare } from '../../../lib/format.ts';
import { versionClass } from '../../../ui/version-swatch.tsx';

export interface ShareSliderProps {
  readonly label: string;
  /** Percent, 0..100. */
  readonly percent: number;
  readonly highestPercent: number;
  readonly stepPercent: number;
  readonly versionIndex: number;
  /** What is set now and what was observed, 0..1: the upright tick and the words under it. */
  readonly shareNow: number;
  readonly nowWords: string;
  readonly disabled: boolean;
  readonly onBegin: () => void;
  readonly onMove: (percent: number) => void;
  readonly onEnd: () => void;
  readonly onCancel: () => void;
  readonly onStep: (percent: number) => void;
}

/** One row's slider (W9): drag, arrows 1 step, Page keys 10 steps, Home and End; Escape gives the state before the drag. */
export function ShareSlider(props: ShareSliderProps) {
  const { percent, stepPercent, highestPercent, disabled } = props;
  const rail = useRef<HTMLDivElement>(null);
  const dragging = useRef(false);

  const percentAt = (clientX: number) => {
    const box = rail.current?.getBoundingClientRect();
    if (box === undefined || box.width === 0) return percent;
    const exact = Math.min(1, Math.max(0, (clientX - box.left) / box.width)) * 100;
    return Math.round(exact / stepPercent) * stepPercent;
  };
  const down = (event: PointerEvent<HTMLDivElement>) => {
    if (disabled || event.button !== 0) return;
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    event.currentTarget.focus();
    dragging.current = true;
    props.onBegin();
    props.onMove(percentAt(event.clientX));
  };
  const move = (event: PointerEvent) => {
    if (dragging.current) props.onMove(percentAt(event.clientX));
  };
  const end = () => {
    if (!dragging.current) return;
    dragging.current = false;
    props.onEnd();
  };
  const cancel = () => {
    if (!dragging.current) return;
    dragging.current = false;
    props.onCancel();
  };
  const key = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && dragging.current) {
      event.preventDefault();
      event.stopPropagation();
      cancel();
      return;
    }
    if (disabled) return;
    const to = nextPercent(event.key, percent, stepPercent);
    if (to === undefined) return;
    event.preventDefault();
    props.onStep(to);
  };
  return (
    <div
      className={disabled ? 'share-slider disabled' : 'share-slider'}
      role="slider"
      tabIndex={0}
      aria-label={props.label}
      aria-valuemin={0}
      aria-valuemax={highestPercent}
      aria-valuenow={percent}
      aria-valuetext={`${formatShare(percent / 100)}, ${props.nowWords}`}
      aria-disabled={disabled}
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={end}
      onPointerCancel={cancel}
      onLostPointerCapture={end}
      onKeyDown={key}
    >
      <div ref={rail} className="rail">
        <div className={`fill ${versionClass(props.versionIndex)}`} style={{ width: `${percent}%` }} />
        <div className="tick" style={{ left: `${props.shareNow * 100}%` }} />
        <div className="thumb" style={{ left: `${percent}%` }} />
      </div>
      <span className="caption">{props.nowWords}</span>
    </div>
  );
}

function nextPercent(key: string, percent: number, step: number): number | undefined {
  switch (key) {
    case 'ArrowRight':
    case 'ArrowUp':
      return Math.min(100, percent + step);
    case 'ArrowLeft':
    case 'ArrowDown':
      return Math.max(0, percent - step);
    case 'PageUp':
      return Math.min(100, percent + 10 * step);
    case 'PageDown':
      return Math.max(0, percent - 10 * step);
    case 'Home':
      return 0;
    case 'End':
      return 100;
    default:
      return undefined;
  }
}
