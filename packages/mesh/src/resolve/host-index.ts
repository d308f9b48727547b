import { isWildcardHost } from './host-names.ts';

/** Values by host, where hosts may be wildcards, found without scanning all of them. */
export interface HostIndex<T> {
  readonly add: (host: string, value: T) => void;
  /** Values of exactly this host, as spelled (a wildcard finds the same wildcard). */
  readonly exact: (host: string) => readonly T[];
  /** Wildcards that cover the host (itself excluded), the most specific first. */
  readonly wildcardsOver: (host: string) => readonly { readonly host: string; readonly values: readonly T[] }[];
}

const NONE: readonly never[] = [];

/** An index whose wildcards are found by the host's own endings; only spellings such as `*foo.com` are scanned. */
export function createHostIndex<T>(): HostIndex<T> {
  const values = new Map<string, T[]>();
  const odd: string[] = [];
  let wildcards = 0;
  return {
    add: (host, value) => {
      const known = values.get(host);
      if (known !== undefined) {
        known.push(value);
        return;
      }
      values.set(host, [value]);
      if (isWildcardHost(host)) wildcards += 1;
      if (isWildcardHost(host) && host !== '*' && !host.startsWith('*.')) odd.push(host);
    },
    exact: (host) => values.get(host) ?? NONE,
    wildcardsOver: (host) => {
      if (wildcards === 0) return NONE;
      const name = isWildcardHost(host) ? host.slice(1) : host;
      const found = new Set<string>();
      for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
        const wildcard = `*${name.slice(dot)}`;
        if (values.has(wildcard)) found.add(wildcard);
      }
      if (values.has('*')) found.add('*');
      for (const wildcard of odd) if (name.endsWith(wildcard.slice(1))) found.add(wildcard);
      found.delete(host);
      return [...found]
        .sort((a, b) => b.length - a.length || (a < b ? -1 : 1))
        .map((wildcard) => ({ host: wildcard, values: values.get(wildcard) ?? NONE }));
    },
  };
}
