import type { Hit } from './hit-test.ts';

/** What the pointer does, in words of the graph. */
export interface PointerEvents {
  hitAt(clientX: number, clientY: number): Hit | undefined;
  onHover(hit: Hit | undefined, clientX: number, clientY: number): void;
  onClick(hit: Hit | undefined): void;
  onDoubleClick(hit: Hit | undefined): void;
  onMenu(hit: Hit | undefined, clientX: number, clientY: number): void;
  onPress(): void;
}

const LONG_PRESS_MS = 550;
const LONG_PRESS_SLACK = 10;

/** Listens on the canvas; d3-zoom has the wheel and the drag, and suppresses the click that ends a drag. */
export function listenToPointer(element: HTMLElement, events: PointerEvents): () => void {
  let press: { timer: ReturnType<typeof setTimeout>; x: number; y: number } | undefined;
  const endPress = () => {
    if (press !== undefined) clearTimeout(press.timer);
    press = undefined;
  };
  const menuAt = (x: number, y: number) => events.onMenu(events.hitAt(x, y), x, y);
  const listeners: { [K in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[K]) => void } = {
    pointermove: (event) => {
      if (press !== undefined && Math.hypot(event.clientX - press.x, event.clientY - press.y) > LONG_PRESS_SLACK)
        endPress();
      if (event.pointerType !== 'touch' && event.buttons === 0) {
        events.onHover(events.hitAt(event.clientX, event.clientY), event.clientX, event.clientY);
      }
    },
    pointerleave: (event) => {
      endPress();
      events.onHover(undefined, event.clientX, event.clientY);
    },
    pointerdown: (event) => {
      events.onPress();
      endPress();
      if (event.pointerType !== 'touch' || !event.isPrimary) return;
      const { clientX: x, clientY: y } = event;
      press = { timer: setTimeout(() => menuAt(x, y), LONG_PRESS_MS), x, y };
    },
    pointerup: endPress,
    pointercancel: endPress,
    click: (event) => events.onClick(events.hitAt(event.clientX, event.clientY)),
    dblclick: (event) => events.onDoubleClick(events.hitAt(event.clientX, event.clientY)),
    contextmenu: (event) => {
      event.preventDefault();
      endPress();
      menuAt(event.clientX, event.clientY);
    },
  };
  const entries = Object.entries(listeners) as [string, EventListener][];
  for (const [type, listener] of entries) element.addEventListener(type, listener);
  return () => {
    endPress();
    for (const [type, listener] of entries) element.removeEventListener(type, listener);
  };
}
