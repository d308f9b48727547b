import type { NodeShape } from './view-model.ts';

/** Height of every node in px at zoom 1. */
export const NODE_HEIGHT = 52;

/** Few widths, so that columns align. Beyond the last one the name is shortened in the middle. */
export const NODE_WIDTHS: readonly number[] = [146, 162, 178, 194, 210, 234, 258, 282];

/** Least width of a version: pods, their number and a figure stand on its second line, however they change. */
export const STRIPED_WIDTH = 178;

/** Where the text of a node starts, from its left edge: behind the health mark, and the strip of a version. */
export function textInset(shape: NodeShape, strip: boolean): number {
  if (shape === 'pill') return 35;
  if (shape === 'gateway') return 28;
  return strip ? 36 : 28;
}

/** Room in px that stays free at the right of the name. */
export const endInset = (shape: NodeShape): number => (shape === 'gateway' ? 22 : shape === 'pill' ? 14 : 12);

/** The step that holds a text of this width. */
export function widthFor(shape: NodeShape, strip: boolean, textWidth: number): number {
  const needed = textInset(shape, strip) + textWidth + endInset(shape);
  return NODE_WIDTHS.find((width) => width >= needed) ?? NODE_WIDTHS.at(-1) ?? needed;
}
