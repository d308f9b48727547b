import type { StoredObject } from './stored-object.ts';

/** Where an object stands in lists: by namespace and name, as in etcd. */
export const objectKey = (namespace: string, name: string): string =>
  namespace === '' ? name : `${namespace}/${name}`;

type Entry = readonly [key: string, object: StoredObject];

/** All objects of one kind, listed in the order of their keys. Objects without a namespace are in the namespace ''. */
export class ObjectTable {
  readonly #namespaces = new Map<string, Map<string, StoredObject>>();
  readonly #sorted = new Map<string, readonly StoredObject[]>();
  #all: readonly StoredObject[] | undefined;

  get(namespace: string, name: string): StoredObject | undefined {
    return this.#namespaces.get(namespace)?.get(name);
  }

  /** The objects of one namespace, or all of them. */
  list(namespace?: string): readonly StoredObject[] {
    const known = namespace === undefined ? this.#all : this.#sorted.get(namespace);
    if (known !== undefined) return known;
    const names = namespace === undefined ? [...this.#namespaces.keys()] : [namespace];
    const entries = names.flatMap((name) => this.#entries(name));
    const sorted = entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object);
    if (namespace === undefined) this.#all = sorted;
    else this.#sorted.set(namespace, sorted);
    return sorted;
  }

  put(namespace: string, object: StoredObject): void {
    const objects = this.#namespaces.get(namespace) ?? new Map<string, StoredObject>();
    this.#namespaces.set(namespace, objects.set(object.metadata.name, object));
    this.#forget(namespace);
  }

  remove(namespace: string, name: string): void {
    const objects = this.#namespaces.get(namespace);
    objects?.delete(name);
    if (objects?.size === 0) this.#namespaces.delete(namespace);
    this.#forget(namespace);
  }

  #entries(namespace: string): readonly Entry[] {
    const objects = this.#namespaces.get(namespace) ?? new Map<string, StoredObject>();
    return [...objects].map(([name, object]): Entry => [objectKey(namespace, name), object]);
  }

  #forget(namespace: string): void {
    this.#all = undefined;
    this.#sorted.delete(namespace);
  }
}
