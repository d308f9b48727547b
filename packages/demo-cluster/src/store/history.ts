import type { ResourceKind } from '../kinds/resource-kind.ts';
import type { StoredObject } from './stored-object.ts';

/** One write, as watches tell it. */
export interface StoreEvent {
  readonly revision: number;
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly kind: ResourceKind;
  /** After the write; of a deletion the last state with the deletion's resourceVersion. */
  readonly object: StoredObject;
  readonly previous: StoredObject | undefined;
}

/** The last writes, for watches that start at an older revision. */
export class History {
  readonly #limit: number;
  #events: StoreEvent[] = [];
  /** Events after this revision are all known. */
  #floor = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get floor(): number {
    return this.#floor;
  }

  append(event: StoreEvent): void {
    this.#events.push(event);
    // Dropping a quarter at a time keeps appending cheap.
    if (this.#events.length > this.#limit * 1.25) this.#drop(this.#events.length - this.#limit);
  }

  /** The events after the revision, or undefined when some of them are forgotten. */
  since(revision: number): readonly StoreEvent[] | undefined {
    if (revision < this.#floor) return undefined;
    let low = 0;
    let high = this.#events.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#events[middle]?.revision ?? 0) <= revision) low = middle + 1;
      else high = middle;
    }
    return this.#events.slice(low);
  }

  /** Forgets everything up to now, as etcd's compaction does. */
  compact(revision: number): void {
    this.#events = [];
    this.#floor = revision;
  }

  #drop(count: number): void {
    this.#floor = this.#events[count - 1]?.revision ?? this.#floor;
    this.#events = this.#events.slice(count);
  }
}
