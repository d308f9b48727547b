import {
  buildSnapshot,
  emptySlice,
  type KubernetesObject,
  type Namespace,
  type NamespaceSlice,
  type Snapshot,
  sliceKindOf,
  withObject,
} from '@weir/mesh';
import type { ControlledStore, StoreChange } from './store/controlled-store.ts';

/** The cluster as the simulated traffic sees it: a snapshot that is the same object while nothing has changed. */
export class MeshView {
  #snapshot: Snapshot;
  #slices: Map<string, NamespaceSlice>;
  #stale = false;
  readonly #stop: () => void;

  constructor(store: ControlledStore, objects: Iterable<KubernetesObject>) {
    this.#snapshot = buildSnapshot(objects, { cluster: 'demo' });
    this.#slices = new Map(this.#snapshot.slices);
    this.#stop = store.onChange((change) => this.#apply(change));
  }

  snapshot(): Snapshot {
    if (this.#stale) {
      this.#snapshot = { ...this.#snapshot, revision: this.#snapshot.revision + 1, slices: new Map(this.#slices) };
      this.#stale = false;
    }
    return this.#snapshot;
  }

  close(): void {
    this.#stop();
  }

  #apply(change: StoreChange): void {
    const { object } = change;
    const gone = change.type === 'DELETED';
    const kind = sliceKindOf(object);
    if (object.kind === 'Namespace') this.#applyNamespace(object as Namespace, gone);
    else if (kind !== undefined) {
      const { namespace = 'default', name } = object.metadata;
      const slice = this.#slices.get(namespace) ?? emptySlice(namespace);
      this.#put(withObject(slice, kind, name, gone ? undefined : object));
    }
  }

  #applyNamespace(namespace: Namespace, gone: boolean): void {
    const { name } = namespace.metadata;
    this.#stale = true;
    if (gone) this.#slices.delete(name);
    else this.#put({ ...(this.#slices.get(name) ?? emptySlice(name)), namespace });
  }

  #put(slice: NamespaceSlice): void {
    this.#slices.set(slice.name, slice);
    this.#stale = true;
  }
}
