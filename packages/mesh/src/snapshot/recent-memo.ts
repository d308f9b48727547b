/**
 * Remembers the latest results by the identity of their parts: the same parts, in the same order, give the same result
 * object. A few are kept, so that two clusters (or a plan's imagined snapshot) do not push each other out.
 */
export function recentMemo<P extends object, R>(
  compute: (input: P) => R,
  partsOf: (input: P) => readonly unknown[],
  size = 4,
): (input: P) => R {
  const recent: { readonly parts: readonly unknown[]; readonly result: R }[] = [];
  const byInput = new WeakMap<P, { readonly result: R }>();
  const find = (input: P): R => {
    const parts = partsOf(input);
    const at = recent.findIndex((known) => sameParts(known.parts, parts));
    const entry = (at < 0 ? undefined : recent.splice(at, 1)[0]) ?? { parts, result: compute(input) };
    recent.unshift(entry);
    recent.length = Math.min(recent.length, size);
    return entry.result;
  };
  return (input) => {
    const known = byInput.get(input) ?? { result: find(input) };
    byInput.set(input, known);
    return known.result;
  };
}

/** Whether two lists hold the same values, by identity. */
export const sameParts = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((part, index) => part === b[index]);
