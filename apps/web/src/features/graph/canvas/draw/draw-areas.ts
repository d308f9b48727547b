import { REGION_GAP, REGION_HEAD } from '../../layout/metrics.ts';
import type { Token } from '../palette.ts';
import type { SceneBox } from '../scene.ts';
import { type Frame, inWindow } from './frame.ts';

const REGION_RADIUS = 14;
const BOX_RADIUS = 12;
/** Region titles never get smaller than this on screen. */
const LEAST_TITLE = 11;

/** Namespace regions: ground, hairline, title and summary. */
export function drawRegions(frame: Frame): void {
  const { context, scene, palette } = frame;
  for (const region of scene.regions) {
    if (!inWindow(frame.window, region.rect)) continue;
    context.globalAlpha = region.wasThere ? 1 : frame.arrival;
    context.beginPath();
    const { x, y, width, height } = region.rect;
    context.roundRect(x, y, width, height, REGION_RADIUS);
    context.fillStyle = palette.colour['bg-region'];
    context.fill();
    context.lineWidth = Math.max(1, 0.8 / frame.view.k);
    context.strokeStyle = palette.colour.line;
    context.stroke();
    if (frame.selection === region.id) ring(frame, REGION_RADIUS, region);
  }
  context.globalAlpha = 1;
}

/** Titles and summaries of regions, above the lines. */
export function drawRegionHeads(frame: Frame): void {
  for (const region of frame.scene.regions) {
    if (!inWindow(frame.window, region.rect)) continue;
    frame.context.globalAlpha = region.wasThere ? 1 : frame.arrival;
    drawRegionHead(frame, region);
  }
  frame.context.globalAlpha = 1;
}

/** Height of capitals at 12 px. */
const CAPITALS = 8.7;

/**
 * At small zooms the title keeps a readable size: under the upper edge as long as it fits above the first node, then
 * on the edge itself. The summary gives way.
 */
function drawRegionHead(frame: Frame, region: SceneBox): void {
  const { context, text, view } = frame;
  const scale = Math.max(1, LEAST_TITLE / 12 / view.k);
  const { x, y, width } = region.rect;
  const inset = scale > 1.4 ? 6 * scale : 16;
  const room = (width - 2 * inset) / scale;
  if (room < 24) return;
  const capitals = CAPITALS * scale;
  const halo = capitals + 12 > REGION_HEAD;
  const baseline = halo ? y + (REGION_HEAD - REGION_GAP) / 2 + capitals / 2 : y + Math.max(23, capitals + 9);
  const title = text.shorten(region.title, 'region', room);
  context.font = text.font('region', 12 * scale);
  word(frame, { text: title, x: x + inset, y: baseline, token: 'text-2', halo: halo ? 4 * scale : 0 });
  const summaryScale = Math.max(1, LEAST_TITLE / 11 / view.k);
  const summaryWidth = text.measure(region.meta, 'meta') * summaryScale;
  const left = text.measure(title, 'region') * scale;
  if (summaryWidth + left + 24 * scale > width - 2 * inset) return;
  context.font = text.font('meta', 11 * summaryScale);
  const end = x + width - inset - summaryWidth;
  word(frame, { text: region.meta, x: end, y: baseline, token: 'text-3', halo: halo ? 4 * scale : 0 });
}

function word(frame: Frame, at: { text: string; x: number; y: number; token: Token; halo: number }): void {
  const { context, palette } = frame;
  if (at.halo > 0) {
    context.lineJoin = 'round';
    context.lineWidth = at.halo;
    context.strokeStyle = palette.colour['bg-region'];
    context.strokeText(at.text, at.x, at.y);
  }
  context.fillStyle = palette.colour[at.token];
  context.fillText(at.text, at.x, at.y);
}

/** App boxes: a sunken ground with the app's name and the number of versions. */
export function drawBoxes(frame: Frame): void {
  const { context, scene, palette, text } = frame;
  for (const box of scene.boxes) {
    if (!inWindow(frame.window, box.rect)) continue;
    const alpha = box.wasThere ? 1 : frame.arrival;
    const { x, y, width, height } = box.rect;
    context.beginPath();
    context.roundRect(x, y, width, height, BOX_RADIUS);
    context.globalAlpha = alpha * 0.55;
    context.fillStyle = palette.colour['bg-sunken'];
    context.fill();
    context.globalAlpha = alpha;
    context.lineWidth = 1;
    context.strokeStyle = palette.colour.line;
    context.stroke();
    if (frame.selection === box.id) ring(frame, BOX_RADIUS, box);
    if (frame.detail !== 'full') continue;
    const metaWidth = text.measure(box.meta, 'meta');
    context.fillStyle = palette.colour['text-3'];
    context.font = text.font('figure');
    context.fillText(text.shorten(box.title, 'figure', width - metaWidth - 36), x + 12, y + 19);
    context.font = text.font('meta');
    context.textAlign = 'right';
    context.fillText(box.meta, x + width - 12, y + 19);
    context.textAlign = 'left';
  }
  context.globalAlpha = 1;
}

function ring(frame: Frame, radius: number, area: SceneBox): void {
  const { context, palette, view } = frame;
  const { x, y, width, height } = area.rect;
  context.beginPath();
  context.roundRect(x, y, width, height, radius);
  context.lineWidth = Math.max(2, 1.6 / view.k);
  context.strokeStyle = palette.colour.accent;
  context.stroke();
}
