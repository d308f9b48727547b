import type { KubernetesObject } from '@weir/mesh';
import { withBuiltInDefaults } from '../admission/built-in-defaults.ts';
import { ownershipAfterUpdate, readManagedFields, writeManagedFields } from '../fields/managed-fields.ts';
import { type JsonObject, sameJson, without } from '../json.ts';
import { kindOf, kindOfObject } from '../kinds/kinds.ts';
import type { ResourceKind } from '../kinds/resource-kind.ts';
import type { ControlledStore, StoreChange, WriteOptions } from './controlled-store.ts';
import { deleteObject, resolveOwners } from './garbage.ts';
import type { ObjectStore } from './object-store.ts';
import { metaText, type StoredObject, withMeta } from './stored-object.ts';

const DEFAULT_MANAGER = 'kube-controller-manager';

// Stored objects are Kubernetes objects: only the static types differ.
const asObject = (object: StoredObject): KubernetesObject => object as unknown as KubernetesObject;
const asJson = (object: KubernetesObject): JsonObject => object as unknown as JsonObject;

/** The store as controllers see it. */
export function controlledStoreOf(store: ObjectStore, serviceAddress: () => string): ControlledStore {
  return {
    list: (plural, group, namespace) => store.list(served(plural, group), namespace).map(asObject),
    get: (plural, group, namespace, name) => {
      const found = store.get(served(plural, group), namespace, name);
      return found === undefined ? undefined : asObject(found);
    },
    create: (object, options) => asObject(createAs(store, asJson(object), serviceAddress, options)),
    update: (object, options) => write(store, object, '', options),
    updateStatus: (object, options) => write(store, object, 'status', options),
    delete: (plural, group, namespace, name) => {
      const kind = served(plural, group);
      const found = store.get(kind, namespace, name);
      if (found !== undefined) deleteObject(store, kind, found);
      return found !== undefined;
    },
    onChange: (listener: (change: StoreChange) => void) =>
      store.onEvent(({ type, kind, object, previous }) =>
        listener({
          type,
          group: kind.group,
          plural: kind.plural,
          object: asObject(object),
          previous: previous === undefined ? undefined : asObject(previous),
        }),
      ),
  };
}

function served(plural: string, group: string): ResourceKind {
  const kind = kindOf(plural, group);
  if (kind === undefined) throw new Error(`${plural} of ${group === '' ? 'the core group' : group} are not served`);
  return kind;
}

function kindFor(object: JsonObject): ResourceKind {
  const kind = kindOfObject({ apiVersion: String(object.apiVersion), kind: String(object.kind) });
  if (kind === undefined) throw new Error(`${String(object.kind)} in ${String(object.apiVersion)} is not served`);
  return kind;
}

/** Stores a complete new object, status included. Throws when its name is taken. */
export function createAs(
  store: ObjectStore,
  object: JsonObject,
  serviceAddress: () => string,
  options: WriteOptions = {},
): StoredObject {
  const kind = kindFor(object);
  const owned = resolveOwners(object, (apiVersion, ownerKind, namespace, name) => {
    const found = kindOfObject({ apiVersion, kind: ownerKind });
    return found === undefined ? undefined : store.get(found, namespace, name);
  });
  const complete = kind.custom ? owned : withBuiltInDefaults(kind, owned, serviceAddress);
  const name = metaText(complete, 'name');
  if (name !== undefined && store.get(kind, metaText(complete, 'namespace') ?? '', name) !== undefined) {
    throw new Error(`${kind.plural} ${name} exists already`);
  }
  const managed = withManager(store, kind, undefined, complete, '', options);
  return store.put(kind, { ...store.identify(kind, managed), ...status(complete) });
}

const status = (object: JsonObject): JsonObject => (object.status === undefined ? {} : { status: object.status });

function withManager(
  store: ObjectStore,
  kind: ResourceKind,
  before: JsonObject | undefined,
  after: JsonObject,
  subresource: string,
  options: WriteOptions,
): JsonObject {
  if (before === undefined && readManagedFields(after).length > 0) return after;
  const manager = {
    name: options.manager ?? DEFAULT_MANAGER,
    operation: 'Update',
    apiVersion: String(after.apiVersion),
    subresource,
    time:
      metaText(after, 'creationTimestamp') !== undefined && before === undefined
        ? (metaText(after, 'creationTimestamp') ?? '')
        : store.now(),
  } as const;
  const owners = ownershipAfterUpdate(
    kind.schema,
    before,
    after,
    readManagedFields(before ?? {}),
    manager,
    kind.custom,
  );
  return withMeta(after, { managedFields: writeManagedFields(owners) });
}

function write(
  store: ObjectStore,
  object: KubernetesObject,
  subresource: '' | 'status',
  options: WriteOptions = {},
): KubernetesObject | undefined {
  const asked = asJson(object);
  const kind = kindFor(asked);
  const before = store.get(kind, object.metadata.namespace ?? '', object.metadata.name);
  if (before === undefined) return undefined;
  const next = subresource === 'status' ? { ...before, ...status(asked) } : replaced(kind, before, asked);
  const bare = (state: JsonObject): JsonObject => withMeta(state, { managedFields: undefined });
  if (sameJson(bare(before), bare(next))) return asObject(before);
  return asObject(store.put(kind, withManager(store, kind, before, next, subresource, options) as StoredObject));
}

const SYSTEM_META = ['uid', 'creationTimestamp', 'resourceVersion', 'generation', 'managedFields'];
const content = (object: JsonObject): JsonObject => without(object, 'apiVersion', 'kind', 'metadata', 'status');

function replaced(kind: ResourceKind, before: StoredObject, asked: JsonObject): JsonObject {
  const system = Object.fromEntries(SYSTEM_META.map((key) => [key, before.metadata[key]]));
  const next = withMeta({ ...without(asked, 'status'), ...status(before), apiVersion: before.apiVersion }, system);
  const { generation } = before.metadata;
  if (!kind.counted || typeof generation !== 'number' || sameJson(content(before), content(next))) return next;
  return withMeta(next, { generation: generation + 1 });
}
