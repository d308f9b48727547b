import type { Rect } from '../layout/layout-types.ts';
import type { View } from './fit-view.ts';
import type { Palette } from './palette.ts';
import type { Scene } from './scene.ts';

/** The small picture of everything, with a frame around what is in view. */
export interface Minimap {
  /** Draws the picture anew: after a layout, a selection, a theme or a change of health. */
  draw(scene: Scene, palette: Palette, selection: string | undefined): void;
  /** Moves the frame. */
  frame(view: View, viewport: { readonly width: number; readonly height: number }): void;
  /** The place in the world under a place of the minimap, in its own px. */
  worldAt(x: number, y: number): { x: number; y: number };
}

export const MINIMAP = { width: 178, height: 110 } as const;
const MARGIN = 16;

export function createMinimap(canvas: HTMLCanvasElement, windowFrame: HTMLElement): Minimap {
  const context = canvas.getContext('2d') ?? undefined;
  let scale = 1;
  let left = 0;
  let top = 0;
  const aim = (bounds: Rect) => {
    scale = Math.min(MINIMAP.width / (bounds.width + 2 * MARGIN), MINIMAP.height / (bounds.height + 2 * MARGIN));
    left = (MINIMAP.width - bounds.width * scale) / 2 - bounds.x * scale;
    top = (MINIMAP.height - bounds.height * scale) / 2 - bounds.y * scale;
  };
  return {
    draw(scene, palette, selection) {
      aim(scene.layout.bounds);
      if (context === undefined) return;
      const ratio = globalThis.devicePixelRatio || 1;
      canvas.width = MINIMAP.width * ratio;
      canvas.height = MINIMAP.height * ratio;
      context.setTransform(ratio * scale, 0, 0, ratio * scale, ratio * left, ratio * top);
      const least = 2 / scale;
      context.fillStyle = palette.colour['bg-sunken'];
      for (const { to } of scene.regions) context.fillRect(to.x, to.y, to.width, to.height);
      for (const node of scene.nodes) {
        const { x, y, width, height } = node.to;
        context.fillStyle = palette.colour[colourOf(node.view.health, node.view.id === selection)];
        context.fillRect(x, y + 4, Math.max(width, least), Math.max(height - 8, least));
      }
    },
    frame(view, viewport) {
      const width = (viewport.width / view.k) * scale;
      const height = (viewport.height / view.k) * scale;
      const x = (-view.x / view.k) * scale + left;
      const y = (-view.y / view.k) * scale + top;
      const inside = x <= 0 && y <= 0 && x + width >= MINIMAP.width && y + height >= MINIMAP.height;
      const clampedX = Math.max(1, Math.min(MINIMAP.width - 3, x));
      const clampedY = Math.max(1, Math.min(MINIMAP.height - 3, y));
      windowFrame.style.width = `${Math.max(2, Math.min(MINIMAP.width - 1, x + width) - clampedX)}px`;
      windowFrame.style.height = `${Math.max(2, Math.min(MINIMAP.height - 1, y + height) - clampedY)}px`;
      windowFrame.style.transform = `translate(${clampedX}px, ${clampedY}px)`;
      windowFrame.dataset.everything = String(inside);
    },
    worldAt: (x, y) => ({ x: (x - left) / scale, y: (y - top) / scale }),
  };
}

function colourOf(health: Scene['nodes'][number]['view']['health'], selected: boolean) {
  if (selected) return 'accent';
  if (health === 'failing') return 'failing-mark';
  return health === 'degraded' ? 'degraded-mark' : 'n-400';
}
