import type { Rect } from './layout-types.ts';
import { COLUMN_GAP, DENSE_NODE_GAP } from './metrics.ts';
import { overlaps } from './rects.ts';

/** What surrounds a newcomer: where others stand, how far the region reaches, and whom it is linked to. */
export interface Neighbourhood {
  readonly obstacles: readonly Rect[];
  readonly bounds: Rect;
  readonly callers: readonly { readonly rect: Rect; readonly y: number }[];
  readonly targets: readonly { readonly rect: Rect; readonly y: number }[];
  /** Whether the region may grow rather than take the newcomer in at a wrong column. */
  readonly mayGrow: boolean;
}

/** Least distance of a newcomer to others; tighter than in a fresh layout, so that it finds room more often. */
const CLEARANCE = 16;
/** A step out of the region costs as much as this many px of distance from the best height. */
const GROWTH_COST = { allowed: 120, avoided: 900 } as const;
/** Left of a caller is worse than right of a target: a chain may grow at its end. */
const LEFT_OF_CALLER_COST = 1000;
const RIGHT_OF_TARGET_COST = 700;

/**
 * The place for a newcomer: in the column right of its callers (or left of its targets), as near as possible to their
 * height, without moving anyone and, if it can be, without making the region larger.
 */
export function findSlot(
  size: { readonly width: number; readonly height: number },
  around: Neighbourhood,
): { x: number; y: number } {
  const outside = GROWTH_COST[around.mayGrow ? 'allowed' : 'avoided'];
  const level = wantedLevel(around) - size.height / 2;
  const after = Math.max(Number.NEGATIVE_INFINITY, ...around.callers.map(({ rect }) => rect.x + rect.width + 28));
  const until = Math.min(Number.POSITIVE_INFINITY, ...around.targets.map(({ rect }) => rect.x - 28 - size.width));
  let best = { x: 0, y: 0, cost: Number.POSITIVE_INFINITY };
  for (const x of columnsFor(size, around)) {
    const wrong = (x < after ? LEFT_OF_CALLER_COST : 0) + (x > until ? RIGHT_OF_TARGET_COST : 0);
    const reach = Math.max(0, Number.isFinite(after) ? x - after : 0);
    for (const y of heightsFor(x, size, level, around)) {
      const rect = { x, y, ...size };
      if (y < 0 || around.obstacles.some((other) => overlaps(rect, other, CLEARANCE))) continue;
      const below = Math.max(0, y + size.height - around.bounds.height);
      const beside = Math.max(0, x + size.width - around.bounds.width);
      const growth = (below > 0 ? outside + below : 0) + (beside > 0 ? outside + beside : 0);
      const cost = Math.abs(y - level) + reach + wrong + growth;
      if (cost < best.cost) best = { x, y, cost };
    }
  }
  return { x: best.x, y: best.y };
}

function wantedLevel(around: Neighbourhood): number {
  const ends = [...around.callers, ...around.targets];
  if (ends.length === 0) return around.bounds.height;
  return ends.reduce((sum, { y }) => sum + y, 0) / ends.length;
}

/** The columns that there are, and a new one at the right end. */
function columnsFor(size: { readonly width: number }, around: Neighbourhood): number[] {
  const right = Math.max(0, ...around.obstacles.map((rect) => rect.x + rect.width));
  const left = Math.max(0, ...around.callers.map(({ rect }) => rect.x + rect.width)) + COLUMN_GAP;
  const inside = Math.max(0, around.bounds.width - size.width);
  return [...new Set([...around.obstacles.map((rect) => rect.x), left, inside, right + COLUMN_GAP])].sort(
    (a, b) => a - b,
  );
}

/** The wanted height, and the places right above and below whatever stands in the way. */
function heightsFor(
  x: number,
  size: { readonly width: number; readonly height: number },
  level: number,
  around: Neighbourhood,
): number[] {
  const inTheWay = around.obstacles.filter(
    (rect) => rect.x < x + size.width + CLEARANCE && x < rect.x + rect.width + CLEARANCE,
  );
  const beside = inTheWay.flatMap((rect) => [
    rect.y - size.height - CLEARANCE,
    rect.y - size.height - DENSE_NODE_GAP,
    rect.y + rect.height + CLEARANCE,
    rect.y + rect.height + DENSE_NODE_GAP,
  ]);
  return [Math.max(0, Math.round(level)), 0, ...beside];
}
