import { useCallback, useSyncExternalStore } from 'react';
import { formatView, parseView, type ViewState } from './view-state.ts';

const listeners = new Set<() => void>();
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('popstate', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('popstate', listener);
  };
}
const search = () => window.location.search;

/** The view as the URL has it, and a function that changes part of it. A new selection replaces the entry; all else adds one. */
export function useViewState(): readonly [ViewState, (change: Partial<ViewState>) => void] {
  const query = useSyncExternalStore(subscribe, search);
  const change = useCallback((part: Partial<ViewState>) => {
    const next = formatView({ ...parseView(window.location.search), ...part });
    const url = `${window.location.pathname}${next}`;
    if (Object.keys(part).every((key) => key === 'selected' || key === 'find'))
      window.history.replaceState(null, '', url);
    else window.history.pushState(null, '', url);
    for (const listener of listeners) listener();
  }, []);
  return [parseViewOnce(query), change];
}

/** One object for one query, so that effects do not run again for nothing. */
let last: { readonly query: string; readonly view: ViewState } | undefined;
function parseViewOnce(query: string): ViewState {
  if (last?.query !== query) last = { query, view: parseView(query) };
  return last.view;
}
