import { completed, type Decoded, validate } from '../admission/admit.ts';
import { initialStatus, withoutAllocated } from '../admission/built-in-defaults.ts';
import {
  type FieldManager,
  type Ownership,
  ownershipAfterUpdate,
  readManagedFields,
  requestedOwnership,
  writeManagedFields,
} from '../fields/managed-fields.ts';
import {
  ApiError,
  alreadyExists,
  badRequest,
  conflict,
  invalid,
  invalidField,
  notFound,
  staleVersion,
} from '../http/status.ts';
import { isJsonObject, type JsonObject, listAt, sameJson, without } from '../json.ts';
import { kindOf } from '../kinds/kinds.ts';
import { apiVersionOf, type ResourceKind } from '../kinds/resource-kind.ts';
import { deleteObject } from '../store/garbage.ts';
import type { ObjectStore } from '../store/object-store.ts';
import { metaText, type StoredObject, withMeta } from '../store/stored-object.ts';
import { freeServiceAddress } from './service-addresses.ts';

/** Which object a write is about, and how it is done. */
export interface WriteTarget {
  readonly kind: ResourceKind;
  /** The version that the request speaks. */
  readonly version: string;
  readonly namespace: string;
  readonly name: string;
  readonly subresource: '' | 'status' | 'scale';
  readonly dryRun: boolean;
  readonly manager: string;
}

/** A write that was accepted. */
export interface Written {
  readonly object: StoredObject;
  readonly warnings: readonly string[];
}

/** Metadata that only the system writes. */
const SYSTEM_META = [
  'uid',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'generation',
  'selfLink',
];

const managerOf = (store: ObjectStore, target: WriteTarget): FieldManager => ({
  name: target.manager,
  operation: 'Update',
  apiVersion: apiVersionOf(target.kind.group, target.version),
  subresource: target.subresource,
  time: store.now(),
});

/** Names and namespaces in the body must be those of the URL. Answers the body with its namespace filled in. */
export function inNamespace(target: WriteTarget, object: JsonObject): JsonObject {
  const namespace = metaText(object, 'namespace');
  if (target.kind.namespaced) {
    if (namespace !== undefined && namespace !== target.namespace) {
      throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
    }
    return withMeta(object, { namespace: target.namespace });
  }
  return namespace === undefined ? object : withMeta(object, { namespace: undefined });
}

/** Creates the object. Throws 404 without its namespace, 409 when it exists, 422 and 400 when it is refused. */
export function createObject(store: ObjectStore, target: WriteTarget, decoded: Decoded): Written {
  const { kind } = target;
  const asked = inNamespace(target, decoded.object);
  if (metaText(asked, 'resourceVersion') !== undefined) {
    throw new ApiError(500, undefined, 'resourceVersion should not be set on objects to be created');
  }
  requireNamespace(store, target);
  const clean = withMeta(asked, Object.fromEntries(SYSTEM_META.map((key) => [key, undefined])));
  const bare = kind.subresources.includes('status') ? without(clean, 'status') : clean;
  const complete = { ...completed(kind, bare, () => freeServiceAddress(store)), ...initialStatus(kind) };
  const warnings = validate(kind, complete, undefined);
  const name = metaText(complete, 'name');
  if (name !== undefined && store.get(kind, target.namespace, name) !== undefined) throw alreadyExists(kind, name);
  const manager = managerOf(store, target);
  const owners = ownershipAfterUpdate(
    kind.schema,
    undefined,
    withoutAllocated(kind, bare, without(complete, 'status')),
    requestedOwnership(undefined, complete),
    manager,
    kind.custom,
  );
  return {
    object: storeNew(store, target, withOwners(complete, owners)),
    warnings: [...decoded.warnings, ...warnings],
  };
}

/** Gives a new object its identity and stores it, unless the write is only a rehearsal. */
export function storeNew(store: ObjectStore, target: WriteTarget, object: JsonObject): StoredObject {
  const identified = store.identify(target.kind, { ...object, apiVersion: storageVersionOf(target.kind) });
  return target.dryRun ? identified : store.put(target.kind, identified);
}

export const storageVersionOf = (kind: ResourceKind): string => apiVersionOf(kind.group, kind.storageVersion);

export const withOwners = (object: JsonObject, owners: readonly Ownership[]): JsonObject => {
  const managedFields = writeManagedFields(owners);
  return withMeta(object, { managedFields: managedFields.length === 0 ? undefined : managedFields });
};

/** Throws 404 when the namespace that the object would be in does not exist. */
export function requireNamespace(store: ObjectStore, target: WriteTarget): void {
  const namespaces = kindOf('namespaces', '');
  if (!target.kind.namespaced || namespaces === undefined) return;
  if (store.get(namespaces, '', target.namespace) === undefined) throw notFound(namespaces, target.namespace);
}

/** The stored object. Throws 404. */
export function existing(store: ObjectStore, target: WriteTarget): StoredObject {
  const found = store.get(target.kind, target.namespace, target.name);
  if (found === undefined) throw notFound(target.kind, target.name);
  return found;
}

