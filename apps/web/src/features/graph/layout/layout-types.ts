/** A box in world coordinates, px at zoom 1. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A node as the layout sees it: an id and a size. */
export interface LayoutNode {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  readonly region: string | undefined;
  readonly box: string | undefined;
  readonly side: 'inside' | 'entry' | 'exit';
  /** Place among the versions of its app box, from 0. */
  readonly row: number;
}

export interface LayoutBox {
  readonly id: string;
  readonly region: string | undefined;
  readonly headWidth: number;
}

export interface LayoutRegion {
  readonly id: string;
  readonly headWidth: number;
}

/** `split` edges are channels with two-line labels; they get more room. */
export interface LayoutEdge {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  readonly split: boolean;
}

/** All that places depend on: ids, sizes and the shape of the viewport. No figures. */
export interface LayoutInput {
  readonly nodes: readonly LayoutNode[];
  readonly boxes: readonly LayoutBox[];
  readonly regions: readonly LayoutRegion[];
  readonly edges: readonly LayoutEdge[];
  /** Width divided by height of the viewport. */
  readonly aspect: number;
}

export interface PlacedNode extends Rect {
  readonly id: string;
  readonly region: string | undefined;
  readonly box: string | undefined;
}

export interface PlacedBox extends Rect {
  readonly id: string;
  readonly region: string | undefined;
}

export interface PlacedRegion extends Rect {
  readonly id: string;
  /** Number of edges inside, when it was laid out: many more make a new layout worthwhile. */
  readonly edges: number;
}

/** A stretch where a long edge runs straight past a column of nodes. */
export interface Bend {
  readonly x1: number;
  readonly x2: number;
  readonly y: number;
}

/** Places of everything, sorted by id. */
export interface Layout {
  readonly nodes: readonly PlacedNode[];
  readonly boxes: readonly PlacedBox[];
  readonly regions: readonly PlacedRegion[];
  /** Bends of long edges by edge id. */
  readonly bends: readonly { readonly id: string; readonly bends: readonly Bend[] }[];
  readonly bounds: Rect;
}
