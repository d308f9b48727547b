import type { Direction } from './walk.ts';

/** What keys do, in words of the graph. */
export interface KeyboardEvents {
  onWalk(direction: Direction): void;
  onOpen(): void;
  onSelect(): void;
  onClear(): void;
  onMenu(): void;
  /** The focus has come by keyboard, or has left. */
  onFocus(visible: boolean): void;
}

const ARROWS: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

/** Listens on the focusable element. Tab stays what it is; keys with Ctrl, Alt or Meta are the browser's. */
export function listenToKeyboard(element: HTMLElement, events: KeyboardEvents): () => void {
  let menuByKey = false;
  const act = (event: KeyboardEvent): (() => void) | undefined => {
    const direction = ARROWS[event.key];
    if (direction !== undefined) return () => events.onWalk(direction);
    if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) return events.onMenu;
    if (event.key === 'Enter') return events.onOpen;
    if (event.key === ' ') return events.onSelect;
    return event.key === 'Escape' ? events.onClear : undefined;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const action = act(event);
    if (action === undefined) return;
    event.preventDefault();
    menuByKey = action === events.onMenu;
    action();
  };
  // For the key browsers send a contextmenu event to the focused element as well, at a place of their own.
  const onContextMenu = (event: Event) => {
    if (event.target !== element) {
      menuByKey = false;
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    if (!menuByKey) events.onMenu();
    menuByKey = false;
  };
  const onFocus = () => events.onFocus(element.matches(':focus-visible'));
  const onBlur = () => events.onFocus(false);
  element.addEventListener('keydown', onKeyDown);
  element.addEventListener('contextmenu', onContextMenu, true);
  element.addEventListener('focus', onFocus);
  element.addEventListener('blur', onBlur);
  return () => {
    element.removeEventListener('keydown', onKeyDown);
    element.removeEventListener('contextmenu', onContextMenu, true);
    element.removeEventListener('focus', onFocus);
    element.removeEventListener('blur', onBlur);
  };
}
