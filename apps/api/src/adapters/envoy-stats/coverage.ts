import type { ScrapeTarget } from './scrape-targets.ts';

/** Since when each namespace has been read without a gap, so that a window never claims more than was seen. */
export interface Coverage {
  /** A round begins: these are all the proxies that it reads. Namespaces without any are forgotten. */
  readonly begin: (targets: readonly ScrapeTarget[]) => void;
  /** A proxy was read, and counted since `baseMs`. Only the first round of a namespace decides. */
  readonly add: (target: ScrapeTarget, baseMs: number) => void;
  /** Since when all of these namespaces are known; those without proxies, or not read yet, do not count. */
  readonly sinceMs: (namespaces: ReadonlySet<string>) => number;
  /** Which of these namespaces have proxies but no figures yet. */
  readonly pending: (namespaces: ReadonlySet<string>) => readonly string[];
}

interface Known {
  sinceMs: number | undefined;
  readonly firstRound: number;
  readings: Map<string, number>;
}

export function createCoverage(): Coverage {
  const namespaces = new Map<string, Known>();
  let round = 0;

  const isPending = (known: Known): boolean => ![...known.readings.values()].some((count) => count >= 2);

  return {
    begin: (targets) => {
      round += 1;
      const present = new Set(targets.map((target) => target.namespace));
      for (const name of [...namespaces.keys()]) if (!present.has(name)) namespaces.delete(name);
      for (const name of present) {
        if (!namespaces.has(name)) namespaces.set(name, { sinceMs: undefined, firstRound: round, readings: new Map() });
      }
    },
    add: (target, baseMs) => {
      const known = namespaces.get(target.namespace);
      if (known === undefined) return;
      if (known.sinceMs === undefined || (known.firstRound === round && baseMs > known.sinceMs)) known.sinceMs = baseMs;
      if (isPending(known)) known.readings.set(target.key, (known.readings.get(target.key) ?? 0) + 1);
    },
    sinceMs: (wanted) => {
      let sinceMs = Number.NEGATIVE_INFINITY;
      for (const name of wanted) sinceMs = Math.max(sinceMs, namespaces.get(name)?.sinceMs ?? Number.NEGATIVE_INFINITY);
      return sinceMs;
    },
    pending: (wanted) =>
      [...wanted].filter((name) => {
        const known = namespaces.get(name);
        return known !== undefined && isPending(known);
      }),
  };
}
