import type { Rect } from './layout-types.ts';
import { REGION_GAP } from './metrics.ts';

export interface RegionSize {
  readonly id: string;
  readonly width: number;
  readonly height: number;
}

/** What stands beside the regions and has to fit on the screen with them. */
export interface Surroundings {
  readonly width: number;
  readonly height: number;
}

/**
 * Places regions in columns, in the given order from top to bottom and then to the right, with as many columns as let
 * everything be seen largest in a viewport of this aspect. Regions are stretched to their column's width.
 */
export function packRegions(
  sizes: readonly RegionSize[],
  aspect: number,
  around: Surroundings,
): ReadonlyMap<string, Rect> {
  let best: { places: ReadonlyMap<string, Rect>; scale: number } | undefined;
  for (let columns = 1; columns <= Math.min(sizes.length, 14); columns++) {
    const places = inColumns(sizes, columns);
    const right = Math.max(0, ...[...places.values()].map((rect) => rect.x + rect.width));
    const bottom = Math.max(0, ...[...places.values()].map((rect) => rect.y + rect.height));
    const scale = Math.min(aspect / (right + around.width), 1 / Math.max(bottom, around.height));
    if (best === undefined || scale > best.scale * 1.0001) best = { places, scale };
  }
  return best?.places ?? new Map();
}

function inColumns(sizes: readonly RegionSize[], count: number): ReadonlyMap<string, Rect> {
  const places = new Map<string, Rect>();
  let x = 0;
  for (const column of partition(sizes, count)) {
    const width = Math.max(...column.map((size) => size.width));
    let y = 0;
    for (const size of column) {
      places.set(size.id, { x, y, width, height: size.height });
      y += size.height + REGION_GAP;
    }
    x += width + REGION_GAP;
  }
  return places;
}

/** Cuts the list into at most `count` runs with the least greatest height, by bisection. */
function partition(sizes: readonly RegionSize[], count: number): RegionSize[][] {
  let low = Math.max(...sizes.map((size) => size.height));
  let high = sizes.reduce((sum, size) => sum + size.height + REGION_GAP, 0);
  while (high - low > 1) {
    const middle = (low + high) / 2;
    if (cut(sizes, middle).length <= count) high = middle;
    else low = middle;
  }
  return cut(sizes, high);
}

function cut(sizes: readonly RegionSize[], limit: number): RegionSize[][] {
  const runs: RegionSize[][] = [];
  let height = Number.POSITIVE_INFINITY;
  for (const size of sizes) {
    if (height + REGION_GAP + size.height <= limit) {
      runs.at(-1)?.push(size);
      height += REGION_GAP + size.height;
    } else {
      runs.push([size]);
      height = size.height;
    }
  }
  return runs;
}
