import type { ViewModel } from '../model/view-model.ts';
import type { LayoutInput } from './layout-types.ts';

/** What the layout needs of a view: ids and sizes, no figures. */
export function toLayoutInput(view: ViewModel, aspect: number): LayoutInput {
  return {
    nodes: view.nodes.map(({ id, width, height, region, box, side, row }) => ({
      id,
      width,
      height,
      region,
      box,
      side,
      row,
    })),
    boxes: view.boxes.map(({ id, region, headWidth }) => ({ id, region, headWidth })),
    regions: view.regions.map(({ id, headWidth }) => ({ id, headWidth })),
    edges: view.edges.map(({ id, source, target, split }) => ({ id, source, target, split: split !== undefined })),
    aspect,
  };
}

/**
 * Whether two views have the same nodes, boxes and edges, so that places stay as they are. Figures, health and
 * labels never count.
 */
export function sameTopology(a: ViewModel, b: ViewModel): boolean {
  return (
    sameIds(a.nodes, b.nodes) &&
    sameIds(a.edges, b.edges) &&
    sameIds(a.boxes, b.boxes) &&
    a.nodes.every((node, index) => node.box === b.nodes[index]?.box && node.region === b.nodes[index]?.region)
  );
}

const sameIds = (a: readonly { readonly id: string }[], b: readonly { readonly id: string }[]): boolean =>
  a.length === b.length && a.every((item, index) => item.id === b[index]?.id);
