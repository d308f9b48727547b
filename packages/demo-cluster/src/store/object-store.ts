import type { JsonObject } from '../json.ts';
import { KINDS } from '../kinds/kinds.ts';
import { type ResourceKind, resourceName } from '../kinds/resource-kind.ts';
import { History, type StoreEvent } from './history.ts';
import { nameSuffix, newUid, type Random } from './identity.ts';
import { ObjectTable } from './object-table.ts';
import { metaText, type StoredObject, withMeta } from './stored-object.ts';

export interface ObjectStoreOptions {
  readonly clock: { nowMs(): number };
  readonly random: Random;
  /** How many writes a watch can go back. */
  readonly historyLimit?: number;
}

const HISTORY_LIMIT = 5_000;
/** A cluster that has been up for a while does not begin at 1. */
const FIRST_REVISION = 1_000;

/**
 * The cluster's memory: one table a kind, one revision for all, and the last writes for watches. It keeps what it is given and tells every
 * write; rules (validation, conflicts, ownership) are its callers'. Reading, deciding and writing happen without a pause between them, so nothing
 * can change underneath.
 */
export class ObjectStore {
  readonly #tables = new Map(KINDS.map((kind) => [resourceName(kind), new ObjectTable()]));
  readonly #clock: { nowMs(): number };
  readonly #random: Random;
  readonly #history: History;
  readonly #listeners = new Set<(event: StoreEvent) => void>();
  readonly #queue: StoreEvent[] = [];
  #telling = false;
  #revision = FIRST_REVISION;

  constructor(options: ObjectStoreOptions) {
    this.#clock = options.clock;
    this.#random = options.random;
    this.#history = new History(options.historyLimit ?? HISTORY_LIMIT);
    this.#history.compact(this.#revision);
  }

  get revision(): number {
    return this.#revision;
  }

  /** The oldest revision that a watch may start at. */
  get oldestRevision(): number {
    return this.#history.floor;
  }

  /** The time as the API writes it, in whole seconds. */
  now(): string {
    return `${new Date(this.#clock.nowMs()).toISOString().slice(0, 19)}Z`;
  }

  nowMs(): number {
    return this.#clock.nowMs();
  }

  random(): number {
    return this.#random();
  }

  get(kind: ResourceKind, namespace: string, name: string): StoredObject | undefined {
    return this.#table(kind).get(kind.namespaced ? namespace : '', name);
  }

  list(kind: ResourceKind, namespace?: string): readonly StoredObject[] {
    return this.#table(kind).list(kind.namespaced ? namespace : undefined);
  }

  /** The object with what the system gives a new one, unless it has it: a name, uid, creationTimestamp and generation. Nothing is stored. */
  identify(kind: ResourceKind, object: JsonObject): StoredObject {
    const name = metaText(object, 'name') ?? `${metaText(object, 'generateName') ?? ''}${nameSuffix(this.#random)}`;
    return withMeta(object, {
      name,
      uid: metaText(object, 'uid') ?? newUid(this.#random),
      creationTimestamp: metaText(object, 'creationTimestamp') ?? this.now(),
      resourceVersion: undefined,
      generation: kind.counted ? 1 : undefined,
    }) as StoredObject;
  }

  /** Stores a new object or a new state of one, under the next revision. */
  put(kind: ResourceKind, object: StoredObject): StoredObject {
    const namespace = metaText(object, 'namespace') ?? '';
    const previous = this.#table(kind).get(namespace, object.metadata.name);
    const stored = this.#stamp(object);
    this.#table(kind).put(namespace, stored);
    this.#tell({ revision: this.#revision, type: previous ? 'MODIFIED' : 'ADDED', kind, object: stored, previous });
    return stored;
  }

  remove(kind: ResourceKind, object: StoredObject): StoredObject {
    const last = this.#stamp(object);
    this.#table(kind).remove(metaText(object, 'namespace') ?? '', object.metadata.name);
    this.#tell({ revision: this.#revision, type: 'DELETED', kind, object: last, previous: object });
    return last;
  }

  /** Every write after the revision, or undefined when that is too long ago. */
  since(revision: number): readonly StoreEvent[] | undefined {
    return this.#history.since(revision);
  }

  /** Forgets all past writes: watches and pages that start earlier get 410. */
  compact(): void {
    this.#history.compact(this.#revision);
  }

  /** Calls the listener after every write, in order; what a listener writes is told after the write that it was told of. */
  onEvent(listener: (event: StoreEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #table(kind: ResourceKind): ObjectTable {
    const table = this.#tables.get(resourceName(kind));
    if (table === undefined) throw new Error(`${resourceName(kind)} has no table`);
    return table;
  }

  #stamp(object: StoredObject): StoredObject {
    this.#revision += 1;
    return withMeta(object, { resourceVersion: String(this.#revision) });
  }

  #tell(event: StoreEvent): void {
    this.#history.append(event);
    this.#queue.push(event);
    if (this.#telling) return;
    this.#telling = true;
    try {
      for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
        for (const listener of [...this.#listeners]) listener(next);
      }
    } finally {
      this.#telling = false;
    }
  }
}
