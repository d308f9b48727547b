import type { Rect } from '../layout/layout-types.ts';
import { drawFrame } from './draw/draw-frame.ts';
import type { Frame } from './draw/frame.ts';

const MARGIN = 24;
const SCALE = 2;
/** Browsers refuse larger canvases. */
const LARGEST = 8192;

/** Draws the whole graph into a picture of its own. `frame` says what is drawn, not how near. */
export function exportPng(frame: Omit<Frame, 'context' | 'view' | 'window' | 'detail'>, bounds: Rect): Promise<Blob> {
  const width = bounds.width + 2 * MARGIN;
  const height = bounds.height + 2 * MARGIN;
  const k = Math.min(SCALE, LARGEST / width, LARGEST / height);
  const canvas = document.createElement('canvas');
  canvas.width = Math.ceil(width * k);
  canvas.height = Math.ceil(height * k);
  const context = canvas.getContext('2d');
  if (context === null) return Promise.reject(new Error('This browser offers no canvas to draw the picture on.'));
  const view = { k, x: (MARGIN - bounds.x) * k, y: (MARGIN - bounds.y) * k };
  context.fillStyle = frame.palette.colour['bg-canvas'];
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.setTransform(k, 0, 0, k, view.x, view.y);
  const window = { x: bounds.x - MARGIN, y: bounds.y - MARGIN, width, height };
  drawFrame({ ...frame, context, view, window, detail: 'full' });
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob === null) reject(new Error('The picture is too large for this browser.'));
      else resolve(blob);
    }, 'image/png');
  });
}
