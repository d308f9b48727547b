import type { Rect } from './layout-types.ts';
import { overlaps } from './rects.ts';

const CELL = 128;

/** Rects in square cells, so that those near a place are found without looking at all. */
export class RectGrid {
  private readonly cells = new Map<number, Rect[]>();

  constructor(rects: readonly Rect[]) {
    for (const rect of rects) this.add(rect);
  }

  add(rect: Rect): void {
    this.visit(rect, 0, (key) => {
      const cell = this.cells.get(key);
      if (cell === undefined) this.cells.set(key, [rect]);
      else cell.push(rect);
    });
  }

  /** How many rects come nearer to this one than `gap`; one that lies in several cells may count more than once. */
  count(rect: Rect, gap: number): number {
    let count = 0;
    this.visit(rect, gap, (key) => {
      for (const other of this.cells.get(key) ?? []) if (overlaps(rect, other, gap)) count += 1;
    });
    return count;
  }

  private visit(rect: Rect, gap: number, each: (key: number) => void): void {
    const left = Math.floor((rect.x - gap) / CELL);
    const right = Math.floor((rect.x + rect.width + gap) / CELL);
    const top = Math.floor((rect.y - gap) / CELL);
    const bottom = Math.floor((rect.y + rect.height + gap) / CELL);
    for (let row = top; row <= bottom; row++)
      for (let column = left; column <= right; column++) each(row * 100_003 + column);
  }
}
