import { nodeFigure } from '../../model/node-figure.ts';
import { textInset } from '../../model/node-size.ts';
import { MAX_POD_DOTS } from '../../model/view-nodes.ts';
import { nodeFigures, type SceneNode } from '../scene.ts';
import type { Frame } from './frame.ts';

const FIGURE_TONES = { 'text-2': 'text-2', degraded: 'degraded-text', failing: 'failing-text' } as const;

/** Pods as dots, hollow when not ready, then the second line, and a figure at the right where there is room. */
export function drawSecondLine(frame: Frame, node: SceneNode): void {
  const { context, palette, text } = frame;
  const { view, rect } = node;
  const baseline = rect.y + 41;
  const left = rect.x + textInset(view.shape, view.colour !== undefined);
  const x = view.shape === 'card' ? left + drawPods(frame, node, left) : left;
  const right = rect.x + rect.width - (view.shape === 'card' ? 11 : 20);
  const meta = text.shorten(view.meta, 'meta', right - x);
  context.font = text.font('meta');
  context.fillStyle = palette.colour['text-3'];
  context.fillText(meta, x, baseline);
  const figure = nodeFigure(view, nodeFigures(node, frame.figures));
  if (figure === undefined) return;
  const width = text.measure(figure.text, 'figure');
  if (right - width < x + text.measure(meta, 'meta') + 10) return;
  const loud = figure.tone !== 'text-2';
  context.font = loud ? text.font('edgeStrong', 11) : text.font('figure');
  context.fillStyle = palette.colour[FIGURE_TONES[figure.tone]];
  context.textAlign = 'right';
  context.fillText(figure.text, right, baseline);
  context.textAlign = 'left';
}

/** Draws the dots and gives the width that they take. */
function drawPods(frame: Frame, node: SceneNode, left: number): number {
  const { pods } = node.view;
  if (pods === undefined || pods.total === 0) return 0;
  const { context, palette } = frame;
  const many = pods.total > MAX_POD_DOTS;
  const count = many ? 1 : pods.total;
  const ready = many ? (pods.ready === pods.total ? 1 : 0) : pods.ready;
  const y = node.rect.y + 37;
  for (let index = 0; index < count; index++) {
    context.beginPath();
    const x = left + 3 + index * 8;
    if (index < ready) {
      context.arc(x, y, 2.75, 0, Math.PI * 2);
      context.fillStyle = palette.colour['text-3'];
      context.fill();
    } else {
      context.arc(x, y, 2.2, 0, Math.PI * 2);
      context.lineWidth = 1.2;
      context.strokeStyle = palette.colour['text-3'];
      context.stroke();
    }
  }
  return count * 8 + 4;
}
