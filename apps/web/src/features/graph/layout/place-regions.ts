import type { Inside } from './lay-out-region.ts';
import type { Layout, LayoutNode, LayoutRegion, PlacedRegion, Rect } from './layout-types.ts';
import { FREE_GAP, REGION_GAP, REGION_HEAD, REGION_PADDING } from './metrics.ts';
import { packRegions } from './pack-regions.ts';
import { overlaps } from './rects.ts';

/** A region, what is in it, and how many nodes and edges that is. */
export interface RegionInside {
  readonly region: LayoutRegion;
  readonly inside: Inside;
  readonly count: number;
  readonly edges: number;
  /** Whether its inside was kept from the layout before. */
  readonly kept: boolean;
}

/** Up to this many nodes a region that needs more room has all packed anew: the picture is small enough to follow. */
export const SMALL_GRAPH = 80;

/** Places the regions; those that were there stay, unless most of the picture is another one. */
export function placeRegions(
  insides: readonly RegionInside[],
  free: readonly LayoutNode[],
  aspect: number,
  previous: Layout | undefined,
): PlacedRegion[] {
  const sizes = insides.map(({ region, inside }) => ({
    id: region.id,
    width: Math.max(inside.width + 2 * REGION_PADDING, region.headWidth, 240),
    height: REGION_HEAD + inside.height + REGION_PADDING,
  }));
  const edges = new Map(insides.map(({ region, edges: count }) => [region.id, count]));
  const place = (id: string, rect: Rect): PlacedRegion => ({ ...rect, id, edges: edges.get(id) ?? 0 });
  const fresh = () => [...packRegions(sizes, aspect, surroundings(free))].map(([id, rect]) => place(id, rect));
  if (previous === undefined || !worthKeeping(insides, previous)) return fresh();
  const total = insides.reduce((sum, { count }) => sum + count, 0);
  const before = new Map(previous.regions.map((region) => [region.id, region]));
  const placed = new Map<string, Rect>();
  for (const size of sizes) {
    const old = before.get(size.id);
    if (old === undefined) continue;
    placed.set(size.id, {
      x: old.x,
      y: old.y,
      width: Math.max(old.width, size.width),
      height: Math.max(old.height, size.height),
    });
  }
  if (total <= SMALL_GRAPH && sizes.some(({ id }) => differs(placed.get(id), before.get(id)))) return fresh();
  for (const size of sizes) {
    const rect = placed.get(size.id);
    const grown = rect !== undefined && differs(rect, before.get(size.id));
    if (rect !== undefined && !(grown && collides(size.id, rect, placed))) continue;
    placed.delete(size.id);
    placed.set(size.id, belowShortest(rect ?? { x: 0, y: 0, width: size.width, height: size.height }, placed));
  }
  return sizes.flatMap(({ id }) => {
    const rect = placed.get(id);
    return rect === undefined ? [] : [place(id, rect)];
  });
}

/** Free nodes stand in one column left and one column right of the regions. */
function surroundings(free: readonly LayoutNode[]): { width: number; height: number } {
  let width = 0;
  let height = 0;
  for (const side of ['entry', 'exit'] as const) {
    const column = free.filter((node) => node.side === side);
    if (column.length === 0) continue;
    width += Math.max(...column.map((node) => node.width)) + FREE_GAP;
    height = Math.max(
      height,
      column.reduce((sum, node) => sum + node.height + REGION_GAP, 0),
    );
  }
  return { width, height };
}

/** Old places are kept while most regions are the same; otherwise there would be holes, or a long tail. */
function worthKeeping(insides: readonly RegionInside[], previous: Layout): boolean {
  const before = new Set(previous.regions.map((region) => region.id));
  const same = insides.filter(({ region }) => before.has(region.id)).length;
  const kept = insides.filter((inside) => inside.kept).length;
  return same > 0 && same * 2 > before.size && same * 3 > insides.length * 2 && kept * 2 >= insides.length;
}

const differs = (rect: Rect | undefined, old: Rect | undefined): boolean =>
  rect === undefined || old === undefined || rect.width > old.width || rect.height > old.height;

const collides = (id: string, rect: Rect, placed: ReadonlyMap<string, Rect>): boolean =>
  [...placed].some(([other, place]) => other !== id && overlaps(rect, place, REGION_GAP - 8));

/** The highest place under an existing column where the rect hits nothing. */
function belowShortest(size: Rect, placed: ReadonlyMap<string, Rect>): Rect {
  const rects = [...placed.values()];
  let best: Rect = { ...size, x: 0, y: 0 };
  let found = rects.length === 0;
  for (const x of new Set([0, ...rects.map((rect) => rect.x)])) {
    const inTheWay = rects.filter(
      (rect) => rect.x < x + size.width + REGION_GAP && x < rect.x + rect.width + REGION_GAP,
    );
    const y = Math.max(0, ...inTheWay.map((rect) => rect.y + rect.height + REGION_GAP));
    if (found && y >= best.y) continue;
    best = { ...size, x, y };
    found = true;
  }
  return best;
}
