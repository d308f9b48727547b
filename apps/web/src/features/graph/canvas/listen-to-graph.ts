import type { GraphCanvasProps } from './graph-canvas-props.ts';
import type { GraphView } from './graph-view.ts';
import type { Hit } from './hit-test.ts';
import { listenToKeyboard } from './keyboard.ts';
import { listenToPointer } from './pointer.ts';

/** Connects pointer, keyboard and size of the surface with the drawing and the page's callbacks. */
export function listenToGraph(surface: HTMLElement, view: GraphView, props: () => GraphCanvasProps): () => void {
  const stops = [pointer(surface, view, props), keyboard(surface, view, props), sizes(surface, view)];
  return () => {
    for (const stop of stops) stop();
  };
}

function pointer(surface: HTMLElement, view: GraphView, props: () => GraphCanvasProps): () => void {
  let over: string | undefined;
  return listenToPointer(surface, {
    hitAt: (x, y) => view.hitAt(x, y),
    onHover(hit: Hit | undefined, clientX, clientY) {
      view.hover(hit);
      const id = hit?.kind === 'node' || hit?.kind === 'edge' ? hit.id : undefined;
      if (id === over) return;
      over = id;
      props().onHover?.(id === undefined ? undefined : { id, clientX, clientY });
    },
    onClick: (hit) => props().onSelect(view.hitId(hit, false)),
    onDoubleClick: (hit) => view.doubleClick(hit),
    onMenu: (hit, clientX, clientY) =>
      props().onContextMenu({ id: view.hitId(hit, true), clientX, clientY, keyboard: false }),
    onPress: () => view.setFocusVisible(false),
  });
}

function keyboard(surface: HTMLElement, view: GraphView, props: () => GraphCanvasProps): () => void {
  const current = () => view.focused() ?? props().selection;
  return listenToKeyboard(surface, {
    onWalk: (direction) => view.walk(direction),
    onOpen() {
      const id = current();
      if (id === undefined) return;
      props().onSelect(id);
      props().onOpen?.(id);
    },
    onSelect() {
      const id = current();
      if (id !== undefined) props().onSelect(id);
    },
    onClear() {
      view.clearFocus();
      props().onSelect(undefined);
    },
    onMenu() {
      const id = current();
      const rect = (id === undefined ? undefined : view.nodeClientRect(id)) ?? surface.getBoundingClientRect();
      const clientX = rect.left + Math.min(28, rect.width / 2);
      const clientY = id === undefined ? rect.top + rect.height / 2 : rect.bottom - 4;
      props().onContextMenu({ id, clientX, clientY, keyboard: true });
    },
    onFocus: (visible) => view.setFocusVisible(visible),
  });
}

function sizes(surface: HTMLElement, view: GraphView): () => void {
  if (typeof ResizeObserver === 'undefined') return () => {};
  const observer = new ResizeObserver(([entry]) => {
    if (entry !== undefined) view.resize(entry.contentRect.width, entry.contentRect.height);
  });
  observer.observe(surface);
  return () => observer.disconnect();
}