/** Refuses a stale, missing or unreadable resourceVersion, and another uid. */
function checkPreconditions(target: WriteTarget, before: StoredObject, object: JsonObject): void {
  const { kind, name } = target;
  const version = metaText(object, 'resourceVersion');
  const uid = metaText(object, 'uid');
  if (uid !== undefined && uid !== before.metadata.uid) {
    const key = `/registry/${kind.group === '' ? '' : `${kind.group}/`}${kind.plural}/${target.namespace}/${name}`;
    const why = `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${before.metadata.uid}`;
    throw conflict(
      kind,
      name,
      `StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: ${why}`,
    );
  }
  if (version === undefined || version === '0') {
    if (!kind.custom) return;
    const problem = invalidField('metadata.resourceVersion', '0', 'must be specified for an update');
    throw invalid({ kind: kind.plural, group: kind.group, name }, [problem]);
  }
  if (!/^\d+$/.test(version)) {
    throw new ApiError(500, undefined, `strconv.ParseUint: parsing ${JSON.stringify(version)}: invalid syntax`);
  }
  if (version !== before.metadata.resourceVersion) throw staleVersion(kind, name);
}

/**
 * Replaces the stored object: the whole of it but its status, or by the status subresource only that. `owners` are given by server-side
 * apply; otherwise the writer takes what it changed. Writing what is there already stores nothing.
 */
export function updateObject(
  store: ObjectStore,
  target: WriteTarget,
  decoded: Decoded,
  owners?: readonly Ownership[],
): Written {
  const { kind } = target;
  const before = existing(store, target);
  const name = metaText(decoded.object, 'name');
  if (name === undefined) throw badRequest('name must be provided');
  if (name !== target.name) {
    throw badRequest(`the name of the object (${name}) does not match the name on the URL (${target.name})`);
  }
  const asked = inNamespace(target, decoded.object);
  checkPreconditions(target, before, asked);
  const next = nextState(store, target, before, asked);
  const warnings = validate(kind, next, before);
  const manager = managerOf(store, target);
  const known = requestedOwnership(before, asked);
  const entries = owners ?? ownershipAfterUpdate(kind.schema, before, next, known, manager, kind.custom);
  const object = withOwners(next, entries) as StoredObject;
  return { object: storeNext(store, target, before, object), warnings: [...decoded.warnings, ...warnings] };
}

/** The state that a write makes of the stored one: what it may not touch stays. */
function nextState(store: ObjectStore, target: WriteTarget, before: StoredObject, asked: JsonObject): JsonObject {
  const { kind } = target;
  const system = Object.fromEntries([...SYSTEM_META, 'resourceVersion'].map((key) => [key, before.metadata[key]]));
  if (target.subresource === 'status') {
    const rest = without(before, 'status');
    return asked.status === undefined ? rest : { ...rest, status: asked.status };
  }
  const kept = kind.subresources.includes('status') ? without(asked, 'status') : asked;
  const status = kind.subresources.includes('status') && before.status !== undefined ? { status: before.status } : {};
  const next = withMeta({ ...kept, ...status, apiVersion: storageVersionOf(kind) }, system);
  const complete = completed(kind, keepAddress(kind, before, next), () => freeServiceAddress(store));
  const generation = before.metadata.generation;
  if (typeof generation !== 'number' || sameContent(before, complete)) return complete;
  return withMeta(complete, { generation: generation + 1 });
}

/** A Service that does not name its cluster address keeps the one it has. */
function keepAddress(kind: ResourceKind, before: JsonObject, next: JsonObject): JsonObject {
  if (kind.kind !== 'Service' || !isJsonObject(before.spec) || !isJsonObject(next.spec)) return next;
  const { clusterIP, clusterIPs } = before.spec;
  if (clusterIP === undefined || next.spec.clusterIP !== undefined || next.spec.type === 'ExternalName') return next;
  return { ...next, spec: { ...next.spec, clusterIP, ...(clusterIPs === undefined ? {} : { clusterIPs }) } };
}

const content = (object: JsonObject): JsonObject => without(object, 'apiVersion', 'kind', 'metadata', 'status');
const sameContent = (a: JsonObject, b: JsonObject): boolean => sameJson(content(a), content(b));

/** Whether nothing is different but the time of managedFields entries. */
function isNoChange(before: StoredObject, next: StoredObject): boolean {
  const bare = (object: StoredObject): JsonObject =>
    withMeta(without(object, 'apiVersion'), { managedFields: undefined, resourceVersion: undefined });
  if (!sameJson(bare(before), bare(next))) return false;
  const timeless = (object: StoredObject): unknown[] =>
    readManagedFields(object).map((entry) => ({ ...entry, time: '' }));
  const fields = (object: StoredObject): string => JSON.stringify(timeless(object), replaceMaps);
  return fields(before) === fields(next);
}

const replaceMaps = (_key: string, value: unknown): unknown => (value instanceof Map ? [...value].sort() : value);

/** Stores the next state, unless it changes nothing or is only a rehearsal; the last finalizer gone ends a deletion. */
export function storeNext(
  store: ObjectStore,
  target: WriteTarget,
  before: StoredObject,
  next: StoredObject,
): StoredObject {
  const stored = { ...next, apiVersion: storageVersionOf(target.kind) };
  if (isNoChange(before, stored)) return before;
  if (target.dryRun) return stored;
  const written = store.put(target.kind, stored);
  const ending =
    metaText(written, 'deletionTimestamp') !== undefined && listAt(written.metadata, 'finalizers').length === 0;
  return ending ? deleteObject(store, target.kind, written).object : written;
}
