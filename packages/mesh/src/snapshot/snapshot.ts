import type { Namespace } from '../resources/core.ts';
import type { ObjectOf, SliceKind } from '../resources/kinds.ts';
import { SLICE_KIND_NAMES } from '../resources/kinds.ts';
import type { MeshConfig } from './mesh-config.ts';

/** All objects of one kind in one namespace, by name. */
export type ObjectsOf<K extends SliceKind> = ReadonlyMap<string, ObjectOf<K>>;

/** Everything that Weir knows of one namespace. Immutable: an event makes a new slice, so results can be memoised by identity. */
export type NamespaceSlice = { readonly [K in SliceKind]: ObjectsOf<K> } & {
  readonly name: string;
  /** Undefined when the Namespace object itself may not be read. */
  readonly namespace?: Namespace;
};

/** The cluster at one moment. */
export interface Snapshot {
  /** Grows with every published change. */
  readonly revision: number;
  readonly cluster: string;
  readonly slices: ReadonlyMap<string, NamespaceSlice>;
  readonly mesh: MeshConfig;
  /** Kinds that this cluster does not serve, as a cluster without Istio's CRDs. */
  readonly absentKinds: ReadonlySet<SliceKind>;
}

const NO_OBJECTS: ReadonlyMap<string, unknown> = new Map();

/** A namespace without any object. */
export function emptySlice(name: string): NamespaceSlice {
  const kinds = Object.fromEntries(SLICE_KIND_NAMES.map((kind) => [kind, NO_OBJECTS]));
  return { ...kinds, name } as unknown as NamespaceSlice;
}
