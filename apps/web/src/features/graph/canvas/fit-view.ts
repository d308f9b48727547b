import type { Rect } from '../layout/layout-types.ts';
import { overlaps } from '../layout/rects.ts';

/** Screen position of the world: `screen = world * k + (x, y)`. */
export interface View {
  readonly k: number;
  readonly x: number;
  readonly y: number;
}

export interface Insets {
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
}

export interface FitInput {
  readonly bounds: Rect;
  readonly viewport: { readonly width: number; readonly height: number };
  readonly insets: Insets;
  /** Screen rects that no node should lie under: the minimap and the zoom buttons. */
  readonly obstacle: Rect | undefined;
  /** World rects that must be seen. */
  readonly content: readonly Rect[];
}

/** Fitting never magnifies more than this. */
export const MAX_FIT = 1.25;

/**
 * The view that shows everything, centred, as large as it goes. When something would lie under the obstacle, the
 * picture is moved within its free room; if that does not help it gets smaller, beside or above the obstacle.
 */
export function fitView(input: FitInput): View {
  const whole = fitInto(input, input.insets);
  const { obstacle } = input;
  if (obstacle === undefined || !covers(whole, input)) return whole;
  const nudged = nudge(whole, input);
  if (nudged !== undefined) return nudged;
  const beside = fitInto(input, { ...input.insets, left: obstacle.x + obstacle.width + 16 });
  const above = fitInto(input, { ...input.insets, bottom: input.viewport.height - obstacle.y + 12 });
  return beside.k >= above.k ? beside : above;
}

function fitInto({ bounds, viewport }: FitInput, insets: Insets): View {
  const width = Math.max(1, viewport.width - insets.left - insets.right);
  const height = Math.max(1, viewport.height - insets.top - insets.bottom);
  const k = Math.min(MAX_FIT, width / Math.max(1, bounds.width), height / Math.max(1, bounds.height));
  const x = insets.left + (width - bounds.width * k) / 2 - bounds.x * k;
  const y = insets.top + (height - bounds.height * k) / 2 - bounds.y * k;
  return { k, x: Math.round(x), y: Math.round(y) };
}

const toScreen = (view: View, rect: Rect): Rect => ({
  x: rect.x * view.k + view.x,
  y: rect.y * view.k + view.y,
  width: rect.width * view.k,
  height: rect.height * view.k,
});

function covers(view: View, input: FitInput): boolean {
  const { obstacle } = input;
  return obstacle !== undefined && input.content.some((rect) => overlaps(toScreen(view, rect), obstacle, 8));
}

/** Tries the room that is left above and at the right. */
function nudge(view: View, input: FitInput): View | undefined {
  const area = toScreen(view, input.bounds);
  const up = Math.max(0, area.y - input.insets.top);
  const right = Math.max(0, input.viewport.width - input.insets.right - area.x - area.width);
  for (const [dx, dy] of [
    [0, -up],
    [right, 0],
    [right, -up],
  ] as const) {
    const moved = { k: view.k, x: view.x + dx, y: view.y + dy };
    if (!covers(moved, input)) return moved;
  }
  return undefined;
}
