/** A Kubernetes collection in memory: what an API server promises of list and watch, and ways to break it. */
export interface MemoryCollection {
  readonly put: (namespace: string, name: string, fields?: Readonly<Record<string, unknown>>) => void;
  readonly delete: (namespace: string, name: string) => void;
  readonly objects: () => readonly RawObject[];
  /** The body of a list, or a Status with a code. */
  readonly list: (query: ListQuery) => Record<string, unknown>;
  /** Lines from a resourceVersion on, until it is dropped or the signal aborts. Too old: a single ERROR line. */
  readonly watch: (resourceVersion: string, filter: Filter, signal: AbortSignal) => AsyncGenerator<string, void>;
  readonly watchers: () => number;
  /** Ends all streams; `clean` as a server does at its timeout, else as a broken connection. */
  readonly dropWatches: (clean: boolean) => void;
  /** Sends a line to all streams. */
  readonly send: (line: string) => void;
  /** Forgets the history: older resourceVersions and continue tokens are expired. */
  readonly compact: () => void;
}

interface RawObject {
  readonly metadata: { readonly namespace: string; readonly name: string; readonly resourceVersion: string };
}
interface ListQuery extends Filter {
  readonly limit: number;
  readonly continueToken: string;
}
interface Filter {
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
}

interface Change {
  readonly version: number;
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: RawObject;
}

export interface VersionCounter {
  value: number;
}

interface Watcher {
  readonly filter: Filter;
  readonly from: number;
  readonly lines: string[];
  wake: () => void;
  end: 'open' | 'clean' | 'broken';
}

export function createMemoryCollection(counter: VersionCounter): MemoryCollection {
  const objects = new Map<string, RawObject>();
  const pages = new Map<string, { readonly rest: readonly RawObject[]; readonly version: number }>();
  let history: Change[] = [];
  let oldest = 0;
  const watchers = new Set<Watcher>();

  const record = (type: Change['type'], object: RawObject): void => {
    const change = { version: counter.value, type, object };
    history.push(change);
    for (const watcher of watchers)
      if (change.version > watcher.from && matches(watcher.filter, object)) push(watcher, lineOf(change));
  };

  const stamped = (namespace: string, name: string, fields: Readonly<Record<string, unknown>>): RawObject => {
    counter.value += 1;
    const metadata = { namespace, name, uid: `${namespace}-${name}`, resourceVersion: String(counter.value) };
    return { ...fields, metadata: { ...metadata, ...(fields.metadata as object | undefined) } };
  };

  return {
    put: (namespace, name, fields = {}) => {
      const key = `${namespace}/${name}`;
      const type = objects.has(key) ? 'MODIFIED' : 'ADDED';
      const object = stamped(namespace, name, fields);
      objects.set(key, object);
      record(type, object);
    },
    delete: (namespace, name) => {
      const known = objects.get(`${namespace}/${name}`);
      if (known === undefined || !objects.delete(`${namespace}/${name}`)) return;
      counter.value += 1;
      record('DELETED', { ...known, metadata: { ...known.metadata, resourceVersion: String(counter.value) } });
    },
    objects: () => [...objects.values()],
    list: ({ limit, continueToken, ...filter }) => {
      const page = continueToken === '' ? undefined : pages.get(continueToken);
      if (continueToken !== '' && (page === undefined || page.version < oldest)) return expiredStatus();
      const version = page?.version ?? counter.value;
      const all = page?.rest ?? [...objects.values()].filter((object) => matches(filter, object)).sort(byKey);
      const items = limit > 0 ? all.slice(0, limit) : all;
      const rest = all.slice(items.length);
      const token = rest.length === 0 ? '' : `page-${version}-${rest.length}`;
      if (token !== '') pages.set(token, { rest, version });
      return { kind: 'List', metadata: { resourceVersion: String(version), continue: token }, items };
    },
    watch: async function* (resourceVersion, filter, signal) {
      const from = Number(resourceVersion);
      if (from < oldest) {
        yield JSON.stringify({ type: 'ERROR', object: expiredStatus() });
        return;
      }
      const watcher: Watcher = { filter, from, lines: [], wake: () => undefined, end: 'open' };
      for (const change of history) {
        if (change.version > from && matches(filter, change.object)) watcher.lines.push(lineOf(change));
      }
      watchers.add(watcher);
      signal.addEventListener('abort', () => {
        watcher.end = 'clean';
        watcher.wake();
      });
      try {
        yield* drain(watcher);
      } finally {
        watchers.delete(watcher);
      }
    },
    watchers: () => watchers.size,
    dropWatches: (clean) => {
      for (const watcher of watchers) {
        watcher.end = clean ? 'clean' : 'broken';
        watcher.wake();
      }
    },
    send: (line) => {
      for (const watcher of watchers) push(watcher, line);
    },
    compact: () => {
      oldest = counter.value;
      history = [];
    },
  };
}

async function* drain(watcher: Watcher): AsyncGenerator<string, void> {
  for (;;) {
    const line = watcher.lines.shift();
    if (line !== undefined) {
      yield line;
    } else if (watcher.end === 'open') {
      await new Promise<void>((resolve) => {
        watcher.wake = resolve;
      });
    } else if (watcher.end === 'clean') {
      return;
    } else {
      throw Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' });
    }
  }
}

function push(watcher: Watcher, line: string): void {
  watcher.lines.push(line);
  watcher.wake();
}

const lineOf = ({ type, object }: Change): string => JSON.stringify({ type, object });
const matches = (filter: Filter, { metadata }: RawObject): boolean =>
  (filter.namespace === undefined || filter.namespace === metadata.namespace) &&
  (filter.name === undefined || filter.name === metadata.name);
const byKey = (a: RawObject, b: RawObject): number =>
  `${a.metadata.namespace}/${a.metadata.name}` < `${b.metadata.namespace}/${b.metadata.name}` ? -1 : 1;

const expiredStatus = () => ({
  kind: 'Status',
  apiVersion: 'v1',
  status: 'Failure',
  reason: 'Expired',
  code: 410,
  message: 'too old resource version: 1 (2)',
});
