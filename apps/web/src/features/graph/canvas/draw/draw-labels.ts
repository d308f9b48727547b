import { pointOn } from '../../layout/edge-curves.ts';
import type { Rect } from '../../layout/layout-types.ts';
import type { EdgeLabel, LabelTone } from '../../model/edge-label.ts';
import { DRIFT_HEIGHT, DRIFT_WIDTH, LABEL_LINE, labelNow, labelSize } from '../labels.ts';
import type { Token } from '../palette.ts';
import type { SceneEdge } from '../scene.ts';
import { type Frame, fadedAlpha, inWindow, type Lit } from './frame.ts';

const TONES: Readonly<Record<LabelTone, Token>> = {
  text: 'text',
  'text-2': 'text-2',
  'text-3': 'text-3',
  degraded: 'degraded-text',
  failing: 'failing-text',
  unknown: 'unknown-text',
  accent: 'accent',
};

/**
 * The words beside edges, with a halo of the ground they stand on; not while their edge is moving. A hovered edge that
 * had no room for its label gets it in its middle.
 */
export function drawLabels(frame: Frame): void {
  const { context, lit, detail } = frame;
  context.textAlign = 'center';
  context.lineJoin = 'round';
  const near = detail === 'full';
  for (const edge of near ? frame.scene.edges : []) {
    const place = frame.labels.get(edge.view.id);
    if (place === undefined || !inWindow(frame.window, place) || !isResting(edge)) continue;
    context.globalAlpha = lit === undefined || lit.edges.has(edge.view.id) ? 1 : fadedAlpha(lit);
    drawLabel(frame, edge, place);
  }
  context.globalAlpha = 1;
  if (near && lit !== undefined) drawLitLabels(frame, lit);
  context.textAlign = 'left';
}

const isResting = (edge: SceneEdge): boolean =>
  edge.source.rect === edge.source.to && edge.target.rect === edge.target.to;

/** Beyond this many, labels without a place would cover each other. */
const MOST_LIT = 24;

function drawLitLabels(frame: Frame, lit: Lit): void {
  const homeless = frame.scene.edges.filter(({ view }) => lit.edges.has(view.id) && !frame.labels.has(view.id));
  if (homeless.length > MOST_LIT) return;
  for (const edge of homeless) {
    const size = labelSize(labelNow(edge, 1, frame.edgeLabels, undefined), frame.text.measure);
    const middle = edge.way.curves[Math.floor(edge.way.curves.length / 2)];
    if (size === undefined || middle === undefined || !isResting(edge)) continue;
    const { x, y } = pointOn(middle, 0.5);
    drawLabel(frame, edge, { x: x - size.width / 2, y: y - size.height / 2, ...size });
  }
}

function drawLabel(frame: Frame, edge: SceneEdge, place: Rect): void {
  const { context, palette, text } = frame;
  const label: EdgeLabel = labelNow(edge, frame.figures, frame.edgeLabels, frame.preview.get(edge.view.id));
  const middle = place.x + place.width / 2;
  const halo = palette.colour[isInside(frame, middle, place.y) ? 'bg-region' : 'bg-canvas'];
  let baseline = place.y + LABEL_LINE - 3;
  if (label.drift) {
    drawDrift(frame, middle, place.y);
    context.textAlign = 'center';
    baseline += DRIFT_HEIGHT;
  }
  context.strokeStyle = halo;
  context.lineWidth = 4;
  for (const line of label.lines) {
    const loud = line.tone === 'degraded' || line.tone === 'failing';
    context.font = text.font(loud ? 'edgeStrong' : line.role, loud ? 11 : undefined);
    context.strokeText(line.text, middle, baseline);
    context.fillStyle = palette.colour[TONES[line.tone]];
    context.fillText(line.text, middle, baseline);
    baseline += LABEL_LINE;
  }
}

const isInside = (frame: Frame, x: number, y: number): boolean =>
  frame.scene.regions.some(
    ({ rect }) => x > rect.x && x < rect.x + rect.width && y > rect.y && y < rect.y + rect.height,
  );

/** The mark of drift: two strokes that are not equal, and the word. */
function drawDrift(frame: Frame, middle: number, top: number): void {
  const { context, palette, text } = frame;
  const x = middle - DRIFT_WIDTH / 2;
  context.beginPath();
  context.roundRect(x, top, DRIFT_WIDTH, 17, 8.5);
  context.fillStyle = palette.colour['degraded-soft'];
  context.fill();
  context.lineWidth = 1;
  context.strokeStyle = palette.colour['degraded-mark'];
  context.stroke();
  context.beginPath();
  const y = top + 8.5;
  context.moveTo(x + 7, y - 1.9);
  context.lineTo(x + 14, y - 1.9);
  context.moveTo(x + 7, y + 1.9);
  context.lineTo(x + 14, y + 1.9);
  context.moveTo(x + 12.4, y - 4.3);
  context.lineTo(x + 8.6, y + 4.3);
  context.lineWidth = 1.5;
  context.lineCap = 'round';
  context.strokeStyle = palette.colour['degraded-text'];
  context.stroke();
  context.lineCap = 'butt';
  context.font = text.font('edgeStrong', 10.5);
  context.fillStyle = palette.colour['degraded-text'];
  context.textAlign = 'left';
  context.fillText('drift', x + 18, y + 3.7);
}
