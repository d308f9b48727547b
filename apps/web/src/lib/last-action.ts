const KEY = 'weir.last-action';

/** The action that this person used last, in this browser; undefined before the first. */
export const lastAction = (): string | undefined => window.localStorage.getItem(KEY) ?? undefined;

/** Remembers an action as the last one used. */
export const rememberAction = (action: string): void => window.localStorage.setItem(KEY, action);
