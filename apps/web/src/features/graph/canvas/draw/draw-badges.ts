import type { Badge } from '@weir/shared';
import type { SceneNode } from '../scene.ts';
import type { Frame } from './frame.ts';

/** Strokes on a 12 px square. */
const GLYPHS: Readonly<Record<Badge['kind'], string>> = {
  'traffic-shifting': 'M1.5 6h2.6c2.7 0 2.4-3.4 5-3.4h1.4M4.1 6c2.7 0 2.4 3.4 5 3.4h1.4',
  'virtual-service': 'M1.5 6h2.6c2.7 0 2.4-3.4 5-3.4h1.4M4.1 6c2.7 0 2.4 3.4 5 3.4h1.4',
  'request-routing': 'M1.6 2.2h8.8L7.1 6.3v3.9L4.9 9V6.3Z',
  mirroring: 'M1.5 4h8M7.6 2 9.6 4l-2 2M10.5 8.4h-8M4.4 6.6l-2 1.8 2 2',
  'fault-injection': 'M6.7 1.4 3.2 6.7h2.6l-.8 4 3.7-5.6H6Z',
  timeout: 'M6 10.4a4.4 4.4 0 1 0 0-8.8 4.4 4.4 0 0 0 0 8.8M6 3.6V6l1.7 1',
  retries: 'M9.9 6a3.9 3.9 0 1 1-1.2-2.8M9.9 1.7v2.1H7.8',
  'circuit-breaker': 'M1.2 6.6h2.5L8 3.2M8.4 6.6h2.4M3.7 6.6h.1M8.3 6.6h.1',
  'session-affinity': 'M2 4.3h8M2 7.7h8M5 1.9 4 10.1M8 1.9l-1 8.2',
  gateway: 'M2.2 10.2V3.4C2.2 1 9.8 1 9.8 3.4v6.8M6 1.8v8.4',
  'missing-sidecar': 'M6 2.2v4.6M6 9.4v.2',
  'missing-version-label': 'M1.8 1.8h4L10.4 6.4l-4 4L1.8 5.8ZM4 4h.1',
  'missing-app-label': 'M1.8 1.8h4L10.4 6.4l-4 4L1.8 5.8ZM4 4h.1',
  ambient: 'M6 10a4 4 0 1 0 0-8 4 4 0 0 0 0 8M1 6h2M9 6h2',
  deleted: 'M2.8 2.8l6.4 6.4M9.2 2.8 2.8 9.2',
};

/** What is shown first where there is no room for all. */
const ORDER: readonly Badge['kind'][] = [
  'fault-injection',
  'traffic-shifting',
  'session-affinity',
  'mirroring',
  'circuit-breaker',
  'request-routing',
  'missing-version-label',
  'missing-app-label',
  'timeout',
  'retries',
  'gateway',
  'ambient',
  'virtual-service',
];

const RADIUS = 9.5;
const PITCH = 23;
const MOST = 2;

const paths = new Map<Badge['kind'], Path2D>();

/** The badges to show, most telling first. `virtual-service` says less than any of the others it comes with. */
export function badgesToShow(badges: readonly Badge[]): {
  readonly kinds: readonly Badge['kind'][];
  readonly more: number;
} {
  const kinds = ORDER.filter((kind) => badges.some((badge) => badge.kind === kind));
  const telling = kinds.length > 1 ? kinds.filter((kind) => kind !== 'virtual-service') : kinds;
  return { kinds: telling.slice(0, MOST), more: Math.max(0, telling.length - MOST) };
}

/** Small discs on the upper edge, from the right; two at most, then a count. */
export function drawBadges(frame: Frame, node: SceneNode): void {
  if (node.view.badges.length === 0) return;
  const { kinds, more } = badgesToShow(node.view.badges);
  const { rect, view } = node;
  let x = rect.x + rect.width - (view.shape === 'card' ? 20 : 26);
  for (const kind of kinds) {
    drawDisc(frame, x, rect.y);
    drawGlyph(frame, kind, x, rect.y);
    x -= PITCH;
  }
  if (more === 0) return;
  const { context, palette, text } = frame;
  drawDisc(frame, x, rect.y);
  context.font = text.font('edgeStrong', 9.5);
  context.fillStyle = palette.colour['text-2'];
  context.textAlign = 'center';
  context.fillText(`+${more}`, x - 0.5, rect.y + 3.4);
  context.textAlign = 'left';
}

function drawDisc(frame: Frame, x: number, y: number): void {
  const { context, palette } = frame;
  context.beginPath();
  context.arc(x, y, RADIUS, 0, Math.PI * 2);
  context.fillStyle = palette.colour['bg-raised'];
  context.fill();
  context.lineWidth = 1;
  context.strokeStyle = palette.colour['line-strong'];
  context.stroke();
}

function drawGlyph(frame: Frame, kind: Badge['kind'], x: number, y: number): void {
  const { context, palette } = frame;
  const path = paths.get(kind) ?? new Path2D(GLYPHS[kind]);
  paths.set(kind, path);
  context.save();
  context.translate(x - 6, y - 6);
  context.lineWidth = 1.3;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  context.strokeStyle = palette.colour['text-2'];
  context.stroke(path);
  context.restore();
}
