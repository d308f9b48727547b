import { type EdgeWay, edgeWay } from '../layout/edge-curves.ts';
import type { Bend, Layout, Rect } from '../layout/layout-types.ts';
import { assignPorts } from '../layout/ports.ts';
import type { EdgeFigures, NodeFigures, ViewEdge, ViewModel, ViewNode } from '../model/view-model.ts';

/** A rect on its way from one place to another. */
export interface Moving {
  readonly from: Rect;
  readonly to: Rect;
  /** Where it is drawn now. */
  rect: Rect;
  /** 0 for a newcomer that is fading in, 1 for what was there. */
  readonly wasThere: boolean;
}

export interface SceneNode extends Moving {
  readonly view: ViewNode;
  readonly fromFigures: NodeFigures | undefined;
}

export interface SceneBox extends Moving {
  readonly id: string;
  readonly title: string;
  readonly meta: string;
}

export interface SceneEdge {
  readonly view: ViewEdge;
  readonly fromFigures: EdgeFigures;
  readonly source: SceneNode;
  readonly target: SceneNode;
  /** Port heights below the nodes' tops. */
  readonly sourceOffset: number;
  readonly targetOffset: number;
  readonly bends: readonly Bend[];
  /** Width of the channel's bed, or of the line. */
  readonly breadth: number;
  /** Its way when everything stands still. */
  readonly rest: EdgeWay;
  /** Its way now. */
  way: EdgeWay;
  bounds: Rect;
}

/** Everything with its place: what a frame is drawn from. */
export interface Scene {
  readonly view: ViewModel;
  readonly layout: Layout;
  readonly nodes: readonly SceneNode[];
  readonly boxes: readonly SceneBox[];
  readonly regions: readonly (SceneBox & { readonly selectable: boolean })[];
  readonly edges: readonly SceneEdge[];
  readonly nodeById: ReadonlyMap<string, SceneNode>;
  readonly edgeById: ReadonlyMap<string, SceneEdge>;
  readonly moves: boolean;
  /** Changes its identity when any line may run differently than before. */
  readonly geometry: object;
}

/** Breadth of a channel that carries everything. */
export const FULL_CHANNEL = 15;
const PLAIN = 2;

/** Width of an edge's line, or of the bed of its channel: as wide as the set share, with water's edge on both sides. */
export const breadthOf = (edge: ViewEdge): number =>
  edge.split === undefined || edge.notRouted ? PLAIN : edge.figures.plannedShare * FULL_CHANNEL + 3;

/** Puts a view on its places. What was drawn before starts from where it is now. */
export function buildScene(view: ViewModel, layout: Layout, before: Scene | undefined, figuresAt: number): Scene {
  const places = new Map(layout.nodes.map((node) => [node.id, node]));
  const nodes = view.nodes.flatMap((node): SceneNode[] => {
    const to = places.get(node.id);
    const old = before?.nodeById.get(node.id);
    if (to === undefined) return [];
    const from = old === undefined || before === undefined ? undefined : nodeFigures(old, figuresAt);
    return [{ view: node, ...moving(to, old), fromFigures: from ?? node.figures }];
  });
  const nodeById = new Map(nodes.map((node) => [node.view.id, node]));
  const edges = sceneEdges(view, layout, nodeById, before, figuresAt);
  const boxes = areas(view.boxes, layout.boxes, before?.boxes, (box) => ({ title: box.title, meta: box.meta }));
  const regions = areas(view.regions, layout.regions, before?.regions, (region) => ({
    title: region.title,
    meta: region.summary,
    selectable: region.selectable,
  }));
  const moves = [...nodes, ...boxes, ...regions].some((item) => !item.wasThere || !samePlace(item.from, item.to));
  return {
    view,
    layout,
    nodes,
    boxes,
    regions,
    edges,
    nodeById,
    edgeById: new Map(edges.map((edge) => [edge.view.id, edge])),
    moves,
    geometry: before !== undefined && sameGeometry(view, layout, before) ? before.geometry : {},
  };
}

function moving(to: Rect, old: Moving | undefined): Moving {
  const { x, y, width, height } = to;
  const place = { x, y, width, height };
  const from = old === undefined || samePlace(old.rect, place) ? place : old.rect;
  return { from, to: place, rect: from, wasThere: old !== undefined };
}

function areas<T extends { readonly id: string }, E extends { readonly title: string; readonly meta: string }>(
  views: readonly T[],
  places: readonly (Rect & { readonly id: string })[],
  before: readonly SceneBox[] | undefined,
  words: (view: T) => E,
): (SceneBox & E)[] {
  const placeOf = new Map(places.map((place) => [place.id, place]));
  const oldOf = new Map(before?.map((box) => [box.id, box]));
  return views.flatMap((view) => {
    const to = placeOf.get(view.id);
    return to === undefined ? [] : [{ id: view.id, ...words(view), ...moving(to, oldOf.get(view.id)) }];
  });
}

