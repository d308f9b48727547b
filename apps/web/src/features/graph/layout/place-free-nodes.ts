import type { Layout, LayoutInput, LayoutNode, PlacedNode, PlacedRegion } from './layout-types.ts';
import { FREE_GAP, REGION_HEAD } from './metrics.ts';
import type { RegionInside } from './place-regions.ts';
import { boundsOf } from './rects.ts';

const GAP = 28;

/** Places gateways and unknown callers in a column left of the regions, and what lies outside the mesh right of them. */
export function placeFreeNodes(
  free: readonly LayoutNode[],
  input: LayoutInput,
  insides: readonly RegionInside[],
  regions: readonly PlacedRegion[],
  previous: Layout | undefined,
): PlacedNode[] {
  const levels = nodeLevels(insides, regions);
  const area = boundsOf(regions);
  const before = new Map(previous?.nodes.filter((node) => node.region === undefined).map((node) => [node.id, node]));
  const placed: PlacedNode[] = [];
  for (const side of ['entry', 'exit'] as const) {
    const column = free.filter((node) => node.side === side);
    if (column.length === 0) continue;
    const width = Math.max(...column.map((node) => node.width));
    const x = side === 'entry' ? area.x - FREE_GAP - width : area.x + area.width + FREE_GAP;
    placed.push(...placeColumn(column, { x, width, middle: area.y + area.height / 2 }, wishes(input, levels), before));
  }
  return placed;
}

/** The y of every node's centre inside the regions. */
function nodeLevels(insides: readonly RegionInside[], regions: readonly PlacedRegion[]): ReadonlyMap<string, number> {
  const places = new Map(regions.map((region) => [region.id, region]));
  const levels = new Map<string, number>();
  for (const { region, inside } of insides) {
    const top = (places.get(region.id)?.y ?? 0) + REGION_HEAD;
    for (const node of inside.nodes) levels.set(node.id, top + node.y + node.height / 2);
  }
  return levels;
}

/** For each free node the mean height of what it is linked to. */
function wishes(input: LayoutInput, levels: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const sums = new Map<string, { sum: number; count: number }>();
  const add = (id: string, other: string) => {
    const level = levels.get(other);
    if (level === undefined) return;
    const known = sums.get(id) ?? { sum: 0, count: 0 };
    sums.set(id, { sum: known.sum + level, count: known.count + 1 });
  };
  for (const edge of input.edges) {
    if (!levels.has(edge.source)) add(edge.source, edge.target);
    if (!levels.has(edge.target)) add(edge.target, edge.source);
  }
  return new Map([...sums].map(([id, { sum, count }]) => [id, sum / count]));
}

function placeColumn(
  nodes: readonly LayoutNode[],
  column: { readonly x: number; readonly width: number; readonly middle: number },
  wanted: ReadonlyMap<string, number>,
  before: ReadonlyMap<string, PlacedNode>,
): PlacedNode[] {
  const place = (node: LayoutNode, x: number, y: number, width: number): PlacedNode => ({
    id: node.id,
    region: undefined,
    box: undefined,
    x,
    y: Math.round(y),
    width,
    height: node.height,
  });
  const done: PlacedNode[] = [];
  const rest: { node: LayoutNode; y: number }[] = [];
  for (const node of nodes) {
    const old = before.get(node.id);
    if (old !== undefined && Math.abs(old.x - column.x) < 1) done.push(place(node, old.x, old.y, old.width));
    else rest.push({ node, y: (wanted.get(node.id) ?? column.middle) - node.height / 2 });
  }
  rest.sort((a, b) => a.y - b.y || (a.node.id < b.node.id ? -1 : 1));
  if (done.length === 0) return spread(rest).map(({ node, y }) => place(node, column.x, y, column.width));
  for (const { node, y } of rest) done.push(place(node, column.x, freeLevel(y, node.height, done), column.width));
  return done;
}

/** Moves nodes apart just as far as needed, groups staying centred on their wishes (pool adjacent violators). */
function spread(sorted: readonly { node: LayoutNode; y: number }[]): { node: LayoutNode; y: number }[] {
  const pools: { mean: number; count: number }[] = [];
  let shift = 0;
  const shifts: number[] = [];
  for (const { node, y } of sorted) {
    shifts.push(shift);
    let pool = { mean: y - shift, count: 1 };
    for (let above = pools.at(-1); above !== undefined && above.mean > pool.mean; above = pools.at(-1)) {
      pools.pop();
      const count = above.count + pool.count;
      pool = { mean: (above.mean * above.count + pool.mean * pool.count) / count, count };
    }
    pools.push(pool);
    shift += node.height + GAP;
  }
  const means = pools.flatMap((pool) => Array.from({ length: pool.count }, () => pool.mean));
  return sorted.map(({ node }, index) => ({ node, y: (means[index] ?? 0) + (shifts[index] ?? 0) }));
}

function freeLevel(wanted: number, height: number, taken: readonly PlacedNode[]): number {
  const free = (y: number) => !taken.some((other) => y < other.y + other.height + GAP && other.y < y + height + GAP);
  const candidates = [wanted, ...taken.flatMap((other) => [other.y - height - GAP, other.y + other.height + GAP])];
  const possible = candidates.filter(free).sort((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted) || a - b);
  return possible[0] ?? wanted;
}
