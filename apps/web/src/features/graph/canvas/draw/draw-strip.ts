import type { Rect } from '../../layout/layout-types.ts';
import type { VersionColour } from '../../model/version-colours.ts';
import type { Palette } from '../palette.ts';
import { outlinePath } from './shapes.ts';

const WIDTH = 7;
const STEP = 6;

/** The strip of a version: its colour, and its pattern in ink. */
export function drawStrip(
  context: CanvasRenderingContext2D,
  rect: Rect,
  colour: VersionColour,
  palette: Palette,
): void {
  context.save();
  context.beginPath();
  outlinePath(context, 'card', rect);
  context.clip();
  context.fillStyle = palette.colour[`version-${colour.token}`];
  context.fillRect(rect.x, rect.y, WIDTH, rect.height);
  context.strokeStyle = palette.colour['version-ink'];
  context.fillStyle = palette.colour['version-ink'];
  context.lineWidth = 1.6;
  context.beginPath();
  context.rect(rect.x, rect.y, WIDTH, rect.height);
  context.clip();
  drawPattern(context, rect, colour.pattern);
  context.restore();
}

function drawPattern(context: CanvasRenderingContext2D, rect: Rect, pattern: VersionColour['pattern']): void {
  const { x, y, height } = rect;
  context.beginPath();
  switch (pattern) {
    case 'solid':
      return;
    case 'dots':
      for (let at = y + 4; at < y + height; at += STEP) {
        context.moveTo(x + WIDTH / 2 + 1.5, at);
        context.arc(x + WIDTH / 2, at, 1.5, 0, Math.PI * 2);
      }
      context.fill();
      return;
    case 'lines':
      for (let at = y + 3; at < y + height; at += STEP - 1) addLine(context, x, at, 0);
      break;
    case 'crosshatch':
      for (let at = y - WIDTH; at < y + height + WIDTH; at += STEP) {
        addLine(context, x, at, -WIDTH);
        addLine(context, x, at, WIDTH);
      }
      break;
    case 'diagonal':
      for (let at = y - WIDTH; at < y + height + WIDTH; at += STEP) addLine(context, x, at, -WIDTH);
      break;
    default: {
      const exhaustive: never = pattern;
      throw new Error(`unknown pattern ${String(exhaustive)}`);
    }
  }
  context.stroke();
}

function addLine(context: CanvasRenderingContext2D, x: number, y: number, rise: number): void {
  context.moveTo(x - 1, y);
  context.lineTo(x + WIDTH + 1, y + rise);
}
