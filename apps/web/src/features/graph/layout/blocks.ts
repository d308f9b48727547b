import type { LayoutBox, LayoutEdge, LayoutNode } from './layout-types.ts';
import { BOX_HEAD, BOX_PADDING, ROW_GAP, WIDE_ROW_GAP } from './metrics.ts';

/** A node inside a block; `offset` is the y of its centre below the block's top. */
export interface Row {
  readonly node: LayoutNode;
  readonly offset: number;
}

/** What the layered layout moves as one: a single node, or an app box with its versions stacked. */
export interface Block {
  readonly id: string;
  readonly box: LayoutBox | undefined;
  readonly rows: readonly Row[];
  /** Width that the nodes ask for; a box adds its padding on both sides. */
  readonly nodeWidth: number;
  readonly height: number;
}

/** An edge between two blocks, by index, with the y of both ends below the blocks' tops. */
export interface Link {
  readonly id: string;
  readonly from: number;
  readonly fromOffset: number;
  readonly to: number;
  readonly toOffset: number;
  readonly split: boolean;
}

export interface BlockGraph {
  readonly blocks: readonly Block[];
  readonly links: readonly Link[];
}

const byId = (a: { readonly id: string }, b: { readonly id: string }): number =>
  a.id < b.id ? -1 : a.id > b.id ? 1 : 0;

/** Groups the nodes of one region into blocks, sorted by id, so that input order never matters. */
export function makeBlocks(
  nodes: readonly LayoutNode[],
  boxes: readonly LayoutBox[],
  edges: readonly LayoutEdge[],
): BlockGraph {
  const known = new Map(boxes.map((box) => [box.id, box]));
  const grouped = new Map<string, LayoutNode[]>();
  for (const node of nodes) {
    const key = node.box !== undefined && known.has(node.box) ? node.box : node.id;
    const group = grouped.get(key);
    if (group === undefined) grouped.set(key, [node]);
    else group.push(node);
  }
  const blocks = [...grouped].map(([id, group]) => makeBlock(id, known.get(id), group)).sort(byId);
  const place = new Map(
    blocks.flatMap((block, index) => block.rows.map((row) => [row.node.id, { index, row }] as const)),
  );
  const links: Link[] = [];
  for (const edge of [...edges].sort(byId)) {
    const from = place.get(edge.source);
    const to = place.get(edge.target);
    if (from === undefined || to === undefined || from.index === to.index) continue;
    links.push({
      id: edge.id,
      from: from.index,
      fromOffset: from.row.offset,
      to: to.index,
      toOffset: to.row.offset,
      split: edge.split,
    });
  }
  return { blocks, links };
}

function makeBlock(id: string, box: LayoutBox | undefined, nodes: readonly LayoutNode[]): Block {
  const sorted = [...nodes].sort((a, b) => a.row - b.row || byId(a, b));
  const widest = Math.max(...sorted.map((node) => node.width));
  if (box === undefined) {
    const height = sorted[0]?.height ?? 0;
    return { id, box, rows: sorted.map((node) => ({ node, offset: height / 2 })), nodeWidth: widest, height };
  }
  const gap = sorted.length > 2 ? WIDE_ROW_GAP : ROW_GAP;
  let y = BOX_HEAD;
  const rows = sorted.map((node) => {
    const row = { node, offset: y + node.height / 2 };
    y += node.height + gap;
    return row;
  });
  const nodeWidth = Math.max(widest, box.headWidth - 2 * BOX_PADDING);
  return { id, box, rows, nodeWidth, height: y - gap + BOX_PADDING };
}

/** Connected parts as lists of block indices, each sorted; the largest first, then by the first block. */
export function connectedParts(graph: BlockGraph): number[][] {
  const root = graph.blocks.map((_, index) => index);
  const find = (index: number): number => {
    let at = index;
    while (root[at] !== at) {
      root[at] = root[root[at] ?? at] ?? at;
      at = root[at] ?? at;
    }
    return at;
  };
  for (const link of graph.links) {
    const a = find(link.from);
    const b = find(link.to);
    root[Math.max(a, b)] = Math.min(a, b);
  }
  const parts = new Map<number, number[]>();
  for (const index of root.keys()) {
    const key = find(index);
    const part = parts.get(key);
    if (part === undefined) parts.set(key, [index]);
    else part.push(index);
  }
  return [...parts.values()].sort((a, b) => b.length - a.length || (a[0] ?? 0) - (b[0] ?? 0));
}

/** The blocks of one part with the links among them, by new indices. */
export function subgraph(graph: BlockGraph, indices: readonly number[]): BlockGraph {
  const place = new Map(indices.map((index, at) => [index, at]));
  const links = graph.links.flatMap((link) => {
    const from = place.get(link.from);
    const to = place.get(link.to);
    return from === undefined || to === undefined ? [] : [{ ...link, from, to }];
  });
  return { blocks: indices.flatMap((index) => graph.blocks[index] ?? []), links };
}
