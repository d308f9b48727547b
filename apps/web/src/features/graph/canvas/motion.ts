import { easeCubicOut } from 'd3';

/** Durations in ms (mock: Motion). */
export const MOVE_MS = 420;
export const FIGURE_MS = 600;
export const HOVER_MS = 80;

/** A value on its way from 0 to 1. */
export interface Tween {
  /** Starts at 0; with no duration it is at 1 at once. */
  start(nowMs: number, durationMs: number): void;
  value(nowMs: number): number;
  running(nowMs: number): boolean;
}

/** Eases out, without a bounce. */
export function createTween(): Tween {
  let begin = 0;
  let duration = 0;
  const progress = (nowMs: number) => (duration <= 0 ? 1 : Math.max(0, Math.min(1, (nowMs - begin) / duration)));
  return {
    start(nowMs, durationMs) {
      begin = nowMs;
      duration = durationMs;
    },
    value: (nowMs) => easeCubicOut(progress(nowMs)),
    running: (nowMs) => progress(nowMs) < 1,
  };
}
