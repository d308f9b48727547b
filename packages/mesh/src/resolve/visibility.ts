/** exportTo as Istio reads it (research/istio-kubernetes.md 2.2, 2.10.5). */

/** Where an object is seen: everywhere, or in these namespaces. */
export type Visibility = 'public' | ReadonlySet<string>;

/**
 * The namespaces that see an object of `namespace`. `.` is its own, `*` everybody, `~` nobody; an empty exportTo is the
 * mesh's default. Naming only other namespaces hides an object from its own.
 */
export function visibilityOf(exportTo: readonly string[], defaults: readonly string[], namespace: string): Visibility {
  const chosen = exportTo.length > 0 ? exportTo : defaults;
  if (chosen.length === 0 || chosen.includes('*')) return 'public';
  if (chosen.includes('~')) return new Set();
  return new Set(chosen.map((target) => (target === '.' ? namespace : target)));
}

export const isVisibleIn = (visibility: Visibility, namespace: string): boolean =>
  visibility === 'public' || visibility.has(namespace);

/** Which of two VirtualServices a proxy of `client` tries first: private to its namespace 0, exported to it by name 1, public 2. */
export function visibilityRank(visibility: Visibility, namespace: string, client: string): 0 | 1 | 2 {
  if (visibility === 'public') return 2;
  return namespace === client ? 0 : 1;
}
