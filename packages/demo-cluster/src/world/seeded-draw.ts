import type { Draw } from '@weir/mesh';

/** A uniform draw in [0, 1) that repeats for the same seed (mulberry32). The demo cluster knows no other randomness. */
export function seededDraw(seed: number): Draw {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A whole number from 0 to `below` - 1. */
export const drawBelow = (draw: Draw, below: number): number => Math.floor(draw() * below);
