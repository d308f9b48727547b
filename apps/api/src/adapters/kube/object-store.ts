import { isDeepStrictEqual } from 'node:util';
import {
  DEFAULT_MESH_CONFIG,
  emptySlice,
  type KubernetesObject,
  type MeshConfig,
  type Namespace,
  type NamespaceSlice,
  SLICE_KIND_NAMES,
  type SliceKind,
  type Snapshot,
} from '@weir/mesh';

export type StoredKind = SliceKind | 'namespaces';

/** The objects as they are now, and the snapshots made of them. Nothing here waits or does I/O. */
export interface ObjectStore {
  /** All objects of a kind, in one namespace or (undefined) in all. What is not among them is gone. */
  readonly replace: (kind: StoredKind, namespace: string | undefined, objects: readonly KubernetesObject[]) => void;
  readonly upsert: (kind: StoredKind, object: KubernetesObject) => void;
  readonly remove: (kind: StoredKind, object: KubernetesObject) => void;
  readonly setMesh: (mesh: MeshConfig) => void;
  readonly setAbsentKinds: (kinds: ReadonlySet<SliceKind>) => void;
  readonly objects: () => number;
  readonly hasChanges: () => boolean;
  /** Makes the next snapshot: only what changed is new. The second value names the namespaces whose slices are. */
  readonly publish: () => { readonly snapshot: Snapshot; readonly changed: ReadonlySet<string> };
}

interface Table {
  namespace: Namespace | undefined;
  readonly kinds: Map<SliceKind, Map<string, KubernetesObject>>;
  readonly changed: Set<SliceKind>;
}

export interface ObjectStoreOptions {
  readonly cluster: string;
  /** Namespaces that have a slice even when they are empty. */
  readonly alwaysPresent: readonly string[];
}

export function createObjectStore(options: ObjectStoreOptions): ObjectStore {
  const tables = new Map<string, Table>();
  const changed = new Set<string>(options.alwaysPresent);
  const pinned = new Set(options.alwaysPresent);
  let mesh = DEFAULT_MESH_CONFIG;
  let absentKinds: ReadonlySet<SliceKind> = new Set();
  let everythingChanged = true;
  let count = 0;
  let last: Snapshot = { revision: 0, cluster: options.cluster, slices: new Map(), mesh, absentKinds };

  const tableOf = (name: string): Table => {
    const known = tables.get(name);
    if (known !== undefined) return known;
    const table: Table = { namespace: undefined, kinds: new Map(), changed: new Set() };
    tables.set(name, table);
    return table;
  };

  const put = (kind: SliceKind, namespace: string, name: string, object: KubernetesObject | undefined): void => {
    const table = tableOf(namespace);
    const objects = table.kinds.get(kind) ?? new Map<string, KubernetesObject>();
    const before = objects.get(name);
    // An event that changes nothing that is kept must not make a new slice.
    if (before === object || (before !== undefined && isDeepStrictEqual(before, object))) return;
    if (object === undefined) objects.delete(name);
    else objects.set(name, object);
    count += (object === undefined ? 0 : 1) - (before === undefined ? 0 : 1);
    table.kinds.set(kind, objects);
    table.changed.add(kind);
    changed.add(namespace);
  };

  const putNamespace = (name: string, namespace: Namespace | undefined): void => {
    const table = tableOf(name);
    if (table.namespace === namespace || isDeepStrictEqual(table.namespace, namespace)) return;
    count += (namespace === undefined ? 0 : 1) - (table.namespace === undefined ? 0 : 1);
    table.namespace = namespace;
    changed.add(name);
  };

  const putAny = (kind: StoredKind, object: KubernetesObject, next: KubernetesObject | undefined): void => {
    if (kind === 'namespaces') putNamespace(object.metadata.name, next as Namespace | undefined);
    else put(kind, object.metadata.namespace ?? 'default', object.metadata.name, next);
  };

  const replace: ObjectStore['replace'] = (kind, namespace, objects) => {
    const present = new Set(objects.map((object) => keyOf(kind, object)));
    for (const [name, table] of tables) {
      if (namespace !== undefined && name !== namespace) continue;
      if (kind === 'namespaces') {
        if (!present.has(`/${name}`)) putNamespace(name, undefined);
        continue;
      }
      for (const known of [...(table.kinds.get(kind)?.keys() ?? [])]) {
        if (!present.has(`${name}/${known}`)) put(kind, name, known, undefined);
      }
    }
    for (const object of objects) putAny(kind, object, object);
  };

  const publish: ObjectStore['publish'] = () => {
    for (const name of pinned) tableOf(name);
    const slices = new Map(last.slices);
    let namesChanged = false;
    for (const name of changed) {
      const slice = nextSlice(name, tables.get(name), last.slices.get(name));
      if (isGone(tables.get(name)) && !pinned.has(name)) {
        tables.delete(name);
        slices.delete(name);
      } else {
        namesChanged ||= !slices.has(name);
        slices.set(name, slice);
      }
    }
    const revised = new Set(everythingChanged ? [...slices.keys(), ...changed] : changed);
    last = {
      revision: last.revision + 1,
      cluster: options.cluster,
      slices: namesChanged ? sorted(slices) : slices,
      mesh,
      absentKinds,
    };
    changed.clear();
    everythingChanged = false;
    return { snapshot: last, changed: revised };
  };

  return {
    replace,
    upsert: (kind, object) => putAny(kind, object, object),
    remove: (kind, object) => putAny(kind, object, undefined),
    setMesh: (next) => {
      if (isDeepStrictEqual(mesh, next)) return;
      mesh = next;
      everythingChanged = true;
    },
    setAbsentKinds: (kinds) => {
      if (isDeepStrictEqual(absentKinds, kinds)) return;
      absentKinds = kinds;
      everythingChanged = true;
    },
    objects: () => count,
    hasChanges: () => everythingChanged || changed.size > 0,
    publish,
  };
}

const keyOf = (kind: StoredKind, object: KubernetesObject): string =>
  kind === 'namespaces'
    ? `/${object.metadata.name}`
    : `${object.metadata.namespace ?? 'default'}/${object.metadata.name}`;

const isGone = (table: Table | undefined): boolean =>
  table === undefined ||
  (table.namespace === undefined && [...table.kinds.values()].every((objects) => objects.size === 0));

/** The slice with the kinds that changed copied once each; all other kinds keep their identity. */
function nextSlice(name: string, table: Table | undefined, before: NamespaceSlice | undefined): NamespaceSlice {
  const { namespace: _previous, ...kinds } = before ?? emptySlice(name);
  const next: Record<string, unknown> = { ...kinds };
  for (const kind of SLICE_KIND_NAMES) {
    if (table?.changed.has(kind) !== true) continue;
    next[kind] = sortedLike(before?.[kind], table.kinds.get(kind) ?? new Map());
  }
  table?.changed.clear();
  if (table?.namespace !== undefined) next.namespace = table.namespace;
  return next as NamespaceSlice;
}

/** Objects stand in the order of their names, whatever order the events came in (G10). A Map keeps its order when values change. */
function sortedLike(before: ReadonlyMap<string, unknown> | undefined, objects: ReadonlyMap<string, KubernetesObject>) {
  if (before !== undefined && before.size === objects.size && [...objects.keys()].every((name) => before.has(name))) {
    return new Map([...before.keys()].map((name) => [name, objects.get(name)]));
  }
  return sorted(objects);
}

function sorted<V>(map: ReadonlyMap<string, V>): Map<string, V> {
  return new Map([...map].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}
