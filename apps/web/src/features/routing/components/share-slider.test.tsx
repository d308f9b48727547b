import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { stubDom } from '../../../lib/testing/dom.ts';
import { ShareSlider, type ShareSliderProps } from './share-slider.tsx';

beforeEach(stubDom);
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

/** A rail of 200 px from x = 100. */
function open(change: Partial<ShareSliderProps> = {}) {
  vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockReturnValue(new DOMRect(100, 0, 200, 6));
  const told = { onBegin: vi.fn(), onMove: vi.fn(), onEnd: vi.fn(), onCancel: vi.fn(), onStep: vi.fn() };
  render(
    <ShareSlider
      label="Share of risky"
      percent={40}
      highestPercent={100}
      stepPercent={1}
      versionIndex={1}
      shareNow={0.1}
      nowWords="now set 10 %"
      disabled={false}
      {...told}
      {...change}
    />,
  );
  return { ...told, slider: screen.getByRole('slider', { name: 'Share of risky' }) };
}

describe('ShareSlider', () => {
  it.each([
    ['ArrowRight', 41],
    ['ArrowUp', 41],
    ['ArrowLeft', 39],
    ['ArrowDown', 39],
    ['PageUp', 50],
    ['PageDown', 30],
    ['Home', 0],
    ['End', 100],
  ])('W9: %s goes to %i', (key, percent) => {
    const { slider, onStep } = open();
    fireEvent.keyDown(slider, { key });
    expect(onStep.mock.calls).toEqual([[percent]]);
  });

  it('W9: fine steps are a tenth', () => {
    const { slider, onStep } = open({ stepPercent: 0.1 });
    fireEvent.keyDown(slider, { key: 'ArrowRight' });
    expect(onStep.mock.lastCall?.[0]).toBeCloseTo(40.1);
  });

  it('W9: keys stop at both ends', () => {
    const { slider, onStep } = open({ percent: 100 });
    fireEvent.keyDown(slider, { key: 'PageUp' });
    expect(onStep.mock.lastCall).toEqual([100]);
  });

  it('W9: a drag begins, moves by whole steps and within the rail, and ends', () => {
    const { slider, onBegin, onMove, onEnd } = open();
    fireEvent.pointerDown(slider, { button: 0, clientX: 201 });
    expect(onBegin).toHaveBeenCalledTimes(1);
    fireEvent.pointerMove(slider, { clientX: 150.9 });
    fireEvent.pointerMove(slider, { clientX: 900 });
    fireEvent.pointerMove(slider, { clientX: -5 });
    fireEvent.pointerUp(slider);
    expect(onMove.mock.calls.flat()).toEqual([51, 25, 100, 0]);
    expect(onEnd).toHaveBeenCalledTimes(1);
    fireEvent.pointerMove(slider, { clientX: 300 });
    expect(onMove).toHaveBeenCalledTimes(4);
  });

  it('W9: Escape in the middle of a drag restores, keeps the dialog open, and ends the drag', () => {
    const { slider, onMove, onEnd, onCancel } = open();
    fireEvent.pointerDown(slider, { button: 0, clientX: 200 });
    const outside = vi.fn();
    document.addEventListener('keydown', outside);
    const notPrevented = fireEvent.keyDown(slider, { key: 'Escape' });
    document.removeEventListener('keydown', outside);
    expect(onCancel).toHaveBeenCalledTimes(1);
    expect(notPrevented).toBe(false);
    fireEvent.pointerMove(slider, { clientX: 300 });
    fireEvent.pointerUp(slider);
    expect(onMove).toHaveBeenCalledTimes(1);
    expect(onEnd).not.toHaveBeenCalled();
  });

  it('W9: Escape without a drag is left to the dialog', () => {
    const { slider, onCancel } = open();
    expect(fireEvent.keyDown(slider, { key: 'Escape' })).toBe(true);
    expect(onCancel).not.toHaveBeenCalled();
  });

  it('W9: the other mouse buttons drag nothing', () => {
    const { slider, onBegin } = open();
    fireEvent.pointerDown(slider, { button: 2, clientX: 200 });
    expect(onBegin).not.toHaveBeenCalled();
  });

  it('W9: a drag that the browser takes away is cancelled', () => {
    const { slider, onCancel, onEnd } = open();
    fireEvent.pointerDown(slider, { button: 0, clientX: 200 });
    fireEvent.pointerCancel(slider);
    expect([onCancel.mock.calls.length, onEnd.mock.calls.length]).toEqual([1, 0]);
  });

  it('W9: a locked row takes neither pointer nor keys', () => {
    const { slider, onBegin, onStep } = open({ disabled: true });
    fireEvent.pointerDown(slider, { button: 0, clientX: 200 });
    fireEvent.keyDown(slider, { key: 'ArrowRight' });
    expect([onBegin.mock.calls.length, onStep.mock.calls.length]).toEqual([0, 0]);
    expect(slider.getAttribute('aria-disabled')).toBe('true');
  });

  it('U7: it says its share, what is set now, and how far it can go', () => {
    const { slider } = open({ highestPercent: 80 });
    expect(slider.getAttribute('aria-valuenow')).toBe('40');
    expect(slider.getAttribute('aria-valuemax')).toBe('80');
    expect(slider.getAttribute('aria-valuetext')).toBe('40\u202f%, now set 10 %');
  });
});
