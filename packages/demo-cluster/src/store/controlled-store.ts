import type { KubernetesObject } from '@weir/mesh';

/** Who writes, for managedFields. */
export interface WriteOptions {
  /** Field manager, as `kube-controller-manager` (the default) or `kubelet`. */
  readonly manager?: string;
}

/** One write that has happened. `object` is the state after it; of a deletion the last state. */
export interface StoreChange {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  /** API group, '' for the core group. */
  readonly group: string;
  /** Plural name of the kind, as `pods`. */
  readonly plural: string;
  readonly object: KubernetesObject;
  /** The state before; undefined for ADDED. */
  readonly previous: KubernetesObject | undefined;
}

/**
 * The part of the store that controllers use: synchronous, without users or admission. Objects are immutable: read one,
 * build a changed copy, write it. Kinds are named by plural and group, as `('deployments', 'apps')`; core kinds have group ''.
 * Objects are in the kind's storage version.
 */
export interface ControlledStore {
  /** All objects of a kind, in one namespace if it is named, ordered by namespace and name. */
  list(plural: string, group: string, namespace?: string): readonly KubernetesObject[];
  get(plural: string, group: string, namespace: string, name: string): KubernetesObject | undefined;
  /**
   * Creates the object as it is, status included. An empty name with `generateName` gets five characters more. uid, creationTimestamp,
   * resourceVersion and missing ownerReferences' uids are filled in. Throws when the name is taken or the kind is not served.
   */
  create(object: KubernetesObject, options?: WriteOptions): KubernetesObject;
  /**
   * Replaces everything but the status and the system's metadata. Answers undefined when the object does not exist any more. A
   * resourceVersion in the object is not compared: controllers run between requests, nothing can be lost.
   */
  update(object: KubernetesObject, options?: WriteOptions): KubernetesObject | undefined;
  /** Replaces only the status. Writing what is there already changes nothing and emits nothing. */
  updateStatus(object: KubernetesObject, options?: WriteOptions): KubernetesObject | undefined;
  /** Deletes the object and, as garbage collection does, what it owns. False when it did not exist. */
  delete(plural: string, group: string, namespace: string, name: string): boolean;
  /** Calls the listener after every write, synchronously, in order. A listener may write; its writes are told after the current one. */
  onChange(listener: (change: StoreChange) => void): () => void;
}
