import { endInset, textInset } from '../../model/node-size.ts';
import type { Token } from '../palette.ts';
import type { SceneNode } from '../scene.ts';
import { drawBadges } from './draw-badges.ts';
import { drawSecondLine } from './draw-second-line.ts';
import { drawStrip } from './draw-strip.ts';
import { type Frame, fadedAlpha, inWindow } from './frame.ts';
import { drawHealth, outlinePath } from './shapes.ts';

/** All nodes in view; while something is lit, the others faded. */
export function drawNodes(frame: Frame): void {
  const { context, lit } = frame;
  const visible = frame.scene.nodes.filter((node) => inWindow(frame.window, node.rect) || hasRing(frame, node));
  const alphaOf = (node: SceneNode) => {
    const arrival = node.wasThere ? 1 : frame.arrival;
    return lit === undefined || lit.nodes.has(node.view.id) ? arrival : arrival * fadedAlpha(lit);
  };
  if (frame.detail === 'bars') drawBars(frame, visible, alphaOf);
  else {
    for (const node of visible) {
      context.globalAlpha = alphaOf(node);
      drawCard(frame, node);
    }
  }
  context.globalAlpha = 1;
}

const hasRing = (frame: Frame, node: SceneNode): boolean =>
  frame.selection === node.view.id || frame.focus === node.view.id;

/** Far away a node is a bar: its ground, its outline, and the colour of a state that needs a person. */
function drawBars(frame: Frame, nodes: readonly SceneNode[], alphaOf: (node: SceneNode) => number): void {
  const { context, palette, view } = frame;
  const groups = new Map<string, SceneNode[]>();
  for (const node of nodes) {
    const key = `${barToken(node)} ${alphaOf(node)}`;
    const list = groups.get(key);
    if (list === undefined) groups.set(key, [node]);
    else list.push(node);
  }
  for (const [key, members] of groups) {
    const [token = '', alpha = '1'] = key.split(' ');
    context.globalAlpha = Number(alpha);
    context.beginPath();
    for (const { rect } of members) context.rect(rect.x, rect.y + 5, rect.width, rect.height - 10);
    context.fillStyle = token === '' ? palette.colour['bg-raised'] : palette.colour[token as Token];
    context.fill();
  }
  context.globalAlpha = 1;
  for (const node of nodes)
    if (hasRing(frame, node) || isFound(frame, node)) drawRings(frame, node, Math.max(1, 0.9 / view.k));
}

function barToken(node: SceneNode): Token {
  switch (node.view.health) {
    case 'failing':
      return 'failing-mark';
    case 'degraded':
      return 'degraded-mark';
    case 'healthy':
      return 'n-400';
    case 'idle':
      return 'line-strong';
    case 'unknown':
      return 'line-strong';
    default: {
      const exhaustive: never = node.view.health;
      throw new Error(`unknown health state ${String(exhaustive)}`);
    }
  }
}

function drawCard(frame: Frame, node: SceneNode): void {
  const { context, palette } = frame;
  const { shape, outline, health, colour } = node.view;
  const { rect } = node;
  if (outline === 'solid' && frame.detail === 'full') {
    context.beginPath();
    outlinePath(context, shape, { ...rect, y: rect.y + 1.25 }, 0.25);
    context.fillStyle = palette.colour['shadow-tint'];
    context.fill();
  }
  context.beginPath();
  outlinePath(context, shape, rect);
  context.fillStyle = palette.colour[outline === 'idle' ? 'bg-region' : 'bg-raised'];
  context.fill();
  if (colour !== undefined) drawStrip(context, rect, colour, palette);
  context.beginPath();
  outlinePath(context, shape, rect);
  if (outline === 'idle') context.setLineDash([3, 3]);
  if (outline === 'unknown') context.setLineDash([4, 3]);
  context.lineWidth = health === 'failing' ? 1.5 : 1;
  context.strokeStyle = palette.colour[strokeToken(node)];
  context.stroke();
  context.setLineDash([]);
  drawRings(frame, node, 1);
  drawHealth(
    context,
    health,
    rect.x + markInset(node),
    rect.y + (frame.detail === 'full' ? 19.5 : rect.height / 2),
    palette,
  );
  drawName(frame, node);
  if (frame.detail !== 'full') return;
  drawSecondLine(frame, node);
  drawBadges(frame, node);
}

function strokeToken(node: SceneNode): Token {
  const { health, outline, shape } = node.view;
  if (outline === 'idle') return 'line-strong';
  if (outline === 'unknown') return 'unknown-mark';
  if (health === 'degraded') return 'degraded-mark';
  if (health === 'failing') return 'failing-mark';
  return shape === 'pill' ? 'line-control' : 'line-strong';
}

/** Centre of the health mark from the node's left edge. */
function markInset(node: SceneNode): number {
  if (node.view.shape === 'pill') return 24;
  return node.view.colour === undefined ? 17 : 22;
}

/** Selected: an accent line with a soft ring. Found: a ring at a distance. Focused: a line outside both. */
function drawRings(frame: Frame, node: SceneNode, scale: number): void {
  const { context, palette } = frame;
  const ring = (grow: number, width: number, token: Token) => {
    context.beginPath();
    outlinePath(context, node.view.shape, node.rect, grow * scale);
    context.lineWidth = width * scale;
    context.strokeStyle = palette.colour[token];
    context.stroke();
  };
  if (isFound(frame, node)) ring(3.5, 3, 'accent-line');
  if (frame.selection === node.view.id) {
    if (isFound(frame, node)) ring(7, 2.5, 'accent-line');
    ring(0, 2, 'accent');
  }
  if (frame.focus === node.view.id) ring(4.5, 2, 'accent');
}

/** The soft ring around the selected node; lines that arrive lie over it. */
export function drawSelectionGround(frame: Frame): void {
  const { context, palette } = frame;
  const node = frame.scene.nodeById.get(frame.selection ?? '');
  if (node === undefined) return;
  const scale = Math.max(1, 0.9 / frame.view.k);
  context.beginPath();
  outlinePath(context, node.view.shape, node.rect, 3.5 * scale);
  context.lineWidth = 5 * scale;
  context.strokeStyle = palette.colour['accent-soft'];
  context.stroke();
}

const isFound = (frame: Frame, node: SceneNode): boolean =>
  frame.found.size > 0 && node.view.members.some((id) => frame.found.has(id));

/** Names that fit are this much larger where they stand alone on the node. */
const LARGER = 14 / 12;

/** The name, with what it shares with its namespace in grey. Where it stands alone on the node it may be larger. */
function drawName(frame: Frame, node: SceneNode): void {
  const { context, text, palette, detail } = frame;
  const { shape, prefix, name, colour } = node.view;
  const { rect } = node;
  const x = rect.x + textInset(shape, colour !== undefined);
  const room = rect.x + rect.width - endInset(shape) + 4 - x;
  const prefixWidth = text.measure(prefix, 'prefix');
  const shown = text.shorten(name, 'name', Math.max(24, room - prefixWidth));
  const full = prefixWidth + text.measure(shown, 'name');
  const scale = detail === 'full' ? 1 : full * LARGER <= room ? LARGER : 1;
  const size = Math.round(12 * scale);
  const baseline = detail === 'full' ? rect.y + 23.5 : rect.y + rect.height / 2 + size * 0.36;
  if (prefix !== '') {
    context.font = text.font('prefix', size);
    context.fillStyle = palette.colour['text-3'];
    context.fillText(prefix, x, baseline);
  }
  context.font = text.font('name', size);
  context.fillStyle = palette.colour.text;
  context.fillText(shown, x + (prefixWidth * size) / 12, baseline);
}
