/** Which namespaces somebody looks at: those asked for within the last minute. */
export interface Interest {
  /** True when a namespace is new. */
  readonly ask: (namespaces: readonly string[], nowMs: number) => boolean;
  readonly current: (nowMs: number) => ReadonlySet<string>;
}

const LASTS_MS = 60_000;

export function createInterest(): Interest {
  const askedMs = new Map<string, number>();
  const current = (nowMs: number): ReadonlySet<string> => {
    for (const [namespace, atMs] of askedMs) if (nowMs - atMs > LASTS_MS) askedMs.delete(namespace);
    return new Set(askedMs.keys());
  };
  return {
    ask: (namespaces, nowMs) => {
      const known = current(nowMs);
      for (const namespace of namespaces) askedMs.set(namespace, nowMs);
      return namespaces.some((namespace) => !known.has(namespace));
    },
    current,
  };
}
