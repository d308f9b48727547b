import type { KubernetesObject } from '@weir/mesh';
import type { ControlledStore, StoreChange } from '../store/controlled-store.ts';

const PLURALS: Readonly<Record<string, readonly [plural: string, group: string]>> = {
  Namespace: ['namespaces', ''],
  Pod: ['pods', ''],
  Service: ['services', ''],
  Deployment: ['deployments', 'apps'],
  ReplicaSet: ['replicasets', 'apps'],
  EndpointSlice: ['endpointslices', 'discovery.k8s.io'],
};

/** A store in memory that keeps the contract of ControlledStore, for tests only. It counts its writes. */
export class TestStore implements ControlledStore {
  writes = 0;
  #next = 0;
  #telling = false;
  readonly #objects = new Map<string, KubernetesObject>();
  readonly #listeners = new Set<(change: StoreChange) => void>();
  readonly #queue: StoreChange[] = [];

  list(plural: string, group: string, namespace?: string): readonly KubernetesObject[] {
    const prefix = namespace === undefined ? `${plural}.${group}/` : `${plural}.${group}/${namespace}/`;
    return [...this.#objects]
      .filter(([key]) => key.startsWith(prefix))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, object]) => object);
  }

  get(plural: string, group: string, namespace: string, name: string): KubernetesObject | undefined {
    return this.#objects.get(`${plural}.${group}/${namespace}/${name}`);
  }

  create(object: KubernetesObject): KubernetesObject {
    const id = ++this.#next;
    const name = object.metadata.name || `${object.metadata.generateName ?? ''}${String(id).padStart(5, 'x')}`;
    const creationTimestamp = object.metadata.creationTimestamp ?? new Date(id * 1000).toISOString();
    const metadata = {
      ...object.metadata,
      name,
      uid: object.metadata.uid ?? `uid-${id}`,
      creationTimestamp,
      generation: 1,
    };
    if (this.#find(object, name) !== undefined) throw new Error(`${object.kind} ${name} already exists`);
    return this.#put('ADDED', { ...object, metadata });
  }

  update(object: KubernetesObject): KubernetesObject | undefined {
    const before = this.#find(object, object.metadata.name) as (KubernetesObject & { status?: unknown }) | undefined;
    if (before === undefined) return undefined;
    const { uid = '', creationTimestamp = '', generation = 1 } = before.metadata;
    const metadata = { ...object.metadata, uid, creationTimestamp, generation: generation + 1 };
    return this.#put('MODIFIED', { ...object, metadata, status: before.status } as KubernetesObject);
  }

  updateStatus(object: KubernetesObject): KubernetesObject | undefined {
    const before = this.#find(object, object.metadata.name) as (KubernetesObject & { status?: unknown }) | undefined;
    const { status } = object as KubernetesObject & { status?: unknown };
    if (before === undefined || JSON.stringify(before.status) === JSON.stringify(status)) return before;
    return this.#put('MODIFIED', { ...before, status } as KubernetesObject);
  }

  delete(plural: string, group: string, namespace: string, name: string): boolean {
    const object = this.get(plural, group, namespace, name);
    if (object === undefined) return false;
    this.#remove(object);
    if (object.kind === 'Namespace') this.#empty(name);
    else this.#collect(object);
    return true;
  }

  /** The youngest first and none by its owner: pods go before the ReplicaSets that would replace them. */
  #empty(namespace: string): void {
    for (const object of [...this.#objects.values()].reverse()) {
      if (object.metadata.namespace === namespace) this.#remove(object);
    }
  }

  #collect(owner: KubernetesObject): void {
    for (const object of [...this.#objects.values()]) {
      if (object.metadata.ownerReferences?.some(({ uid }) => uid === owner.metadata.uid) !== true) continue;
      const [plural, group] = PLURALS[object.kind] ?? ['', ''];
      this.delete(plural, group, object.metadata.namespace ?? '', object.metadata.name);
    }
  }

  #remove(object: KubernetesObject): void {
    const [plural, group] = PLURALS[object.kind] ?? ['', ''];
    this.#objects.delete(`${plural}.${group}/${object.metadata.namespace ?? ''}/${object.metadata.name}`);
    this.#tell({ type: 'DELETED', plural, group, object, previous: object });
  }

  onChange(listener: (change: StoreChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #find(object: KubernetesObject, name: string): KubernetesObject | undefined {
    const [plural, group] = PLURALS[object.kind] ?? ['', ''];
    return this.get(plural, group, object.metadata.namespace ?? '', name);
  }

  #put(type: 'ADDED' | 'MODIFIED', object: KubernetesObject): KubernetesObject {
    const [plural, group] = PLURALS[object.kind] ?? ['', ''];
    const { namespace = '', name } = object.metadata;
    const previous = this.get(plural, group, namespace, name);
    this.writes++;
    this.#objects.set(`${plural}.${group}/${namespace}/${name}`, object);
    this.#tell({ type, plural, group, object, previous });
    return object;
  }

  #tell(change: StoreChange): void {
    this.#queue.push(change);
    if (this.#telling) return;
    this.#telling = true;
    for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
      for (const listener of this.#listeners) listener(next);
    }
    this.#telling = false;
  }
}
