import { isJsonObject, type Json, type JsonObject, listAt, textAt } from '../json.ts';
import { KINDS } from '../kinds/kinds.ts';
import type { ResourceKind } from '../kinds/resource-kind.ts';
import type { ObjectStore } from './object-store.ts';
import { metaText, type StoredObject, withMeta } from './stored-object.ts';

/** What becomes of the objects that a deleted one owns. `Foreground` ends as `Background` does: there is no kubelet to wait for. */
export type Propagation = 'Background' | 'Foreground' | 'Orphan';

const ownersOf = (object: JsonObject): readonly JsonObject[] =>
  listAt(object.metadata, 'ownerReferences').filter((owner): owner is JsonObject => isJsonObject(owner));

/** Kinds whose objects can have an owner. */
const OWNED = KINDS.filter((kind) => kind.namespaced);

/**
 * Deletes an object and what is left without an owner, as the garbage collector does; a Namespace takes everything in it along.
 * An object with finalizers stays, marked with its deletionTimestamp, until they are gone.
 */
export function deleteObject(
  store: ObjectStore,
  kind: ResourceKind,
  object: StoredObject,
  propagation: Propagation = 'Background',
): { readonly object: StoredObject; readonly gone: boolean } {
  if (listAt(object.metadata, 'finalizers').length > 0) {
    if (metaText(object, 'deletionTimestamp') !== undefined) return { object, gone: false };
    const marked = withMeta(object, { deletionTimestamp: store.now(), deletionGracePeriodSeconds: 0 });
    return { object: store.put(kind, marked), gone: false };
  }
  const last = store.remove(kind, object);
  if (kind.kind === 'Namespace' && kind.group === '') emptyNamespace(store, object.metadata.name);
  else collectOwned(store, object, propagation);
  return { object: last, gone: true };
}

function emptyNamespace(store: ObjectStore, namespace: string): void {
  for (const kind of KINDS.filter((candidate) => candidate.namespaced)) {
    for (const object of store.list(kind, namespace)) store.remove(kind, object);
  }
}

function collectOwned(store: ObjectStore, owner: StoredObject, propagation: Propagation): void {
  const namespace = metaText(owner, 'namespace');
  for (const kind of OWNED) {
    for (const object of store.list(kind, namespace)) {
      const owners = ownersOf(object);
      const others = owners.filter((reference) => reference.uid !== owner.metadata.uid);
      if (others.length === owners.length) continue;
      // A listener may have taken it away meanwhile.
      if (store.get(kind, metaText(object, 'namespace') ?? '', object.metadata.name) !== object) continue;
      if (propagation === 'Orphan' || others.length > 0) {
        store.put(
          kind,
          withMeta(object, { ownerReferences: others.length === 0 ? undefined : ([...others] as Json[]) }),
        );
      } else deleteObject(store, kind, object);
    }
  }
}

/** The object with the uids of owners that are named without one, as far as these exist. */
export function resolveOwners(
  object: JsonObject,
  find: (apiVersion: string, kind: string, namespace: string, name: string) => StoredObject | undefined,
): JsonObject {
  const owners = ownersOf(object);
  if (owners.every((owner) => textAt(owner, 'uid') !== undefined)) return object;
  const namespace = metaText(object, 'namespace') ?? '';
  const resolved = owners.map((owner): JsonObject => {
    if (textAt(owner, 'uid') !== undefined) return owner;
    const found = find(
      textAt(owner, 'apiVersion') ?? '',
      textAt(owner, 'kind') ?? '',
      namespace,
      textAt(owner, 'name') ?? '',
    );
    return found === undefined ? owner : { ...owner, uid: found.metadata.uid };
  });
  return withMeta(object, { ownerReferences: resolved });
}
