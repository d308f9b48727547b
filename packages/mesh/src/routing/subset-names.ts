/** A DNS-1123 label made from a version: lower case letters, digits and hyphens, at most 63 (W6). */
export function subsetNameOf(version: string): string {
  const name = version
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, 63)
    .replace(/-+$/, '');
  return name === '' ? 'version' : name;
}

/** The name, or the name with the first number from 2 that is free. Never longer than 63. */
export function freeName(name: string, taken: (candidate: string) => boolean): string {
  if (!taken(name)) return name;
  for (let number = 2; ; number += 1) {
    const candidate = `${name.slice(0, 62 - String(number).length).replace(/-+$/, '')}-${number}`;
    if (!taken(candidate)) return candidate;
  }
}
