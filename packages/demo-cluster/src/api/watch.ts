import type { ServerResponse } from 'node:http';
import type { ListOptions } from '../http/list-options.ts';
import type { Form } from '../http/negotiate.ts';
import { asVersion, objectText } from '../http/object-text.ts';
import { statusOf } from '../http/status.ts';
import type { JsonObject } from '../json.ts';
import { apiVersionOf, type ResourceKind, resourceName } from '../kinds/resource-kind.ts';
import type { StoreEvent } from '../store/history.ts';
import type { ObjectStore } from '../store/object-store.ts';
import { metaText, type StoredObject } from '../store/stored-object.ts';
import { type IncludeObject, partialMetadata, tableOf } from '../table/table.ts';

/** What is watched and in which form it is told. */
export interface WatchRequest {
  readonly kind: ResourceKind;
  readonly version: string;
  /** '' for all namespaces. */
  readonly namespace: string;
  readonly options: ListOptions;
  readonly form: Form;
  readonly include: IncludeObject;
}

const BOOKMARK_INTERVAL_MS = 60_000;
/** A client that does not read is cut off when this much waits for it. */
const BACKLOG_LIMIT_BYTES = 32 * 1024 * 1024;
const DEFAULT_TIMEOUT_S = 30 * 60;

/** Open watches, so that they can be ended from outside. */
export class Watches {
  readonly #open = new Set<{ readonly resource: string; readonly end: () => void }>();

  /** Ends open watches at once, all or those of one resource as `pods` or `virtualservices.networking.istio.io`. Answers how many. */
  drop(resource?: string): number {
    const dropped = [...this.#open].filter((watch) => resource === undefined || watch.resource === resource);
    for (const watch of dropped) watch.end();
    return dropped.length;
  }

  /** Streams events until the client leaves, the time is over or the watch is dropped. */
  open(store: ObjectStore, request: WatchRequest, response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-cache, private' });
    response.flushHeaders();
    const stream = new WatchStream(store, request, response);
    if (!stream.begin()) return;
    const entry = { resource: resourceName(request.kind), end: () => response.destroy() };
    this.#open.add(entry);
    response.once('close', () => this.#open.delete(entry));
  }
}

class WatchStream {
  readonly #store: ObjectStore;
  readonly #request: WatchRequest;
  readonly #response: ServerResponse;
  #columnsSent = false;
  #bookmarked = 0;
  #revision: number;

  constructor(store: ObjectStore, request: WatchRequest, response: ServerResponse) {
    this.#store = store;
    this.#request = request;
    this.#response = response;
    this.#revision = store.revision;
  }

  /** Sends what the client has missed and follows from there; false when that is too long ago. */
  begin(): boolean {
    const { options } = this.#request;
    const from = options.resourceVersion ?? 0;
    if (from === 0 || options.sendInitialEvents) this.#sendState();
    else {
      const missed = this.#store.since(from);
      if (missed === undefined) {
        this.#expire(from);
        return false;
      }
      for (const event of missed) this.#tell(event);
      this.#revision = Math.max(from, this.#store.revision);
    }
    this.#follow(from);
    return true;
  }

  #follow(from: number): void {
    const { options } = this.#request;
    const stop = this.#store.onEvent((event) => {
      this.#revision = event.revision;
      if (event.revision > from) this.#tell(event);
    });
    const bookmarks = options.bookmarks ? setInterval(() => this.#bookmark(), BOOKMARK_INTERVAL_MS) : undefined;
    const timeout = setTimeout(() => this.#finish(), (options.timeoutSeconds ?? DEFAULT_TIMEOUT_S) * 1_000);
    bookmarks?.unref();
    timeout.unref();
    this.#response.once('close', () => {
      stop();
      clearInterval(bookmarks);
      clearTimeout(timeout);
    });
  }

  #finish(): void {
    if (this.#request.options.bookmarks && this.#bookmarked < this.#revision) this.#bookmark();
    this.#response.end();
  }

  #sendState(): void {
    const { kind, namespace, options } = this.#request;
    const objects = this.#store.list(kind, namespace === '' ? undefined : namespace);
    for (const object of objects) if (options.selects(object)) this.#send('ADDED', object);
    if (options.sendInitialEvents && options.bookmarks) this.#bookmark({ 'k8s.io/initial-events-end': 'true' });
  }

  #expire(from: number): void {
    const message = `too old resource version: ${from} (${this.#store.oldestRevision})`;
    this.#write('ERROR', JSON.stringify(statusOf('Failure', { message, reason: 'Expired', code: 410 })));
    this.#response.end();
  }

  /** Passes an event on. An object that comes under the selector is new to the client, one that leaves it is gone. */
  #tell(event: StoreEvent): void {
    const { kind, namespace, options } = this.#request;
    if (event.kind !== kind) return;
    if (namespace !== '' && metaText(event.object, 'namespace') !== namespace) return;
    const was = event.previous !== undefined && options.selects(event.previous);
    const is = event.type !== 'DELETED' && options.selects(event.object);
    if (is) this.#send(was ? 'MODIFIED' : 'ADDED', event.object);
    else if (was) this.#send('DELETED', event.object);
  }

  #send(type: string, object: StoredObject): void {
    this.#write(type, this.#text(object));
  }

  #text(object: StoredObject): string {
    const { kind, version, form, include } = this.#request;
    if (form === 'metadata' || form === 'metadataList') return JSON.stringify(partialMetadata(object));
    if (form !== 'table') return objectText(kind, version, object);
    const whole = (stored: StoredObject): JsonObject => asVersion(kind, version, stored);
    const metadata = { resourceVersion: object.metadata.resourceVersion };
    const table = tableOf(kind, [object], metadata, {
      nowMs: this.#store.nowMs(),
      include,
      withColumns: !this.#columnsSent,
      whole,
    });
    this.#columnsSent = true;
    return JSON.stringify(table);
  }

  #bookmark(annotations?: JsonObject): void {
    this.#bookmarked = this.#revision;
    const { kind, version, form } = this.#request;
    const metadata = {
      resourceVersion: String(this.#revision),
      ...(annotations === undefined ? {} : { annotations }),
    };
    const types =
      form === 'metadata' || form === 'metadataList'
        ? { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1' }
        : { kind: kind.kind, apiVersion: apiVersionOf(kind.group, version) };
    if (form !== 'table') this.#write('BOOKMARK', JSON.stringify({ ...types, metadata }));
  }

  #write(type: string, object: string): void {
    this.#response.write(`{"type":"${type}","object":${object}}\n`);
    if (this.#response.writableLength > BACKLOG_LIMIT_BYTES) this.#response.destroy();
  }
}
