const SEPARATORS = /[-_.]/g;

/**
 * The longest beginning, up to a separator, that more than half of the names share (three at least). It is set in
 * grey so that what tells the names apart stands out. Empty when there is none.
 */
export function sharedPrefix(names: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const name of new Set(names)) {
    for (const match of name.matchAll(SEPARATORS)) {
      const prefix = name.slice(0, match.index + 1);
      if (prefix.length < name.length) counts.set(prefix, (counts.get(prefix) ?? 0) + 1);
    }
  }
  const needed = Math.max(3, Math.floor(new Set(names).size / 2) + 1);
  let best = '';
  for (const [prefix, count] of counts) if (count >= needed && prefix.length > best.length) best = prefix;
  return best;
}

/** Splits a name into the shared prefix and the rest; a name without it, or that is nothing else, stays whole. */
export function splitName(name: string, prefix: string): { prefix: string; name: string } {
  if (prefix === '' || !name.startsWith(prefix) || name.length === prefix.length) return { prefix: '', name };
  return { prefix, name: name.slice(prefix.length) };
}
