import { type Block, type BlockGraph, makeBlocks } from './blocks.ts';
import { findSlot } from './find-slot.ts';
import { type Inside, placeBlock } from './lay-out-region.ts';
import type { Bend, LayoutBox, LayoutEdge, LayoutNode, PlacedBox, PlacedNode, Rect } from './layout-types.ts';
import { BOX_PADDING } from './metrics.ts';

/** Where things were, in the region's own coordinates. */
export interface Before {
  readonly nodes: ReadonlyMap<string, PlacedNode>;
  readonly boxes: ReadonlyMap<string, PlacedBox>;
  readonly bends: ReadonlyMap<string, readonly Bend[]>;
  readonly width: number;
  readonly height: number;
  /** Edges inside the region when it was laid out. */
  readonly edges: number;
}

interface Placed {
  readonly block: Block;
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/**
 * Keeps what was there exactly where it was and finds room for newcomers in their rank (U2). Gives undefined when the
 * result would be bad, so that the region is better laid out anew: mostly newcomers, mostly gone, far more edges than
 * the places were made for, or too many edges that would run backwards.
 */
export function keepRegion(
  nodes: readonly LayoutNode[],
  boxes: readonly LayoutBox[],
  edges: readonly LayoutEdge[],
  before: Before,
  mayGrow: boolean,
): Inside | undefined {
  const graph = makeBlocks(nodes, boxes, edges);
  const kept = new Map<number, Placed>();
  for (const [index, block] of graph.blocks.entries()) {
    const place = oldPlace(block, before);
    if (place !== undefined) kept.set(index, { block, ...place });
  }
  const newcomers = graph.blocks.length - kept.size;
  if (newcomers > Math.max(2, kept.size * 0.3) || before.nodes.size > 2 * nodes.length + 4) return undefined;
  if (edges.length > before.edges * 1.5 + 3) return undefined;
  growInPlace(kept);
  const bounds = { x: 0, y: 0, width: before.width, height: before.height };
  for (const [index, block] of graph.blocks.entries()) {
    if (kept.has(index)) continue;
    const callers = graph.links.flatMap((link) => (link.to === index ? end(kept.get(link.from), link.fromOffset) : []));
    const targets = graph.links.flatMap((link) => (link.from === index ? end(kept.get(link.to), link.toOffset) : []));
    const padding = block.box === undefined ? 0 : BOX_PADDING;
    const size = { width: block.nodeWidth + 2 * padding, height: block.height };
    const slot = findSlot(size, { obstacles: [...kept.values()].map(outline), bounds, callers, targets, mayGrow });
    kept.set(index, { block, x: slot.x + padding, y: slot.y, width: block.nodeWidth });
  }
  if (isBad(graph, kept, newcomersFrom(graph, before), { mayGrow, changed: edges.length !== before.edges }))
    return undefined;
  return assemble([...kept.values()], before, edges);
}

/** The blocks that have no place of old. */
const newcomersFrom = (graph: BlockGraph, before: Before): ReadonlySet<number> =>
  new Set([...graph.blocks.keys()].filter((index) => oldPlace(graph.blocks[index], before) === undefined));

/**
 * Whether too much would run backwards: a quarter of all links after new ones have come, or, where there is room to
 * follow a new layout, any link of a newcomer.
 */
function isBad(
  graph: BlockGraph,
  kept: ReadonlyMap<number, Placed>,
  newcomers: ReadonlySet<number>,
  given: { readonly mayGrow: boolean; readonly changed: boolean },
): boolean {
  const backwards = graph.links.filter((link) => {
    const from = kept.get(link.from);
    return from !== undefined && from.x + from.width > (kept.get(link.to)?.x ?? 0);
  });
  if (given.mayGrow && backwards.some((link) => newcomers.has(link.from) || newcomers.has(link.to))) return true;
  return given.changed && backwards.length > 2 && backwards.length > graph.links.length * 0.25;
}

/** A block keeps its place if it was there, as the same kind of thing. */
function oldPlace(block: Block | undefined, before: Before): { x: number; y: number; width: number } | undefined {
  if (block === undefined) return undefined;
  if (block.box !== undefined) {
    const box = before.boxes.get(block.box.id);
    return box === undefined ? undefined : { x: box.x + BOX_PADDING, y: box.y, width: box.width - 2 * BOX_PADDING };
  }
  const node = before.nodes.get(block.id);
  return node === undefined || node.box !== undefined ? undefined : { x: node.x, y: node.y, width: node.width };
}

/** The rect that a placed block covers, its box included. */
function outline(placed: Placed): Rect {
  const padding = placed.block.box === undefined ? 0 : BOX_PADDING;
  return { x: placed.x - padding, y: placed.y, width: placed.width + 2 * padding, height: placed.block.height };
}

const end = (placed: Placed | undefined, offset: number): { rect: Rect; y: number }[] =>
  placed === undefined ? [] : [{ rect: outline(placed), y: placed.y + offset }];

/** A box that got another version grows down where there is room, otherwise it moves; nothing else does. */
function growInPlace(kept: Map<number, Placed>): void {
  for (const [index, placed] of kept) {
    if (placed.block.box === undefined) continue;
    const obstacles = [...kept].filter(([other]) => other !== index).map(([, other]) => outline(other));
    const own = outline(placed);
    const free = (y: number) => !obstacles.some((rect) => hits({ ...own, y }, rect));
    if (free(placed.y)) continue;
    const y = nearestFree(own, obstacles, free);
    kept.set(index, { ...placed, y });
  }
}

const hits = (a: Rect, b: Rect): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height + 8 && b.y < a.y + a.height + 8;

function nearestFree(own: Rect, obstacles: readonly Rect[], free: (y: number) => boolean): number {
  const candidates = obstacles.flatMap((rect) => [rect.y - own.height - 12, rect.y + rect.height + 12]);
  const possible = candidates
    .filter((y) => y >= 0 && free(y))
    .sort((a, b) => Math.abs(a - own.y) - Math.abs(b - own.y) || a - b);
  return possible[0] ?? Math.max(...obstacles.map((rect) => rect.y + rect.height)) + 12;
}

function assemble(placed: readonly Placed[], before: Before, edges: readonly LayoutEdge[]): Inside {
  const nodes: PlacedNode[] = [];
  const boxes: PlacedBox[] = [];
  for (const one of placed) placeBlock(one, 0, 0, nodes, boxes);
  const rects = placed.map(outline);
  const known = new Set(edges.map((edge) => edge.id));
  return {
    nodes,
    boxes,
    bends: new Map([...before.bends].filter(([id]) => known.has(id))),
    width: Math.max(before.width, ...rects.map((rect) => rect.x + rect.width)),
    height: Math.max(before.height, ...rects.map((rect) => rect.y + rect.height)),
  };
}
