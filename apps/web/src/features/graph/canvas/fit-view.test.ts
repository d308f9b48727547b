import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitView, MAX_FIT } from './fit-view.ts';

const insets = { top: 20, right: 20, bottom: 64, left: 20 };
const viewport = { width: 1440, height: 900 };
const obstacle = { x: 0, y: 700, width: 210, height: 200 };
const fit = (
  width: number,
  height: number,
  content = [{ x: 0, y: 0, width, height }],
  shield: typeof obstacle | undefined = undefined,
) => fitView({ bounds: { x: 0, y: 0, width, height }, viewport, insets, obstacle: shield, content });

describe('fitting', () => {
  it('never magnifies beyond 1.25', () => expect(fit(100, 100).k).toBe(MAX_FIT));

  it('shows everything within the insets, whatever its shape', () => {
    fc.assert(
      fc.property(fc.integer({ min: 50, max: 20_000 }), fc.integer({ min: 50, max: 20_000 }), (width, height) => {
        const view = fit(width, height);
        expect(view.x).toBeGreaterThanOrEqual(insets.left - 1);
        expect(view.y).toBeGreaterThanOrEqual(insets.top - 1);
        expect(view.x + width * view.k).toBeLessThanOrEqual(viewport.width - insets.right + 1);
        expect(view.y + height * view.k).toBeLessThanOrEqual(viewport.height - insets.bottom + 1);
      }),
    );
  });

  it('no node lies under the minimap', () => {
    const node = { x: 0, y: 760, width: 150, height: 52 };
    const view = fit(1400, 812, [node], obstacle);
    const right = (node.x + node.width) * view.k + view.x;
    const left = node.x * view.k + view.x;
    const bottom = (node.y + node.height) * view.k + view.y;
    expect(left > obstacle.width || bottom < obstacle.y || right < 0).toBe(true);
  });

  it('makes no room for the minimap where there is nothing', () => {
    const content = [{ x: 600, y: 0, width: 150, height: 52 }];
    expect(fit(1400, 812, content, obstacle)).toEqual(fit(1400, 812, content));
  });
});
