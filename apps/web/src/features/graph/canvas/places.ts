import { pointOn } from '../layout/edge-curves.ts';
import type { Rect } from '../layout/layout-types.ts';
import { boundsOf } from '../layout/rects.ts';
import { fitView, type Insets, type View } from './fit-view.ts';
import type { HitTargets } from './hit-test.ts';
import { MINIMAP } from './minimap.ts';
import type { Size } from './painter.ts';
import type { Scene } from './scene.ts';

/** Kept free around the fitted picture; the legend is at the bottom. */
export const INSETS: Insets = { top: 20, right: 20, bottom: 64, left: 20 };
/** Where minimap and zoom buttons lie, from the lower left corner. */
const CONTROLS = { width: MINIMAP.width + 34, height: MINIMAP.height + 80 } as const;

/** Id of the shape that stands for a node of the data; other ids are their own. */
export const shapeIdIn = (scene: Scene | undefined, id: string | undefined): string | undefined =>
  id === undefined ? undefined : (scene?.view.shapeOf.get(id) ?? id);

/** The place of a node, box, region or edge (its middle) in the world. */
export function worldRectIn(scene: Scene | undefined, id: string): Rect | undefined {
  const shape = shapeIdIn(scene, id);
  if (scene === undefined || shape === undefined) return undefined;
  const area = scene.nodeById.get(shape) ?? [...scene.boxes, ...scene.regions].find((box) => box.id === shape);
  if (area !== undefined) return area.rect;
  const curves = scene.edgeById.get(shape)?.way.curves ?? [];
  const middle = curves[Math.floor(curves.length / 2)];
  if (middle === undefined) return undefined;
  const { x, y } = pointOn(middle, 0.5);
  return { x: x - 2, y: y - 2, width: 4, height: 4 };
}

/** What the pointer can hit, at rest. */
export function hitTargetsOf(scene: Scene): HitTargets {
  return {
    nodes: scene.nodes.map((node) => ({ id: node.view.id, rect: node.to })),
    boxes: scene.boxes.map(({ id, to }) => ({ id, rect: to })),
    regions: scene.regions.map(({ id, to }) => ({ id, rect: to })),
    edges: scene.edges.map((edge) => ({ id: edge.view.id, way: edge.rest, breadth: edge.breadth })),
  };
}

/** The view that shows the whole scene, clear of the panel and of the controls. */
export function fittingView(scene: Scene, labels: readonly Rect[], viewport: Size, panelRight: number): View {
  return fitView({
    bounds: boundsOf([scene.layout.bounds, ...labels]),
    viewport,
    insets: { ...INSETS, right: INSETS.right + panelRight },
    obstacle: { x: 0, y: viewport.height - CONTROLS.height, width: CONTROLS.width, height: CONTROLS.height },
    content: [...scene.nodes.map((node) => node.to), ...labels],
  });
}

/** The view that shows one rect of the world. */
export function viewOf(rect: Rect, viewport: Size, panelRight: number): View {
  const insets = { ...INSETS, right: INSETS.right + panelRight };
  return fitView({ bounds: rect, viewport, insets, obstacle: undefined, content: [] });
}
