import type { HealthState } from '@weir/shared';
import type { Rect } from '../../layout/layout-types.ts';
import type { NodeShape } from '../../model/view-model.ts';
import type { Palette } from '../palette.ts';

const CARD_RADIUS = 8;
/** How far a gateway's point reaches into its width. */
const POINT = 18;

/** Adds a node's outline, grown by `grow`, to the current path. */
export function outlinePath(context: CanvasRenderingContext2D, shape: NodeShape, rect: Rect, grow = 0): void {
  const x = rect.x - grow;
  const y = rect.y - grow;
  const width = rect.width + 2 * grow;
  const height = rect.height + 2 * grow;
  if (shape === 'pill') {
    context.roundRect(x, y, width, height, height / 2);
    return;
  }
  if (shape === 'card') {
    context.roundRect(x, y, width, height, CARD_RADIUS + grow);
    return;
  }
  const radius = CARD_RADIUS + grow;
  const shoulder = x + width - POINT - grow * 0.4;
  const middle = y + height / 2;
  context.moveTo(x + radius, y);
  context.lineTo(shoulder, y);
  context.lineTo(x + width, middle);
  context.lineTo(shoulder, y + height);
  context.lineTo(x + radius, y + height);
  context.arcTo(x, y + height, x, y + height - radius, radius);
  context.lineTo(x, y + radius);
  context.arcTo(x, y, x + radius, y, radius);
  context.closePath();
}

/** The mark of a health state: a shape of its own for each, so that colour is never the only sign. */
export function drawHealth(
  context: CanvasRenderingContext2D,
  state: HealthState,
  x: number,
  y: number,
  palette: Palette,
): void {
  const { colour } = palette;
  context.beginPath();
  switch (state) {
    case 'healthy':
      context.arc(x, y, 4, 0, Math.PI * 2);
      context.fillStyle = colour['healthy-mark'];
      context.fill();
      return;
    case 'degraded':
      context.moveTo(x, y - 4.8);
      context.lineTo(x + 5.4, y + 4.4);
      context.lineTo(x - 5.4, y + 4.4);
      context.closePath();
      context.fillStyle = colour['degraded-mark'];
      context.fill();
      return;
    case 'failing':
      context.moveTo(x, y - 5.2);
      context.lineTo(x + 5.2, y);
      context.lineTo(x, y + 5.2);
      context.lineTo(x - 5.2, y);
      context.closePath();
      context.fillStyle = colour['failing-mark'];
      context.fill();
      return;
    case 'idle':
      context.arc(x, y, 3.6, 0, Math.PI * 2);
      context.strokeStyle = colour['idle-mark'];
      context.lineWidth = 1.6;
      context.stroke();
      return;
    case 'unknown':
      context.roundRect(x - 4, y - 4, 8, 8, 2);
      context.strokeStyle = colour['unknown-mark'];
      context.lineWidth = 1.7;
      context.setLineDash([2, 1.6]);
      context.stroke();
      context.setLineDash([]);
      return;
    default: {
      const exhaustive: never = state;
      throw new Error(`unknown health state ${String(exhaustive)}`);
    }
  }
}
