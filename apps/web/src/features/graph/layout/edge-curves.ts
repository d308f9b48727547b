import type { Bend, Rect } from './layout-types.ts';

/** A cubic Bézier piece. */
export interface Curve {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  readonly x3: number;
  readonly y3: number;
}

/** The drawn way of an edge: curves end to end, and the arrow's tip with its direction (1 right, -1 left). */
export interface EdgeWay {
  readonly curves: readonly Curve[];
  readonly tipX: number;
  readonly tipY: number;
  readonly direction: 1 | -1;
}

/** Which side of both nodes an edge uses. */
export type EdgeSides = 'forward' | 'backward' | 'around' | 'loop';

/** Least room between two nodes for a line with horizontal tangents. */
const LEAST_RUN = 20;
const AROUND = 44;
/** The tip stays this far from the node, so that both outlines show. */
const TIP_GAP = 1;

/** Length of the arrow's head at a line of this breadth. */
export const headLength = (breadth: number): number => Math.max(7, breadth * 0.62 + 2.5);

/** The line ends just inside the head, so that no gap shows. */
const lineEnd = (breadth: number): number => headLength(breadth) - 2;

/** How an edge runs between two places: rightwards, leftwards, or around the right ends of nodes above each other. */
export function edgeSides(source: Rect, target: Rect): EdgeSides {
  if (source === target) return 'loop';
  if (target.x - (source.x + source.width) >= LEAST_RUN) return 'forward';
  if (source.x - (target.x + target.width) >= LEAST_RUN) return 'backward';
  return 'around';
}

/** What a way depends on: both nodes, the heights of its ports, its breadth, and where it passes columns of nodes. */
export interface WayInput {
  readonly source: Rect;
  readonly sourceY: number;
  readonly target: Rect;
  readonly targetY: number;
  readonly breadth: number;
  /** From left to right. */
  readonly bends?: readonly Bend[];
}

/** The way between two ports. */
export function edgeWay(input: WayInput): EdgeWay {
  const { source, sourceY, target, targetY, bends = [] } = input;
  const sides = edgeSides(source, target);
  if (sides === 'loop') return loopWay(source);
  if (sides === 'around') return aroundWay(input);
  const direction = sides === 'forward' ? 1 : -1;
  const startX = direction === 1 ? source.x + source.width : source.x;
  const tipX = direction === 1 ? target.x - TIP_GAP : target.x + target.width + TIP_GAP;
  const endX = tipX - direction * lineEnd(input.breadth);
  const curves: Curve[] = [];
  let x = startX;
  let y = sourceY;
  for (const bend of direction === 1 ? bends : [...bends].reverse()) {
    const enter = direction === 1 ? bend.x1 : bend.x2;
    const leave = direction === 1 ? bend.x2 : bend.x1;
    if ((enter - x) * direction < 0 || (endX - leave) * direction < 0) continue;
    curves.push(sCurve(x, y, enter, bend.y), line(enter, leave, bend.y));
    x = leave;
    y = bend.y;
  }
  curves.push(sCurve(x, y, endX, targetY));
  return { curves, tipX, tipY: targetY, direction };
}

/** Horizontal at both ends; steeper than a half so that far levels do not make long diagonals. */
function sCurve(x0: number, y0: number, x3: number, y3: number): Curve {
  const reach = (x3 - x0) / 2;
  return { x0, y0, x1: x0 + reach, y1: y0, x2: x3 - reach, y2: y3, x3, y3 };
}

function line(x0: number, x3: number, y: number): Curve {
  const third = (x3 - x0) / 3;
  return { x0, y0: y, x1: x0 + third, y1: y, x2: x3 - third, y2: y, x3, y3: y };
}

function aroundWay({ source, sourceY, target, targetY, breadth }: WayInput): EdgeWay {
  const startX = source.x + source.width;
  const tipX = target.x + target.width + TIP_GAP;
  const far = Math.max(startX, tipX) + AROUND;
  const endX = tipX + lineEnd(breadth);
  const curve = { x0: startX, y0: sourceY, x1: far, y1: sourceY, x2: far, y2: targetY, x3: endX, y3: targetY };
  return { curves: [curve], tipX, tipY: targetY, direction: -1 };
}

/** A node that calls itself: a small loop over its upper right corner. */
function loopWay(node: Rect): EdgeWay {
  const right = node.x + node.width;
  const y0 = node.y + 14;
  const y3 = node.y + 34;
  const curve = { x0: right, y0, x1: right + 34, y1: y0 - 12, x2: right + 34, y2: y3 + 4, x3: right + 6, y3 };
  return { curves: [curve], tipX: right + TIP_GAP, tipY: y3, direction: -1 };
}

/** The point of a curve at t in 0..1. */
export function pointOn(curve: Curve, t: number): { x: number; y: number } {
  const u = 1 - t;
  const a = u * u * u;
  const b = 3 * u * u * t;
  const c = 3 * u * t * t;
  const d = t * t * t;
  return {
    x: a * curve.x0 + b * curve.x1 + c * curve.x2 + d * curve.x3,
    y: a * curve.y0 + b * curve.y1 + c * curve.y2 + d * curve.y3,
  };
}

/** Points along a way, evenly by parameter; `perCurve` pieces of each curve. */
export function samplePoints(way: EdgeWay, perCurve: number): { x: number; y: number }[] {
  const points: { x: number; y: number }[] = [];
  for (const [index, curve] of way.curves.entries()) {
    for (let step = index === 0 ? 0 : 1; step <= perCurve; step++) points.push(pointOn(curve, step / perCurve));
  }
  return points;
}
