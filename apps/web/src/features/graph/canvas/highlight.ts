import type { Lit } from './draw/frame.ts';
import { createTween, HOVER_MS } from './motion.ts';
import type { Scene } from './scene.ts';

/** Fades what does not belong to the thing under the pointer. */
export interface Highlight {
  /** What the pointer rests on; undefined fades back. */
  set(id: string | undefined, nowMs: number, still: boolean): void;
  lit(scene: Scene, nowMs: number): Lit | undefined;
  running(nowMs: number): boolean;
}

export function createHighlight(): Highlight {
  const tween = createTween();
  let shown: string | undefined;
  let leaving = false;
  let known: { readonly scene: Scene; readonly id: string; readonly sets: Omit<Lit, 'fade'> } | undefined;
  return {
    set(id, nowMs, still) {
      if (id === undefined ? leaving || shown === undefined : id === shown && !leaving) return;
      const swap = id !== undefined && shown !== undefined && !leaving;
      leaving = id === undefined;
      shown = id ?? shown;
      tween.start(nowMs, still || swap ? 0 : HOVER_MS);
    },
    lit(scene, nowMs) {
      if (shown === undefined) return undefined;
      const fade = leaving ? 1 - tween.value(nowMs) : tween.value(nowMs);
      if (leaving && fade <= 0) {
        shown = undefined;
        return undefined;
      }
      if (known?.scene !== scene || known.id !== shown) known = { scene, id: shown, sets: around(scene, shown) };
      return { ...known.sets, fade };
    },
    running: (nowMs) => shown !== undefined && tween.running(nowMs),
  };
}

function around(scene: Scene, id: string): Omit<Lit, 'fade'> {
  const nodes = new Set<string>([id]);
  const edges = new Set<string>();
  for (const { view } of scene.edges) {
    if (view.id !== id && view.source !== id && view.target !== id) continue;
    edges.add(view.id);
    nodes.add(view.source);
    nodes.add(view.target);
  }
  return { nodes, edges };
}
