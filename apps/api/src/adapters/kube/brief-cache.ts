import type { Clock } from '../../ports/clock.ts';

/** Remembers answers for a short time, and asks once for those who want the same at the same moment. Failures are not kept. */
export interface BriefCache<T> {
  readonly get: (key: string, ask: () => Promise<T>) => Promise<T>;
}

const MAX_ENTRIES = 10_000;

export function createBriefCache<T>(clock: Clock, keepMs: number): BriefCache<T> {
  const entries = new Map<string, { readonly answer: Promise<T>; readonly atMs: number }>();

  const dropOld = (nowMs: number): void => {
    for (const [key, entry] of entries) if (nowMs - entry.atMs >= keepMs) entries.delete(key);
    if (entries.size >= MAX_ENTRIES) entries.clear();
  };

  return {
    get: (key, ask) => {
      const nowMs = clock.nowMs();
      const known = entries.get(key);
      if (known !== undefined && nowMs - known.atMs < keepMs) return known.answer;
      dropOld(nowMs);
      const entry = { answer: ask(), atMs: nowMs };
      entries.set(key, entry);
      entry.answer.catch(() => {
        if (entries.get(key) === entry) entries.delete(key);
      });
      return entry.answer;
    },
  };
}
