/** The class of a version's colour and pattern, by its place in the order of first appearance (from 0). */
export const versionClass = (index: number): string => `version-${(index % 6) + 1}`;

/** A version's colour and pattern; always beside its name. */
export const VersionSwatch = ({ index }: { readonly index: number }) => (
  <i className={`swatch ${versionClass(index)}`} aria-hidden="true" />
);
