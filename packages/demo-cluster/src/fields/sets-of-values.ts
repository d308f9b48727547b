import { isJsonObject, type Json, type JsonObject, sameJson } from '../json.ts';
import type { Schema, StructSchema } from '../schema/schema.ts';
import { EMPTY_SET, type FieldSet, fieldSet, LEAF } from './field-set.ts';
import { byListKey } from './list-key.ts';

/** A value split into the parts that can be owned apart; undefined when it is owned whole. */
function partsOf(schema: Schema, value: Json): ReadonlyMap<string, readonly [Schema, Json]> | undefined {
  if (schema.type === 'object' && !schema.atomic && isJsonObject(value)) {
    return new Map(
      Object.entries(value)
        .filter(([, member]) => member !== null)
        .map(([key, member]) => [`f:${key}`, [schema.fields.get(key)?.schema ?? { type: 'any' }, member]]),
    );
  }
  if (schema.type === 'map' && !schema.atomic && isJsonObject(value)) {
    return new Map(Object.entries(value).map(([key, member]) => [`f:${key}`, [schema.values, member]]));
  }
  if (schema.type === 'any' && isJsonObject(value)) {
    return new Map(Object.entries(value).map(([key, member]) => [`f:${key}`, [schema, member]]));
  }
  if (schema.type === 'array' && schema.listType !== 'atomic' && Array.isArray(value)) {
    const keyed = byListKey(schema, value);
    if (keyed === undefined) return undefined;
    return new Map([...keyed].map(([key, item]) => [key, [schema.items, item]]));
  }
  return undefined;
}

const isItem = (key: string): boolean => key.startsWith('k:') || key.startsWith('v:');

/** The fields that a configuration states: leaves, and items of lists themselves. */
export function appliedSet(schema: Schema, value: Json, key = ''): FieldSet {
  const parts = partsOf(schema, value);
  if (parts === undefined || parts.size === 0) return LEAF;
  return fieldSet(
    isItem(key),
    [...parts].map(([below, [inner, part]]): readonly [string, FieldSet] => [below, appliedSet(inner, part, below)]),
  );
}

/** Structs and lists that are always there in built-in kinds, so that nobody brings them along. */
const FIXED = new Set(
  ['spec', 'status', 'template', 'metadata', 'containers', 'strategy', 'updateStrategy', 'jobTemplate'].map(
    (key) => `f:${key}`,
  ),
);

/** The fields of a value that an update brings along, and the value itself. `key` is where it stands. */
function addedSet(schema: Schema, value: Json, custom: boolean, key: string): FieldSet {
  const parts = partsOf(schema, value);
  if (parts === undefined || parts.size === 0) return LEAF;
  return fieldSet(
    custom || !FIXED.has(key),
    [...parts].map(([below, [inner, part]]): readonly [string, FieldSet] => [
      below,
      addedSet(inner, part, custom, below),
    ]),
  );
}

/** What a write changed, path by path. */
export interface Changes {
  /** Fields that are new or have a new value. */
  readonly written: FieldSet;
  readonly removed: FieldSet;
}

const NO_CHANGES: Changes = { written: EMPTY_SET, removed: EMPTY_SET };

/** Compares two states. `custom`: whether the kind is defined by a CustomResourceDefinition. */
export function changesBetween(
  schema: Schema,
  before: Json | undefined,
  after: Json | undefined,
  custom: boolean,
  key = '',
): Changes {
  if (sameJson(before, after)) return NO_CHANGES;
  if (after === undefined || after === null) {
    return before === undefined || before === null
      ? NO_CHANGES
      : { written: EMPTY_SET, removed: addedSet(schema, before, true, key) };
  }
  if (before === undefined || before === null)
    return { written: addedSet(schema, after, custom, key), removed: EMPTY_SET };
  const old = partsOf(schema, before);
  const now = partsOf(schema, after);
  if (old === undefined || now === undefined) return { written: LEAF, removed: EMPTY_SET };
  const written: [string, FieldSet][] = [];
  const removed: [string, FieldSet][] = [];
  for (const below of new Set([...old.keys(), ...now.keys()])) {
    const inner = now.get(below)?.[0] ?? old.get(below)?.[0] ?? schema;
    const part = changesBetween(inner, old.get(below)?.[1], now.get(below)?.[1], custom, below);
    written.push([below, part.written]);
    removed.push([below, part.removed]);
  }
  return { written: fieldSet(false, written), removed: fieldSet(false, removed) };
}

/** What of an object can be owned: not its identity and not what the system writes. */
export function ownedPart(object: JsonObject): JsonObject {
  const { apiVersion: _apiVersion, kind: _kind, metadata, ...rest } = object;
  const meta = isJsonObject(metadata) ? Object.entries(metadata).filter(([key]) => OWNED_META.has(key)) : [];
  const parts: JsonObject =
    isJsonObject(rest.status) && Object.keys(rest.status).length === 0 ? dropStatus(rest) : rest;
  return meta.length === 0 ? parts : { ...parts, metadata: Object.fromEntries(meta) };
}

const OWNED_META = new Set(['labels', 'annotations', 'finalizers', 'ownerReferences', 'generateName']);

function dropStatus(object: JsonObject): JsonObject {
  const { status: _status, ...rest } = object;
  return rest;
}

/** As `changesBetween` for whole objects; metadata itself is never owned. */
export function objectChanges(schema: StructSchema, before: JsonObject, after: JsonObject, custom: boolean): Changes {
  // An empty metadata on both sides keeps metadata itself out of the sets.
  const whole = (object: JsonObject): JsonObject => ({ metadata: {}, ...ownedPart(object) });
  return changesBetween(schema, whole(before), whole(after), custom);
}
