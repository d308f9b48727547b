import { type Quadtree, quadtree } from 'd3';
import { type EdgeWay, samplePoints } from '../layout/edge-curves.ts';
import type { Rect } from '../layout/layout-types.ts';
import { BOX_HEAD, REGION_HEAD } from '../layout/metrics.ts';

export type HitKind = 'node' | 'edge' | 'box' | 'region';

/** What lies at a place. `head` tells the title strip of a box or region from its ground. */
export interface Hit {
  readonly kind: HitKind;
  readonly id: string;
  readonly head: boolean;
}

interface Identified {
  readonly id: string;
  readonly rect: Rect;
}

export interface HitTargets {
  readonly nodes: readonly Identified[];
  readonly boxes: readonly Identified[];
  readonly regions: readonly Identified[];
  readonly edges: readonly { readonly id: string; readonly way: EdgeWay; readonly breadth: number }[];
}

interface Piece {
  readonly id: string;
  readonly breadth: number;
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

const PIECES_PER_CURVE = 10;
const CELL = 96;

/** Finds what is at a place: nodes first, then lines within reach, then boxes, then regions. */
export interface HitIndex {
  /** `reach` is how far from a line still counts, in world px. */
  at(x: number, y: number, reach: number): Hit | undefined;
}

export function createHitIndex(targets: HitTargets): HitIndex {
  const nodes = indexNodes(targets.nodes);
  const pieces = indexPieces(targets);
  return {
    at(x, y, reach) {
      const node = nodes(x, y);
      if (node !== undefined) return { kind: 'node', id: node, head: false };
      const edge = nearestEdge(pieces, x, y, reach);
      if (edge !== undefined) return { kind: 'edge', id: edge, head: false };
      return areaAt('box', targets.boxes, x, y, BOX_HEAD) ?? areaAt('region', targets.regions, x, y, REGION_HEAD - 6);
    },
  };
}

const contains = (rect: Rect, x: number, y: number): boolean =>
  x >= rect.x && x <= rect.x + rect.width && y >= rect.y && y <= rect.y + rect.height;

/** A quadtree of the nodes' centres; around a place all centres within half the largest node are looked at. */
function indexNodes(nodes: readonly Identified[]): (x: number, y: number) => string | undefined {
  const halfWidth = Math.max(0, ...nodes.map(({ rect }) => rect.width / 2));
  const halfHeight = Math.max(0, ...nodes.map(({ rect }) => rect.height / 2));
  const tree: Quadtree<Identified> = quadtree<Identified>()
    .x(({ rect }) => rect.x + rect.width / 2)
    .y(({ rect }) => rect.y + rect.height / 2)
    .addAll([...nodes]);
  return (x, y) => {
    let found: string | undefined;
    tree.visit((cell, x0, y0, x1, y1) => {
      if (found !== undefined) return true;
      if (!('length' in cell) || cell.length === undefined) {
        let leaf: typeof cell | undefined = cell;
        while (leaf !== undefined && 'data' in leaf) {
          if (contains(leaf.data.rect, x, y)) found = leaf.data.id;
          leaf = leaf.next;
        }
      }
      return x0 > x + halfWidth || x1 < x - halfWidth || y0 > y + halfHeight || y1 < y - halfHeight;
    });
    return found;
  };
}

function indexPieces(targets: HitTargets): ReadonlyMap<number, readonly Piece[]> {
  const cells = new Map<number, Piece[]>();
  for (const { id, way, breadth } of targets.edges) {
    const points = samplePoints(way, PIECES_PER_CURVE);
    for (const [index, point] of points.entries()) {
      const before = points[index - 1];
      if (before === undefined) continue;
      const piece = { id, breadth, x0: before.x, y0: before.y, x1: point.x, y1: point.y };
      for (const key of cellsOf(piece, 0)) {
        const cell = cells.get(key);
        if (cell === undefined) cells.set(key, [piece]);
        else cell.push(piece);
      }
    }
  }
  return cells;
}

function* cellsOf(piece: Pick<Piece, 'x0' | 'y0' | 'x1' | 'y1'>, reach: number): Generator<number> {
  const left = Math.floor((Math.min(piece.x0, piece.x1) - reach) / CELL);
  const right = Math.floor((Math.max(piece.x0, piece.x1) + reach) / CELL);
  const top = Math.floor((Math.min(piece.y0, piece.y1) - reach) / CELL);
  const bottom = Math.floor((Math.max(piece.y0, piece.y1) + reach) / CELL);
  for (let row = top; row <= bottom; row++)
    for (let column = left; column <= right; column++) yield row * 100_003 + column;
}

function nearestEdge(
  cells: ReadonlyMap<number, readonly Piece[]>,
  x: number,
  y: number,
  reach: number,
): string | undefined {
  let best: string | undefined;
  let least = reach;
  for (const key of cellsOf({ x0: x, y0: y, x1: x, y1: y }, reach + 12)) {
    for (const piece of cells.get(key) ?? []) {
      const distance = distanceToPiece(piece, x, y) - piece.breadth / 2;
      if (distance > least) continue;
      least = distance;
      best = piece.id;
    }
  }
  return best;
}

function distanceToPiece(piece: Piece, x: number, y: number): number {
  const dx = piece.x1 - piece.x0;
  const dy = piece.y1 - piece.y0;
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - piece.x0) * dx + (y - piece.y0) * dy) / length));
  return Math.hypot(x - piece.x0 - t * dx, y - piece.y0 - t * dy);
}

function areaAt(kind: HitKind, areas: readonly Identified[], x: number, y: number, head: number): Hit | undefined {
  const area = areas.find(({ rect }) => contains(rect, x, y));
  return area === undefined ? undefined : { kind, id: area.id, head: y <= area.rect.y + head };
}
