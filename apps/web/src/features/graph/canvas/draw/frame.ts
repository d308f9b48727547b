import type { Rect } from '../../layout/layout-types.ts';
import type { EdgeLabelMode } from '../../model/view-model.ts';
import type { View } from '../fit-view.ts';
import type { Detail } from '../level-of-detail.ts';
import type { Palette } from '../palette.ts';
import type { Scene } from '../scene.ts';
import type { TextKit } from '../text.ts';

/** All that one frame depends on. World coordinates everywhere; the context is already transformed. */
export interface Frame {
  readonly context: CanvasRenderingContext2D;
  readonly scene: Scene;
  readonly palette: Palette;
  readonly text: TextKit;
  readonly view: View;
  readonly detail: Detail;
  /** The part of the world in view. */
  readonly window: Rect;
  /** 0..1 on the way of the figures to their new values. */
  readonly figures: number;
  /** 0..1 on the way of nodes to their places: newcomers fade in with it. */
  readonly arrival: number;
  readonly labels: ReadonlyMap<string, Rect>;
  readonly edgeLabels: EdgeLabelMode;
  /** Shape, box, region or edge ids. */
  readonly selection: string | undefined;
  readonly focus: string | undefined;
  readonly found: ReadonlySet<string>;
  readonly preview: ReadonlyMap<string, number>;
  /** What stays bright while the rest is faded; undefined when nothing is. */
  readonly lit: Lit | undefined;
}

/** The hovered thing with its neighbours, and how far the others are faded, 0..1. */
export interface Lit {
  readonly nodes: ReadonlySet<string>;
  readonly edges: ReadonlySet<string>;
  readonly fade: number;
}

/** Opacity of what is fully faded. */
const FADED = 0.22;

/** Opacity of the rest while something is lit. */
export const fadedAlpha = (lit: Lit): number => 1 - (1 - FADED) * lit.fade;

export const inWindow = (window: Rect, rect: Rect): boolean =>
  rect.x < window.x + window.width &&
  window.x < rect.x + rect.width &&
  rect.y < window.y + window.height &&
  window.y < rect.y + rect.height;
