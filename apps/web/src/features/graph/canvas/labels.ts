import type { Rect } from '../layout/layout-types.ts';
import { BOX_HEAD, REGION_HEAD } from '../layout/metrics.ts';
import { type LabelWish, placeLabels } from '../layout/place-labels.ts';
import { type EdgeLabel, edgeLabel, widestLabel } from '../model/edge-label.ts';
import type { EdgeLabelMode, MeasureText } from '../model/view-model.ts';
import { inWindow } from './draw/frame.ts';
import { edgeFigures, type Scene, type SceneEdge, type SceneNode } from './scene.ts';

/** Height of a label line, and size of the drift mark with its distance. */
export const LABEL_LINE = 14;
export const DRIFT_HEIGHT = 21;
export const DRIFT_WIDTH = 45;

/** How far badges reach over their node. */
const BADGE_RISE = 10;

/** Graphs up to this many edges have all their labels placed at once. */
const FEW_EDGES = 700;

/**
 * Places of the labels of one scene in one mode, at rest. In small graphs all are placed together. In large ones a
 * part of the world has its labels placed when it is first looked at from near, and lines between regions have their label only
 * while they are hovered: hundreds of them would cover everything else.
 */
export interface Labels {
  /** Makes sure that what is in the window has its places; gives all places that are known. */
  within(window: Rect): ReadonlyMap<string, Rect>;
  /** All places of a small graph; of a large one only those that are known by now. */
  readonly known: ReadonlyMap<string, Rect>;
}

/** What the size and importance of labels depend on besides the mode; while it is the same, places stay. */
export function labelSignature(scene: Scene): string {
  const parts = scene.edges.map(({ view, breadth }) => {
    const marks = [view.notRouted, view.drift, view.observed, view.figures.errorShare > 0].map(Number).join('');
    return `${view.split ?? '-'}${view.tone}${marks}${Math.round(breadth)}`;
  });
  return parts.join(' ');
}

export function createLabels(scene: Scene, mode: EdgeLabelMode, measure: MeasureText): Labels {
  const places = new Map<string, Rect>();
  const obstacles = [...scene.nodes.map(room), ...heads(scene)];
  const placeNear = (edges: readonly SceneEdge[], near: Rect) => {
    const close = (rect: Rect) => inWindow(near, rect);
    const ways = scene.edges.filter((edge) => isInner(edge) && close(edge.bounds)).map((edge) => edge.rest);
    const taken = [...obstacles, ...places.values()].filter(close);
    for (const [id, rect] of placeLabels(wishesFor(edges, mode, measure), taken, ways)) places.set(id, rect);
  };
  if (scene.edges.length <= FEW_EDGES) {
    const ways = scene.edges.map((edge) => edge.rest);
    for (const [id, rect] of placeLabels(wishesFor(scene.edges, mode, measure), obstacles, ways)) places.set(id, rect);
    return { within: () => places, known: places };
  }
  const waiting = tiles(scene.edges.filter(isInner));
  return {
    known: places,
    within(window) {
      for (const tile of waiting) {
        if (!inWindow(window, tile.rect)) continue;
        waiting.delete(tile);
        placeNear(tile.edges, tile.rect);
      }
      return places;
    },
  };
}

const isInner = ({ source, target }: SceneEdge): boolean =>
  source.view.region === target.view.region || source.view.region === undefined || target.view.region === undefined;

interface Tile {
  readonly rect: Rect;
  readonly edges: SceneEdge[];
}

const TILE = { width: 1600, height: 1200 } as const;

/** Edges by the tile of the world that their middle lies in. */
function tiles(edges: readonly SceneEdge[]): Set<Tile> {
  const found = new Map<string, Tile>();
  for (const edge of edges) {
    const { x, y, width, height } = edge.bounds;
    const column = Math.floor((x + width / 2) / TILE.width);
    const row = Math.floor((y + height / 2) / TILE.height);
    const tile = found.get(`${column} ${row}`) ?? {
      rect: { x: column * TILE.width, y: row * TILE.height, ...TILE },
      edges: [],
    };
    found.set(`${column} ${row}`, tile);
    tile.edges.push(edge);
  }
  return new Set(found.values());
}

/** What a node covers: its badges stand out over the upper edge. */
const room = ({ to, view }: SceneNode): Rect =>
  view.badges.length === 0 ? to : { ...to, y: to.y - BADGE_RISE, height: to.height + BADGE_RISE };

function heads(scene: Scene): Rect[] {
  return [
    ...scene.regions.map(({ to }) => ({ ...to, height: REGION_HEAD - 10 })),
    ...scene.boxes.map(({ to }) => ({ ...to, height: BOX_HEAD - 4 })),
  ];
}

/** What is divided comes first: its figures matter most. */
function wishesFor(edges: readonly SceneEdge[], mode: EdgeLabelMode, measure: MeasureText): LabelWish[] {
  const sorted = [...edges].sort((a, b) => Number(b.view.split !== undefined) - Number(a.view.split !== undefined));
  return sorted.flatMap((edge): LabelWish[] => {
    const size = labelSize(widestLabel(edge.view, mode), measure);
    return size === undefined ? [] : [{ id: edge.view.id, way: edge.rest, breadth: edge.breadth, ...size }];
  });
}

/** Room that a label takes; undefined for one that says nothing. */
export function labelSize(label: EdgeLabel, measure: MeasureText): { width: number; height: number } | undefined {
  if (label.lines.length === 0) return undefined;
  const widths = label.lines.map((line) => Math.ceil(measure(line.text, line.role)) + 2);
  return {
    width: Math.max(label.drift ? DRIFT_WIDTH : 0, ...widths),
    height: label.lines.length * LABEL_LINE + (label.drift ? DRIFT_HEIGHT : 0),
  };
}

/** The label of an edge as it is now, with figures on their way at `t` in 0..1. */
export const labelNow = (edge: SceneEdge, t: number, mode: EdgeLabelMode, preview: number | undefined): EdgeLabel =>
  edgeLabel(edge.view, edgeFigures(edge, t), mode, preview);
