import type { Layers } from './layers.ts';

const ROUNDS = 16;
/** Below this difference two ends are made level: a nearly straight line looks like a mistake. */
const NEARLY_LEVEL = 14;

/**
 * The y of every item's top. Each column is moved towards what it is linked to, exactly: the least sum of weighted
 * squares that keeps order and distances is an isotonic regression (pool adjacent violators). Alternating sweeps
 * converge on a picture where chains are straight and a fan is centred on its source.
 */
export function assignY(layers: Layers, gapBetween: (upper: number, lower: number) => number): Float64Array {
  const y = new Float64Array(layers.items.length);
  const seps = layers.columns.map((column) =>
    column.map((item, at) => {
      const above = column[at - 1];
      return above === undefined ? 0 : (layers.items[above]?.height ?? 0) + gapBetween(above, item);
    }),
  );
  for (const [rank, column] of layers.columns.entries()) {
    const steps = seps[rank] ?? [];
    const total = steps.reduce((sum, step) => sum + step, 0) + (layers.items[column.at(-1) ?? 0]?.height ?? 0);
    let at = -total / 2;
    for (const [index, item] of column.entries()) {
      at += steps[index] ?? 0;
      y[item] = at;
    }
  }
  for (let round = 0; round < ROUNDS; round++) {
    const both = round >= ROUNDS / 2;
    sweep(layers, seps, y, true, both);
    sweep(layers, seps, y, false, both);
  }
  sweep(layers, seps, y, true, true);
  for (const item of y.keys()) y[item] = Math.round(y[item] ?? 0);
  level(layers, seps, y);
  return y;
}

function sweep(
  layers: Layers,
  seps: readonly (readonly number[])[],
  y: Float64Array,
  rightwards: boolean,
  both: boolean,
): void {
  const ranks = [...layers.columns.keys()];
  if (!rightwards) ranks.reverse();
  for (const rank of ranks) {
    const column = layers.columns[rank] ?? [];
    const wishes = column.map((item) => wish(layers, y, item, both || rightwards, both || !rightwards));
    place(column, seps[rank] ?? [], wishes, y);
  }
}

function wish(
  layers: Layers,
  y: Float64Array,
  item: number,
  left: boolean,
  right: boolean,
): { at: number; weight: number } {
  let sum = 0;
  let weight = 0;
  const add = (index: number) => {
    const segment = layers.segments[index];
    if (segment === undefined) return;
    const fromLeft = segment.right === item;
    const other = fromLeft ? segment.left : segment.right;
    const level =
      (y[other] ?? 0) +
      (fromLeft ? segment.leftOffset - segment.rightOffset : segment.rightOffset - segment.leftOffset);
    sum += level * segment.weight;
    weight += segment.weight;
  };
  if (left) for (const index of layers.toLeft[item] ?? []) add(index);
  if (right) for (const index of layers.toRight[item] ?? []) add(index);
  return weight === 0 ? { at: y[item] ?? 0, weight: 0.05 } : { at: sum / weight, weight };
}

/** Pool adjacent violators: the nearest places to the wishes that keep the order and the distances. */
function place(
  column: readonly number[],
  seps: readonly number[],
  wishes: readonly { at: number; weight: number }[],
  y: Float64Array,
): void {
  const pools: { mean: number; weight: number; size: number }[] = [];
  let shift = 0;
  const shifts = seps.map((sep) => (shift += sep));
  for (const [index, { at, weight }] of wishes.entries()) {
    let pool = { mean: at - (shifts[index] ?? 0), weight, size: 1 };
    for (let before = pools.at(-1); before !== undefined && before.mean > pool.mean; before = pools.at(-1)) {
      pools.pop();
      const sum = before.weight + pool.weight;
      pool = {
        mean: (before.mean * before.weight + pool.mean * pool.weight) / sum,
        weight: sum,
        size: before.size + pool.size,
      };
    }
    pools.push(pool);
  }
  let index = 0;
  for (const pool of pools) {
    for (let count = 0; count < pool.size; count++, index++) {
      const item = column[index];
      if (item !== undefined) y[item] = pool.mean + (shifts[index] ?? 0);
    }
  }
}

/** Makes nearly level segments level where there is room, heaviest first. */
function level(layers: Layers, seps: readonly (readonly number[])[], y: Float64Array): void {
  const at = new Map(
    layers.columns.flatMap((column, rank) => column.map((item, index) => [item, { rank, index }] as const)),
  );
  const fits = (item: number, top: number): boolean => {
    const { rank = 0, index = 0 } = at.get(item) ?? {};
    const above = layers.columns[rank]?.[index - 1];
    const below = layers.columns[rank]?.[index + 1];
    if (above !== undefined && top - (y[above] ?? 0) < (seps[rank]?.[index] ?? 0)) return false;
    return below === undefined || (y[below] ?? 0) - top >= (seps[rank]?.[index + 1] ?? 0);
  };
  const fixed = new Set<number>();
  const sorted = [...layers.segments.keys()].sort(
    (a, b) => (layers.segments[b]?.weight ?? 0) - (layers.segments[a]?.weight ?? 0) || a - b,
  );
  for (const index of sorted) {
    const segment = layers.segments[index];
    if (segment === undefined) continue;
    const gap = (y[segment.left] ?? 0) + segment.leftOffset - (y[segment.right] ?? 0) - segment.rightOffset;
    if (gap === 0 || Math.abs(gap) > NEARLY_LEVEL) {
      if (gap === 0) fixed.add(segment.left).add(segment.right);
      continue;
    }
    if (!fixed.has(segment.right) && fits(segment.right, (y[segment.right] ?? 0) + gap))
      y[segment.right] = (y[segment.right] ?? 0) + gap;
    else if (!fixed.has(segment.left) && fits(segment.left, (y[segment.left] ?? 0) - gap))
      y[segment.left] = (y[segment.left] ?? 0) - gap;
    else continue;
    fixed.add(segment.left).add(segment.right);
  }
}
