import {
  emptySlice,
  type KubernetesObject,
  type NamespaceSlice,
  type Snapshot,
  sliceKindOf,
  withObject,
} from '@weir/mesh';
import type { ObjectRef } from '@weir/shared';
import type { Caller } from '../ports/caller.ts';
import type { ClusterWriter } from '../ports/cluster-writer.ts';

export interface LiveObject {
  readonly ref: ObjectRef;
  /** Undefined: it does not exist. */
  readonly object: KubernetesObject | undefined;
}

/** Live objects by `refKey`. */
export type LiveObjects = ReadonlyMap<string, LiveObject>;

/** Identifies an object whatever version of its API names it. */
export const refKey = ({ apiVersion, kind, namespace, name }: ObjectRef): string =>
  `${apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : ''}/${kind}/${namespace}/${name}`;

/** The reference alone, of anything that carries one. */
export const refOf = ({ apiVersion, kind, namespace, name }: ObjectRef): ObjectRef => ({
  apiVersion,
  kind,
  namespace,
  name,
});

/** `VirtualService default/reviews`, for sentences. */
export const nameOf = ({ kind, namespace, name }: ObjectRef): string => `${kind} ${namespace}/${name}`;

/** Reads the objects as the person, all at once. Rejects with a ClusterError. */
export async function readLive(
  writer: ClusterWriter,
  caller: Caller,
  refs: readonly ObjectRef[],
): Promise<LiveObjects> {
  const distinct = new Map(refs.map((ref) => [refKey(ref), refOf(ref)]));
  const read = async ([key, ref]: [string, ObjectRef]): Promise<[string, LiveObject]> => [
    key,
    { ref, object: await writer.get(caller, ref) },
  ];
  return new Map(await Promise.all([...distinct].map(read)));
}

/** The snapshot's object, as far as slices hold its kind. */
export function snapshotObject(snapshot: Snapshot, ref: ObjectRef): KubernetesObject | undefined {
  const kind = sliceKindOf(bare(ref));
  return kind === undefined ? undefined : snapshot.slices.get(ref.namespace)?.[kind].get(ref.name);
}

/** The snapshot with the live objects in the place of its own. What did not change keeps its identity. */
export function withLive(snapshot: Snapshot, live: LiveObjects): Snapshot {
  const slices = new Map<string, NamespaceSlice>(snapshot.slices);
  for (const { ref, object } of live.values()) {
    const kind = sliceKindOf(bare(ref));
    const known = snapshotObject(snapshot, ref);
    if (kind === undefined || known?.metadata.resourceVersion === object?.metadata.resourceVersion) continue;
    slices.set(
      ref.namespace,
      withObject(slices.get(ref.namespace) ?? emptySlice(ref.namespace), kind, ref.name, object),
    );
  }
  return { ...snapshot, slices };
}

const bare = ({ apiVersion, kind, namespace, name }: ObjectRef): KubernetesObject => ({
  apiVersion,
  kind,
  metadata: { namespace, name },
});
