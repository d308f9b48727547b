import type { BlockGraph } from './blocks.ts';
import { assignY } from './coordinates.ts';
import { makeLayers } from './layers.ts';
import type { Bend } from './layout-types.ts';
import { BOX_PADDING, COLUMN_GAP, DENSE_NODE_GAP, NODE_GAP, SPLIT_COLUMN_GAP } from './metrics.ts';
import { orderColumns } from './ordering.ts';
import { rankBlocks } from './ranks.ts';

/** A block's place; `x` and `width` are those of its nodes, a box reaches further by its padding. */
export interface PlacedBlock {
  readonly block: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** A connected part laid out from left to right; its top left corner is 0, 0. */
export interface PartLayout {
  readonly blocks: readonly PlacedBlock[];
  readonly bends: ReadonlyMap<string, readonly Bend[]>;
  readonly width: number;
  readonly height: number;
}

/** Blocks up to this number get generous distances. */
const SMALL = 14;
const LANE_GAP = 16;

/** Layered layout of one connected part: columns by rank, few crossings, straight chains. */
export function layOutPart(graph: BlockGraph): PartLayout {
  const ranks = rankBlocks(graph);
  const layers = makeLayers(graph, ranks);
  orderColumns(layers);
  const nodeGap = graph.blocks.length <= SMALL ? NODE_GAP : DENSE_NODE_GAP;
  const isLane = (item: number) => layers.items[item]?.block === -1;
  const y = assignY(layers, (upper, lower) => (isLane(upper) || isLane(lower) ? LANE_GAP : nodeGap));
  const columns = placeColumns(graph, ranks, layers.columns.length);
  const top = Math.min(...y);
  const left = Math.min(
    0,
    ...graph.blocks.map((block, index) => (block.box !== undefined && ranks[index] === 0 ? -BOX_PADDING : 0)),
  );
  const blocks = graph.blocks.map((_, index): PlacedBlock => {
    const column = columns[ranks[index] ?? 0] ?? { x: 0, width: 0 };
    return { block: index, x: column.x - left, y: (y[index] ?? 0) - top, width: column.width };
  });
  const bends = new Map<string, Bend[]>();
  for (const [index, link] of graph.links.entries()) {
    const lane = layers.passing[index] ?? [];
    if (lane.length === 0) continue;
    bends.set(
      link.id,
      lane.map((item) => {
        const column = columns[layers.items[item]?.rank ?? 0] ?? { x: 0, width: 0 };
        const x = column.x - left;
        return { x1: x, x2: x + column.width, y: (y[item] ?? 0) - top + (layers.items[item]?.height ?? 0) / 2 };
      }),
    );
  }
  const right = blocks.map(
    (placed) => placed.x + placed.width + (graph.blocks[placed.block]?.box === undefined ? 0 : BOX_PADDING),
  );
  const bottom = blocks.map((placed) => placed.y + (graph.blocks[placed.block]?.height ?? 0));
  return { blocks, bends, width: Math.max(...right), height: Math.max(...bottom) };
}

function placeColumns(graph: BlockGraph, ranks: readonly number[], count: number): { x: number; width: number }[] {
  const widths = Array.from({ length: count }, () => 0);
  const split = Array.from({ length: count }, () => false);
  for (const [index, block] of graph.blocks.entries()) {
    const rank = ranks[index] ?? 0;
    widths[rank] = Math.max(widths[rank] ?? 0, block.nodeWidth);
  }
  for (const link of graph.links) if (link.split) split[Math.min(ranks[link.from] ?? 0, ranks[link.to] ?? 0)] = true;
  let x = 0;
  return widths.map((width, rank) => {
    const column = { x, width };
    x += width + (split[rank] === true ? SPLIT_COLUMN_GAP : COLUMN_GAP);
    return column;
  });
}
