import { drawBoxes, drawRegionHeads, drawRegions } from './draw-areas.ts';
import { drawEdges } from './draw-edges.ts';
import { drawLabels } from './draw-labels.ts';
import { drawNodes, drawSelectionGround } from './draw-nodes.ts';
import type { Frame } from './frame.ts';

/** Draws one frame, from the back to the front, on the canvas's ground. */
export function drawFrame(frame: Frame): void {
  const { context } = frame;
  context.textBaseline = 'alphabetic';
  context.textAlign = 'left';
  drawRegions(frame);
  drawBoxes(frame);
  drawSelectionGround(frame);
  drawEdges(frame);
  drawNodes(frame);
  drawRegionHeads(frame);
  drawLabels(frame);
}
