import { easeCubicOut, select, type ZoomTransform, zoom, zoomIdentity, zoomTransform } from 'd3';
import type { View } from './fit-view.ts';
import { MOVE_MS } from './motion.ts';

/** How near and how far one can go. */
const NEAREST = 4;
const FARTHEST = 0.02;

/** Zoom and pan of the canvas, on d3-zoom: wheel, drag, pinch. The state is an immutable transform. */
export interface Camera {
  readonly view: View;
  /** Goes to a view, smoothly unless told otherwise. */
  goTo(view: View, smooth: boolean): void;
  zoomBy(factor: number, smooth: boolean): void;
  /** Moves by screen px, at once. */
  panBy(dx: number, dy: number): void;
  dispose(): void;
}

export interface CameraEvents {
  /** The view has changed; `byHand` when a person did it. */
  readonly onChange: (byHand: boolean) => void;
}

export function createCamera(element: HTMLElement, events: CameraEvents): Camera {
  const target = select<HTMLElement, unknown>(element);
  const behaviour = zoom<HTMLElement, unknown>()
    .scaleExtent([FARTHEST, NEAREST])
    .clickDistance(4)
    .on('start', (event: { sourceEvent: unknown }) => {
      if (event.sourceEvent !== null) element.dataset.dragging = 'true';
    })
    .on('zoom', (event: { sourceEvent: unknown }) => events.onChange(event.sourceEvent !== null))
    .on('end', () => {
      delete element.dataset.dragging;
    });
  target.call(behaviour).on('dblclick.zoom', null);
  const current = (): ZoomTransform => zoomTransform(element);
  const travel = (transform: ZoomTransform, smooth: boolean) => {
    target.interrupt();
    if (!smooth) behaviour.transform(target, transform);
    else behaviour.transform(target.transition().duration(MOVE_MS).ease(easeCubicOut), transform);
  };
  return {
    get view() {
      const { k, x, y } = current();
      return { k, x, y };
    },
    goTo: ({ k, x, y }, smooth) => travel(zoomIdentity.translate(x, y).scale(k), smooth),
    zoomBy(factor, smooth) {
      target.interrupt();
      if (!smooth) behaviour.scaleBy(target, factor);
      else
        behaviour.scaleBy(
          target
            .transition()
            .duration(MOVE_MS / 2)
            .ease(easeCubicOut),
          factor,
        );
    },
    panBy(dx, dy) {
      const { k, x, y } = current();
      travel(zoomIdentity.translate(x + dx, y + dy).scale(k), false);
    },
    dispose() {
      target.interrupt();
      target.on('.zoom', null);
    },
  };
}
