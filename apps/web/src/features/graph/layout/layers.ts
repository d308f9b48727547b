import type { BlockGraph } from './blocks.ts';

/** One entry of a column: a block, or the place where a long edge passes it (`block` is -1). */
export interface Item {
  readonly block: number;
  readonly height: number;
  rank: number;
}

/** A piece of an edge between neighbouring columns; offsets are below the items' tops. */
export interface Segment {
  readonly left: number;
  readonly leftOffset: number;
  readonly right: number;
  readonly rightOffset: number;
  /** How much it wants to be straight. */
  readonly weight: number;
}

/** Columns of items with segments between neighbours. */
export interface Layers {
  readonly items: readonly Item[];
  readonly columns: number[][];
  readonly segments: readonly Segment[];
  readonly toLeft: readonly (readonly number[])[];
  readonly toRight: readonly (readonly number[])[];
  /** For each link, its passing items from left to right. */
  readonly passing: readonly (readonly number[])[];
}

/** How much a link that is the only one at both ends wants to be straight. */
const SOLE_WEIGHT = 12;

/** Height that a passing edge keeps free. */
const LANE = 8;
/** Above so many passing items long edges are drawn without them: places would cost more than they help. */
const MAX_PASSING = 6000;

/** Turns ranked blocks into columns, with passing items where an edge spans several. */
export function makeLayers(graph: BlockGraph, ranks: readonly number[]): Layers {
  const items: Item[] = graph.blocks.map((block, index) => ({
    block: index,
    height: block.height,
    rank: ranks[index] ?? 0,
  }));
  const segments: Segment[] = [];
  const passing: number[][] = [];
  const straight = soleLinks(graph);
  for (const [index, link] of graph.links.entries()) {
    const swap = (ranks[link.from] ?? 0) > (ranks[link.to] ?? 0);
    const [left, leftOffset, right, rightOffset] = swap
      ? [link.to, link.toOffset, link.from, link.fromOffset]
      : [link.from, link.fromOffset, link.to, link.toOffset];
    const lane: number[] = [];
    passing.push(lane);
    const span = (ranks[right] ?? 0) - (ranks[left] ?? 0);
    if (span < 1 || (span > 1 && items.length > MAX_PASSING)) continue;
    let at = left;
    let offset = leftOffset;
    for (let step = 1; step < span; step++) {
      const next = items.push({ block: -1, height: LANE, rank: (ranks[left] ?? 0) + step }) - 1;
      segments.push({ left: at, leftOffset: offset, right: next, rightOffset: LANE / 2, weight: step === 1 ? 2 : 8 });
      lane.push(next);
      at = next;
      offset = LANE / 2;
    }
    const weight = span > 1 ? 2 : straight[index] === true ? SOLE_WEIGHT : 1;
    segments.push({ left: at, leftOffset: offset, right, rightOffset, weight });
  }
  const columns: number[][] = Array.from({ length: Math.max(...items.map((item) => item.rank)) + 1 }, () => []);
  for (const [index, item] of items.entries()) columns[item.rank]?.push(index);
  const toLeft: number[][] = items.map(() => []);
  const toRight: number[][] = items.map(() => []);
  for (const [index, segment] of segments.entries()) {
    toRight[segment.left]?.push(index);
    toLeft[segment.right]?.push(index);
  }
  return { items, columns, segments, toLeft, toRight, passing };
}

/** Links that are the only one out of their source and the only one into their target: these must be straight. */
function soleLinks(graph: BlockGraph): boolean[] {
  const out = graph.blocks.map(() => 0);
  const into = graph.blocks.map(() => 0);
  for (const link of graph.links) {
    out[link.from] = (out[link.from] ?? 0) + 1;
    into[link.to] = (into[link.to] ?? 0) + 1;
  }
  return graph.links.map((link) => out[link.from] === 1 && into[link.to] === 1);
}
