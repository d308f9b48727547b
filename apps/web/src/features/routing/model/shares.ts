/**
 * Slider algebra (DESIGN W9): whole weights that always add up to their total, exactly, by largest remainder.
 * Pure: no clock, no DOM. Weights are whole numbers of the route's own total, never percentages.
 */

/** One row of the dialog. `weight` is a whole number from 0 to the total. */
export interface ShareRow {
  readonly key: string;
  readonly weight: number;
  readonly locked: boolean;
}

/** The sum of the rows' weights. */
export const totalOf = (rows: readonly ShareRow[]): number => rows.reduce((sum, row) => sum + row.weight, 0);

/**
 * Splits `total` in proportion to `parts` into whole numbers that add up to it exactly: everybody gets the whole part of
 * their quota, and what is left goes to the largest remainders, ties by order. Parts that are all 0 share evenly.
 */
export function apportion(total: number, parts: readonly number[]): number[] {
  if (parts.length === 0) return [];
  const sum = parts.reduce((a, b) => a + b, 0);
  const quotas = parts.map((part) => (sum === 0 ? total / parts.length : (total * part) / sum));
  const whole = quotas.map((quota) => Math.floor(quota));
  const left = total - whole.reduce((a, b) => a + b, 0);
  const order = quotas
    .map((quota, index) => ({ index, remainder: quota - Math.floor(quota) }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  for (const { index } of order.slice(0, left)) whole[index] = (whole[index] ?? 0) + 1;
  return whole;
}

/** The highest weight that a row can take while locks hold; its own weight when nothing else can give. */
export function highestWeight(rows: readonly ShareRow[], key: string): number {
  const others = rows.filter((row) => row.key !== key);
  if (!others.some((row) => !row.locked)) return rows.find((row) => row.key === key)?.weight ?? 0;
  return totalOf(rows) - totalOf(others.filter((row) => row.locked));
}

/**
 * Moves one row to a weight and redistributes the rest among the unlocked rows in proportion to what they had in `start`
 * (evenly when they had nothing). `start` is the state at the start of the drag, so that moving back gives the old split.
 * A locked row does not move; a move stops where locks leave no room.
 */
export function moveRow(start: readonly ShareRow[], key: string, weight: number): readonly ShareRow[] {
  const moved = start.find((row) => row.key === key);
  if (moved === undefined || moved.locked) return start;
  const free = start.filter((row) => row.key !== key && !row.locked);
  if (free.length === 0) return start;
  const target = Math.max(0, Math.min(highestWeight(start, key), Math.round(weight)));
  if (target === moved.weight) return start;
  const rest = highestWeight(start, key) - target;
  const given = apportion(
    rest,
    free.map((row) => row.weight),
  );
  const byKey = new Map(free.map((row, index) => [row.key, given[index] ?? 0]));
  return start.map((row) => {
    if (row.key === key) return { ...row, weight: target };
    const redistributed = byKey.get(row.key);
    return redistributed === undefined ? row : { ...row, weight: redistributed };
  });
}

/** The same proportions in another total. Locks stay on; their weights are scaled like all others. */
export function rescale(rows: readonly ShareRow[], total: number): readonly ShareRow[] {
  const weights = apportion(
    total,
    rows.map((row) => row.weight),
  );
  return rows.map((row, index) => ({ ...row, weight: weights[index] ?? 0 }));
}

/** W4: a move works in the existing total when it is 100 or more, otherwise the total becomes 100. */
export const workingTotal = (total: number): number => Math.max(total, 100);

/** Share of a row in percent, 0..100. */
export const percentOf = (weight: number, total: number): number => (total === 0 ? 0 : (100 * weight) / total);

/** The weight that stands for a percentage in a total. */
export const weightForPercent = (percent: number, total: number): number => Math.round((percent / 100) * total);

/** Gives the unlocked room to the unlocked rows in proportion to `parts` (by key). */
export function distribute(rows: readonly ShareRow[], parts: ReadonlyMap<string, number>): readonly ShareRow[] {
  const free = rows.filter((row) => !row.locked);
  const room = totalOf(rows) - totalOf(rows.filter((row) => row.locked));
  const given = apportion(
    room,
    free.map((row) => parts.get(row.key) ?? 0),
  );
  const byKey = new Map(free.map((row, index) => [row.key, given[index] ?? 0]));
  return rows.map((row) => ({ ...row, weight: byKey.get(row.key) ?? row.weight }));
}