function sceneEdges(
  view: ViewModel,
  layout: Layout,
  nodeById: ReadonlyMap<string, SceneNode>,
  before: Scene | undefined,
  figuresAt: number,
): SceneEdge[] {
  const reuse = before !== undefined && sameGeometry(view, layout, before) ? before : undefined;
  const bends = new Map(layout.bends.map((one) => [one.id, one.bends]));
  const ports = reuse === undefined ? portsOf(view, nodeById) : undefined;
  return view.edges.flatMap((edge): SceneEdge[] => {
    const source = nodeById.get(edge.source);
    const target = nodeById.get(edge.target);
    if (source === undefined || target === undefined) return [];
    const old = before?.edgeById.get(edge.id);
    const fromFigures = old === undefined ? edge.figures : edgeFigures(old, figuresAt);
    if (reuse !== undefined && old !== undefined) return [{ ...old, view: edge, source, target, fromFigures }];
    const port = ports?.get(edge.id);
    if (port === undefined) return [];
    const own = {
      view: edge,
      fromFigures,
      source,
      target,
      sourceOffset: port.sourceY - source.to.y,
      targetOffset: port.targetY - target.to.y,
      bends: bends.get(edge.id) ?? [],
      breadth: breadthOf(edge),
    };
    const rest = wayBetween(own, source.to, target.to, own.bends);
    const way = isMoving(own) ? wayBetween(own, source.rect, target.rect, []) : rest;
    return [{ ...own, rest, way, bounds: boundsOfWay(way) }];
  });
}

/** Same places, same edges, same breadths, and nothing on its way: then every line runs as before. */
function sameGeometry(view: ViewModel, layout: Layout, before: Scene): boolean {
  return (
    before.layout === layout &&
    before.edges.length === view.edges.length &&
    before.nodes.every((node) => node.rect === node.to) &&
    view.edges.every((edge, index) => {
      const old = before.edges[index];
      return old !== undefined && old.view.id === edge.id && old.breadth === breadthOf(edge);
    })
  );
}

function portsOf(view: ViewModel, nodeById: ReadonlyMap<string, SceneNode>) {
  const wishes = view.edges.map((edge) => ({
    id: edge.id,
    source: edge.source,
    target: edge.target,
    breadth: breadthOf(edge),
  }));
  return assignPorts(wishes, (id) => nodeById.get(id)?.to);
}

type Ends = Pick<SceneEdge, 'source' | 'target' | 'sourceOffset' | 'targetOffset' | 'breadth'>;

function wayBetween(edge: Ends, source: Rect, target: Rect, bends: readonly Bend[]): EdgeWay {
  return edgeWay({
    source: edge.source === edge.target ? target : source,
    sourceY: source.y + edge.sourceOffset,
    target,
    targetY: target.y + edge.targetOffset,
    breadth: edge.breadth,
    bends,
  });
}

function boundsOfWay(way: EdgeWay): Rect {
  let left = way.tipX;
  let right = way.tipX;
  let top = way.tipY;
  let bottom = way.tipY;
  for (const curve of way.curves) {
    left = Math.min(left, curve.x0, curve.x1, curve.x2, curve.x3);
    right = Math.max(right, curve.x0, curve.x1, curve.x2, curve.x3);
    top = Math.min(top, curve.y0, curve.y3, curve.y1, curve.y2);
    bottom = Math.max(bottom, curve.y0, curve.y3, curve.y1, curve.y2);
  }
  return { x: left - 12, y: top - 12, width: right - left + 24, height: bottom - top + 24 };
}

const samePlace = (a: Rect, b: Rect): boolean =>
  a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;

/** Moves everything to its place at `t` in 0..1, and lines with it. */
export function moveScene(scene: Scene, t: number): void {
  const movers = [...scene.nodes, ...scene.boxes, ...scene.regions];
  for (const item of movers) item.rect = t >= 1 ? item.to : between(item.from, item.to, t);
  for (const edge of scene.edges) {
    if (!isMoving(edge)) continue;
    edge.way = t >= 1 ? edge.rest : wayBetween(edge, edge.source.rect, edge.target.rect, []);
    edge.bounds = boundsOfWay(edge.way);
  }
}

const isMoving = ({ source, target }: Ends): boolean =>
  !samePlace(source.from, source.to) || !samePlace(target.from, target.to);

function between(from: Rect, to: Rect, t: number): Rect {
  const mix = (a: number, b: number) => a + (b - a) * t;
  return {
    x: mix(from.x, to.x),
    y: mix(from.y, to.y),
    width: mix(from.width, to.width),
    height: mix(from.height, to.height),
  };
}

/** An edge's figures at `t` in 0..1 on their way to the new ones. */
export function edgeFigures(edge: SceneEdge, t: number): EdgeFigures {
  if (t >= 1 || edge.fromFigures === edge.view.figures) return edge.view.figures;
  const { fromFigures: a, view } = edge;
  const b = view.figures;
  const mix = (from: number, to: number) => from + (to - from) * t;
  return {
    perSecond: mix(a.perSecond, b.perSecond),
    errorShare: mix(a.errorShare, b.errorShare),
    observedShare: mix(a.observedShare, b.observedShare),
    plannedShare: mix(a.plannedShare, b.plannedShare),
  };
}

/** A node's figures at `t` in 0..1. */
export function nodeFigures(node: SceneNode, t: number): NodeFigures | undefined {
  const { fromFigures: a } = node;
  const b = node.view.figures;
  if (t >= 1 || a === undefined || b === undefined || a === b) return b;
  return {
    perSecond: a.perSecond + (b.perSecond - a.perSecond) * t,
    errorShare: a.errorShare + (b.errorShare - a.errorShare) * t,
  };
}
