import type { Graph } from '@weir/shared';
import type { EdgeLabelMode } from '../model/view-model.ts';

/** Where a context menu was asked for: on a node, box, region or edge, or on nothing. */
export interface GraphContextMenu {
  readonly id: string | undefined;
  readonly clientX: number;
  readonly clientY: number;
  /** Asked for with the keyboard: the menu should take the focus. */
  readonly keyboard: boolean;
}

/** What the pointer rests on. */
export interface GraphHover {
  readonly id: string;
  readonly clientX: number;
  readonly clientY: number;
}

export interface GraphCanvasProps {
  readonly graph: Graph | undefined;
  /** Id of a node, box or edge of the data. */
  readonly selection: string | undefined;
  readonly onSelect: (id: string | undefined) => void;
  readonly onContextMenu: (menu: GraphContextMenu) => void;
  /** Enter on the focused node. */
  readonly onOpen?: (id: string) => void;
  /** Pointer over a node or edge, or over nothing; tooltips are the page's. */
  readonly onHover?: (hover: GraphHover | undefined) => void;
  readonly edgeLabels: EdgeLabelMode;
  /** Ids of the data that a search found. */
  readonly found?: ReadonlySet<string> | undefined;
  /** Set shares 0..1 by edge id while a slider is dragged. */
  readonly preview?: ReadonlyMap<string, number> | undefined;
  /** The data is old: drawn in grey. */
  readonly stale?: boolean;
  /** A service with its only version as one card. Default true. */
  readonly docked?: boolean;
  readonly theme: 'light' | 'dark';
  readonly reducedMotion: boolean;
  /** Px at the right that a panel covers: fitting keeps clear of it. */
  readonly panelInset: { readonly right: number };
}

export interface GraphCanvasHandle {
  /** Shows everything, never larger than 1.25 times. */
  fit(): void;
  zoomBy(factor: number): void;
  /** Brings a node into the middle, at a readable size. */
  focusNode(id: string): void;
  /** Where a node, box or edge is on the page; undefined when it is not drawn. */
  nodeClientRect(id: string): DOMRect | undefined;
  /** The whole graph at twice its size, on the theme's ground. */
  exportPng(): Promise<Blob>;
  /** Forgets all places and lays out anew. */
  relayout(): void;
}
