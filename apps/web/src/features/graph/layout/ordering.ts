import type { Layers } from './layers.ts';

const SWEEPS = 10;
/** Room between neighbours in the order keys: offsets within a block stay below it. */
const STEP = 10_000;

/** Orders every column so that few lines cross: barycentre sweeps, then swaps of neighbours; the best order wins. */
export function orderColumns(layers: Layers): void {
  const place = new Float64Array(layers.items.length);
  const write = (column: readonly number[]) => {
    for (const [at, item] of column.entries()) place[item] = at * STEP;
  };
  walkOrder(layers);
  for (const column of layers.columns) write(column);
  let best = layers.columns.map((column) => [...column]);
  let fewest = countCrossings(layers, place);
  for (let sweep = 0; sweep < SWEEPS && fewest > 0; sweep++) {
    const rightwards = sweep % 2 === 0;
    const columns = rightwards ? layers.columns : [...layers.columns].reverse();
    for (const column of columns) {
      sortByBarycentre(layers, column, place, rightwards);
      write(column);
    }
    if (layers.items.length < 800) for (const column of layers.columns) swapNeighbours(layers, column, place);
    const crossings = countCrossings(layers, place);
    if (crossings >= fewest) continue;
    fewest = crossings;
    best = layers.columns.map((column) => [...column]);
  }
  for (const [rank, column] of best.entries()) layers.columns[rank] = column;
}

/** First order: depth first from the left, so that what belongs together starts together. */
function walkOrder(layers: Layers): void {
  const seen = new Set<number>();
  const columns: number[][] = layers.columns.map(() => []);
  const stack = layers.columns.flat().reverse();
  while (stack.length > 0) {
    const item = stack.pop();
    if (item === undefined || seen.has(item)) continue;
    seen.add(item);
    columns[layers.items[item]?.rank ?? 0]?.push(item);
    for (const at of [...(layers.toRight[item] ?? [])].reverse()) {
      const next = layers.segments[at]?.right;
      if (next !== undefined && !seen.has(next)) stack.push(next);
    }
  }
  for (const [rank, column] of columns.entries()) layers.columns[rank] = column;
}

function sortByBarycentre(layers: Layers, column: number[], place: Float64Array, rightwards: boolean): void {
  const keys = new Map<number, number>();
  for (const item of column) {
    const ends = neighbourPlaces(layers, item, place, rightwards);
    const own = place[item] ?? 0;
    keys.set(item, ends.length === 0 ? own : ends.reduce((sum, end) => sum + end, 0) / ends.length);
  }
  column.sort((a, b) => (keys.get(a) ?? 0) - (keys.get(b) ?? 0) || (place[a] ?? 0) - (place[b] ?? 0));
}

function neighbourPlaces(layers: Layers, item: number, place: Float64Array, left: boolean): number[] {
  const list = (left ? layers.toLeft : layers.toRight)[item] ?? [];
  return list.map((at) => {
    const segment = layers.segments[at];
    if (segment === undefined) return 0;
    return left ? (place[segment.left] ?? 0) + segment.leftOffset : (place[segment.right] ?? 0) + segment.rightOffset;
  });
}

function swapNeighbours(layers: Layers, column: number[], place: Float64Array): void {
  for (let at = 0; at + 1 < column.length; at++) {
    const upper = column[at] ?? 0;
    const lower = column[at + 1] ?? 0;
    let gain = 0;
    for (const left of [true, false]) {
      const above = neighbourPlaces(layers, upper, place, left);
      const below = neighbourPlaces(layers, lower, place, left);
      for (const a of above) for (const b of below) gain += Math.sign(a - b);
    }
    if (gain <= 0) continue;
    column[at] = lower;
    column[at + 1] = upper;
    place[lower] = at * STEP;
    place[upper] = (at + 1) * STEP;
  }
}

/** Number of crossings: inversions of the right ends when segments are sorted by their left ends. */
export function countCrossings(layers: Layers, place: Float64Array): number {
  const byRank: { left: number; right: number }[][] = layers.columns.map(() => []);
  for (const segment of layers.segments) {
    const left = (place[segment.left] ?? 0) + segment.leftOffset;
    const right = (place[segment.right] ?? 0) + segment.rightOffset;
    byRank[layers.items[segment.left]?.rank ?? 0]?.push({ left, right });
  }
  let total = 0;
  for (const list of byRank) {
    list.sort((a, b) => a.left - b.left || a.right - b.right);
    total += inversions(list.map((segment) => segment.right));
  }
  return total;
}

/** Counts pairs in the wrong order with a Fenwick tree over the sorted values. */
function inversions(values: readonly number[]): number {
  const sorted = [...new Set(values)].sort((a, b) => a - b);
  const index = new Map(sorted.map((value, at) => [value, at + 1]));
  const tree = new Int32Array(sorted.length + 1);
  let total = 0;
  for (const [seen, value] of values.entries()) {
    const rank = index.get(value) ?? 0;
    let notAbove = 0;
    for (let at = rank; at > 0; at -= at & -at) notAbove += tree[at] ?? 0;
    total += seen - notAbove;
    for (let at = rank; at < tree.length; at += at & -at) tree[at] = (tree[at] ?? 0) + 1;
  }
  return total;
}
