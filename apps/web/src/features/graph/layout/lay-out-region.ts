import { type Block, type BlockGraph, connectedParts, makeBlocks, subgraph } from './blocks.ts';
import { layOutPart } from './lay-out-part.ts';
import type { Bend, LayoutBox, LayoutEdge, LayoutNode, PlacedBox, PlacedNode } from './layout-types.ts';
import { BOX_PADDING, DENSE_NODE_GAP, NODE_GAP } from './metrics.ts';

/** The inside of a region; its top left corner is 0, 0. */
export interface Inside {
  readonly nodes: readonly PlacedNode[];
  readonly boxes: readonly PlacedBox[];
  readonly bends: ReadonlyMap<string, readonly Bend[]>;
  readonly width: number;
  readonly height: number;
}

/** Width to height that a region should have, so that titles and screens are filled. */
const WANTED_ASPECT = 1.9;
const GRID_GAP = 24;

interface Tile {
  readonly blocks: readonly { readonly block: Block; readonly x: number; readonly y: number; readonly width: number }[];
  readonly bends: ReadonlyMap<string, readonly Bend[]>;
  readonly width: number;
  readonly height: number;
}

/** Lays out one region by itself: connected parts each for itself, then packed; blocks without lines form a grid. */
export function layOutRegion(
  nodes: readonly LayoutNode[],
  boxes: readonly LayoutBox[],
  edges: readonly LayoutEdge[],
): Inside {
  const graph = makeBlocks(nodes, boxes, edges);
  const parts = connectedParts(graph);
  const tiles = parts.filter((part) => part.length > 1).map((part) => partTile(subgraph(graph, part)));
  const single = parts.filter((part) => part.length === 1).flatMap((part) => graph.blocks[part[0] ?? 0] ?? []);
  if (single.length > 0) tiles.push(gridTile(single, Math.max(0, ...tiles.map((tile) => tile.width))));
  return packTiles(tiles);
}

function partTile(graph: BlockGraph): Tile {
  const part = layOutPart(graph);
  const blocks = part.blocks.flatMap((placed) => {
    const block = graph.blocks[placed.block];
    return block === undefined ? [] : [{ block, x: placed.x, y: placed.y, width: placed.width }];
  });
  return { blocks, bends: part.bends, width: part.width, height: part.height };
}

/** Blocks without lines in rows of equal cells, as wide as the parts above, or of a pleasant shape. */
function gridTile(blocks: readonly Block[], widthAbove: number): Tile {
  const cell =
    Math.max(...blocks.map((block) => block.nodeWidth)) +
    2 * (blocks.some((block) => block.box !== undefined) ? BOX_PADDING : 0);
  const step = cell + GRID_GAP;
  const average = blocks.reduce((sum, block) => sum + block.height, 0) / blocks.length + GRID_GAP;
  const pleasant = Math.round(Math.sqrt((blocks.length * average * WANTED_ASPECT) / step));
  const columns = Math.max(1, Math.min(blocks.length, Math.max(pleasant, Math.floor((widthAbove + GRID_GAP) / step))));
  const placed: { block: Block; x: number; y: number; width: number }[] = [];
  let y = 0;
  for (let first = 0; first < blocks.length; first += columns) {
    const row = blocks.slice(first, first + columns);
    for (const [column, block] of row.entries()) {
      const inset = block.box === undefined ? 0 : BOX_PADDING;
      placed.push({ block, x: column * step + inset, y, width: cell - 2 * inset });
    }
    y += Math.max(...row.map((block) => block.height)) + GRID_GAP;
  }
  return { blocks: placed, bends: new Map(), width: columns * step - GRID_GAP, height: y - GRID_GAP };
}

/** Stacks tiles in as many columns as give the region the wanted shape; a tile goes where least is filled. */
function packTiles(tiles: readonly Tile[]): Inside {
  let best = arrange(tiles, 1);
  for (let columns = 2; columns <= Math.min(tiles.length, 6); columns++) {
    const candidate = arrange(tiles, columns);
    if (shapeCost(candidate) >= shapeCost(best)) break;
    best = candidate;
  }
  return best;
}

const shapeCost = (inside: Inside): number =>
  Math.abs(Math.log(inside.width / Math.max(1, inside.height) / WANTED_ASPECT));

function arrange(tiles: readonly Tile[], count: number): Inside {
  const gap = tiles.reduce((sum, tile) => sum + tile.blocks.length, 0) > 14 ? DENSE_NODE_GAP + 8 : NODE_GAP;
  const stacks = Array.from({ length: count }, () => ({
    height: 0,
    width: 0,
    tiles: [] as { tile: Tile; y: number }[],
  }));
  for (const tile of tiles) {
    const stack = stacks.reduce((least, other) => (other.height < least.height ? other : least));
    stack.tiles.push({ tile, y: stack.height });
    stack.height += tile.height + gap;
    stack.width = Math.max(stack.width, tile.width);
  }
  const nodes: PlacedNode[] = [];
  const boxes: PlacedBox[] = [];
  const bends = new Map<string, readonly Bend[]>();
  let x = 0;
  for (const stack of stacks) {
    for (const { tile, y } of stack.tiles) {
      for (const placed of tile.blocks) placeBlock(placed, x, y, nodes, boxes);
      for (const [id, list] of tile.bends) {
        bends.set(
          id,
          list.map((bend) => ({ x1: bend.x1 + x, x2: bend.x2 + x, y: bend.y + y })),
        );
      }
    }
    x += stack.width + 48;
  }
  return { nodes, boxes, bends, width: x - 48, height: Math.max(0, ...stacks.map((stack) => stack.height - gap)) };
}

/** Writes the places of a block's nodes, and of its box. */
export function placeBlock(
  placed: { readonly block: Block; readonly x: number; readonly y: number; readonly width: number },
  dx: number,
  dy: number,
  nodes: PlacedNode[],
  boxes: PlacedBox[],
): void {
  const { block } = placed;
  const x = placed.x + dx;
  const y = placed.y + dy;
  if (block.box !== undefined) {
    const { id, region } = block.box;
    boxes.push({ id, region, x: x - BOX_PADDING, y, width: placed.width + 2 * BOX_PADDING, height: block.height });
  }
  for (const { node, offset } of block.rows) {
    const { id, region, box, height } = node;
    nodes.push({ id, region, box, x, y: y + offset - height / 2, width: placed.width, height });
  }
}
