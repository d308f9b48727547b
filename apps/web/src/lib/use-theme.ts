import { useCallback, useEffect, useSyncExternalStore } from 'react';

export type Theme = 'light' | 'dark';
export type ThemeChoice = Theme | 'system';
const KEY = 'weir.theme';

const media = (query: string) => window.matchMedia(query);
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  const dark = media('(prefers-color-scheme: dark)');
  dark.addEventListener('change', listener);
  return () => {
    listeners.delete(listener);
    dark.removeEventListener('change', listener);
  };
}

function choice(): ThemeChoice {
  const stored = window.localStorage.getItem(KEY);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}
const theme = (): Theme => {
  const chosen = choice();
  if (chosen !== 'system') return chosen;
  return media('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
};

/** The theme in force, what the person chose, and how to choose another. The choice stays in this browser. */
export function useTheme(): {
  readonly theme: Theme;
  readonly choice: ThemeChoice;
  readonly choose: (next: ThemeChoice) => void;
} {
  const current = useSyncExternalStore(subscribe, theme);
  const chosen = useSyncExternalStore(subscribe, choice);
  useEffect(() => {
    document.documentElement.dataset.theme = current;
  }, [current]);
  const choose = useCallback((next: ThemeChoice) => {
    if (next === 'system') window.localStorage.removeItem(KEY);
    else window.localStorage.setItem(KEY, next);
    for (const listener of listeners) listener();
  }, []);
  return { theme: current, choice: chosen, choose };
}
