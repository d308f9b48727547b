/**
 * Who asks (DESIGN "Identity from the start"). Every use case takes a Caller, also while it is always the kubeconfig's own
 * user: a later sign-in changes how a Caller is made, not who passes it on.
 */
export interface Caller {
  readonly name: string;
  readonly groups: readonly string[];
  readonly cluster: string;
  /** Namespaces whose objects the person may read; `all` after a cluster-wide review. */
  readonly readableNamespaces: 'all' | ReadonlySet<string>;
}

/** Whether the caller may see objects of this namespace. */
export const mayReadNamespace = (caller: Caller, namespace: string): boolean =>
  caller.readableNamespaces === 'all' || caller.readableNamespaces.has(namespace);
