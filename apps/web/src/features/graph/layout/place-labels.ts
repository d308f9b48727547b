import { type EdgeWay, samplePoints } from './edge-curves.ts';
import type { Rect } from './layout-types.ts';
import { RectGrid } from './rect-grid.ts';

/** A label that wants a place: its size, and the way of its edge with the breadth of the line. */
export interface LabelWish {
  readonly id: string;
  readonly way: EdgeWay;
  readonly breadth: number;
  readonly width: number;
  readonly height: number;
}

/** Points that stand for a way, and the least for each of its curves. */
const SAMPLES = 20;
const LEAST_SAMPLES = 5;
/** Distance between a label and its own line. */
const OFFSET = 4;
/** What lies where: costs of covering it, per label. */
const NODE_COST = 1000;
const LABEL_COST = 600;
const LINE_COST = 60;
/** More pieces of lines below a label make it no worse. */
const MANY_LINES = 5;
/** Beyond this cost a label would only confuse: it is left out until the edge is looked at. */
const TOO_BAD = 560;

/** A second try, this much farther from the line, where a node is just in the way. */
const FARTHER = 9;
/** Cost of a px away from the line. */
const STRAY = 1.2;

const POSITIONS: readonly number[] = [0.5, 0.62, 0.4, 0.74, 0.3, 0.84, 0.2];

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Candidate {
  readonly rect: Rect;
  readonly cost: number;
}

/**
 * A place beside its line for every label, never on it: above or below where the line is flat, left or right where it
 * is steep. Greedy, in the order given: each label takes the cheapest place with regard to nodes, lines and the labels
 * before it. A label without any decent place gets none.
 */
export function placeLabels(
  wishes: readonly LabelWish[],
  nodes: readonly Rect[],
  ways: readonly EdgeWay[],
): Map<string, Rect> {
  const taken = new RectGrid(nodes);
  const lines = new RectGrid(ways.flatMap(lineRects));
  const labels = new RectGrid([]);
  const placed = new Map<string, Rect>();
  for (const wish of wishes) {
    let best: Candidate | undefined;
    for (const { rect, cost } of candidates(wish).sort((a, b) => a.cost - b.cost)) {
      if (best !== undefined && cost >= best.cost) break;
      const total =
        cost +
        NODE_COST * taken.count(rect, 2) +
        LABEL_COST * labels.count(rect, 3) +
        LINE_COST * Math.min(MANY_LINES, lines.count(rect, 0));
      if (best === undefined || total < best.cost) best = { rect, cost: total };
    }
    if (best === undefined || best.cost > TOO_BAD) continue;
    placed.set(wish.id, best.rect);
    labels.add(best.rect);
  }
  return placed;
}

/** A line as small rects, which a grid can find. */
function lineRects(way: EdgeWay): Rect[] {
  const points = samplePoints(way, way.curves.length === 1 ? 8 : 4);
  return points.slice(1).map((point, index) => {
    const before = points[index] ?? point;
    const x = Math.min(point.x, before.x);
    const y = Math.min(point.y, before.y);
    return { x, y, width: Math.abs(point.x - before.x), height: Math.abs(point.y - before.y) };
  });
}

function candidates(wish: LabelWish): Candidate[] {
  const points = samplePoints(wish.way, Math.max(LEAST_SAMPLES, Math.ceil(SAMPLES / wish.way.curves.length)));
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined) return [];
  const rising = last.y < first.y - 6;
  const falling = last.y > first.y + 6;
  const margin = wish.breadth / 2 + OFFSET;
  const found: Candidate[] = [];
  const flat = (left: number, near: Point, cost: number, farther = 0) => {
    const reach = { low: near.y, high: near.y };
    for (const point of points) if (point.x >= left - 2 && point.x <= left + wish.width + 2) widen(reach, point.y);
    const top = reach.low - margin - farther - wish.height;
    const bottom = reach.high + margin + farther;
    const base = { x: left, width: wish.width, height: wish.height };
    const stray = (y: number) => Math.max(0, Math.abs(y + wish.height / 2 - near.y) - margin - wish.height / 2) * STRAY;
    found.push({ rect: { ...base, y: top }, cost: cost + stray(top) + (falling ? 14 : 0) });
    found.push({ rect: { ...base, y: bottom }, cost: cost + stray(bottom) + (falling ? 0 : rising ? 14 : 9) });
  };
  for (const [order, t] of POSITIONS.entries()) {
    const at = points[Math.round(t * (points.length - 1))] ?? first;
    flat(at.x - wish.width / 2, at, order * 4);
    found.push(...besides(wish, points, at, margin, order * 4));
  }
  // Right beside the nodes at both ends: what is a little too wide for the gap between them finds room there.
  const [start, end] = first.x < last.x ? [first, last] : [last, first];
  flat(end.x - wish.width - 2, end, 16);
  flat(start.x + 8, start, 18);
  flat(end.x - wish.width - 2, end, 24, FARTHER);
  flat(start.x + 8, start, 26, FARTHER);
  return found;
}

function widen(reach: { low: number; high: number }, value: number): void {
  reach.low = Math.min(reach.low, value);
  reach.high = Math.max(reach.high, value);
}

/** Places left and right of a steep piece. */
function besides(wish: LabelWish, points: readonly Point[], at: Point, margin: number, cost: number): Candidate[] {
  const y = at.y - wish.height / 2;
  const reach = { low: at.x, high: at.x };
  for (const point of points) if (point.y >= y - 2 && point.y <= y + wish.height + 2) widen(reach, point.x);
  const leftmost = reach.low - margin - 2 - wish.width;
  const rightmost = reach.high + margin + 2;
  const base = { y, width: wish.width, height: wish.height };
  const stray = (x: number) => Math.max(0, Math.abs(x + wish.width / 2 - at.x) - margin - 2 - wish.width / 2) * STRAY;
  return [
    { rect: { x: leftmost, ...base }, cost: cost + stray(leftmost) + 5 },
    { rect: { x: rightmost, ...base }, cost: cost + stray(rightmost) + 6 },
  ];
}
