import type { Namespace } from '../resources/core.ts';
import { SLICE_KIND_NAMES, SLICE_KINDS, type SliceKind } from '../resources/kinds.ts';
import type { KubernetesObject } from '../resources/metadata.ts';
import { DEFAULT_MESH_CONFIG, type MeshConfig } from './mesh-config.ts';
import { emptySlice, type NamespaceSlice, type Snapshot } from './snapshot.ts';

export interface SnapshotOptions {
  readonly revision?: number;
  readonly cluster?: string;
  readonly mesh?: Partial<MeshConfig>;
  readonly absentKinds?: ReadonlySet<SliceKind>;
}

/** The plural of an object that a slice can hold, or undefined for any other kind. Groups count: Gateway API's Gateway is none of ours. */
export function sliceKindOf(object: KubernetesObject): SliceKind | undefined {
  const group = object.apiVersion.includes('/') ? object.apiVersion.slice(0, object.apiVersion.indexOf('/')) : '';
  return SLICE_KIND_NAMES.find((name) => SLICE_KINDS[name].kind === object.kind && SLICE_KINDS[name].group === group);
}

/** A slice with one object put in or (object undefined) taken out. All other kinds keep their identity. */
export function withObject(
  slice: NamespaceSlice,
  kind: SliceKind,
  name: string,
  object: KubernetesObject | undefined,
): NamespaceSlice {
  const objects = new Map<string, KubernetesObject>(slice[kind]);
  if (object === undefined) objects.delete(name);
  else objects.set(name, object);
  return { ...slice, [kind]: objects } as NamespaceSlice;
}

/** A snapshot of a plain list of objects. Objects of kinds that no slice holds are left out; Namespaces set their slice's own object. */
export function buildSnapshot(objects: Iterable<KubernetesObject>, options: SnapshotOptions = {}): Snapshot {
  const tables = new Map<string, { namespace?: Namespace; kinds: Map<SliceKind, Map<string, KubernetesObject>> }>();
  const table = (name: string) => {
    const known = tables.get(name) ?? { kinds: new Map<SliceKind, Map<string, KubernetesObject>>() };
    tables.set(name, known);
    return known;
  };
  for (const object of objects) {
    if (object.kind === 'Namespace') {
      table(object.metadata.name).namespace = object as Namespace;
      continue;
    }
    const kind = sliceKindOf(object);
    if (kind === undefined) continue;
    const kinds = table(object.metadata.namespace ?? 'default').kinds;
    const byName = kinds.get(kind) ?? new Map<string, KubernetesObject>();
    kinds.set(kind, byName.set(object.metadata.name, object));
  }
  const slices = new Map<string, NamespaceSlice>();
  for (const name of [...tables.keys()].sort()) {
    const known = table(name);
    const slice = { ...emptySlice(name), ...Object.fromEntries(known.kinds) } as NamespaceSlice;
    slices.set(name, known.namespace === undefined ? slice : { ...slice, namespace: known.namespace });
  }
  return {
    revision: options.revision ?? 1,
    cluster: options.cluster ?? 'cluster',
    slices,
    mesh: { ...DEFAULT_MESH_CONFIG, ...options.mesh },
    absentKinds: options.absentKinds ?? new Set(),
  };
}
