import { useEffect, useRef } from 'react';

/** What stands over the page and has the keys for itself. */
const OVER = 'dialog[open], [role="menu"], [data-radix-popper-content-wrapper]';

/** Keys of the whole page, by `KeyboardEvent.key` in lower case. None acts while somebody types, or while a dialog is open. */
export function useShortcuts(keys: Readonly<Record<string, () => void>>): void {
  const current = useRef(keys);
  current.current = keys;
  useEffect(() => {
    const down = (event: KeyboardEvent) => {
      const target = event.target;
      const typing =
        target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
      const modified = event.ctrlKey || event.metaKey || event.altKey;
      if (typing || modified || event.defaultPrevented || document.querySelector(OVER) !== null) return;
      const act = current.current[event.key.toLowerCase()];
      if (act === undefined) return;
      event.preventDefault();
      act();
    };
    document.addEventListener('keydown', down);
    return () => document.removeEventListener('keydown', down);
  }, []);
}
