import { isJsonObject, type Json, type JsonObject, sameJson } from '../json.ts';
import type { ListSchema, Schema } from '../schema/schema.ts';
import { PatchError } from './patch-error.ts';

const ORDER = '$setElementOrder/';
const DELETE_SCALARS = '$deleteFromPrimitiveList/';
const DIRECTIVES = new Set(['$patch', '$retainKeys']);

/**
 * Applies a strategic merge patch: as a merge patch, but lists with a merge key are merged item by item, and the directives `$patch`
 * (delete, replace, merge), `$retainKeys`, `$setElementOrder/…` and `$deleteFromPrimitiveList/…` are followed.
 */
export function applyStrategicMergePatch(schema: Schema, target: Json | undefined, patch: JsonObject): JsonObject {
  if (patch.$patch === 'replace') return withoutDirectives(patch);
  if (patch.$patch === 'delete') return {};
  if (patch.$patch !== undefined && patch.$patch !== 'merge') {
    throw new PatchError(`Unknown patch type found: ${JSON.stringify(patch.$patch)}`);
  }
  const merged: JsonObject = retained(isJsonObject(target) ? target : {}, patch.$retainKeys);
  for (const [key, value] of Object.entries(patch)) {
    if (DIRECTIVES.has(key) || key.startsWith(ORDER)) continue;
    if (key.startsWith(DELETE_SCALARS)) {
      deleteScalars(merged, key.slice(DELETE_SCALARS.length), value);
      continue;
    }
    if (value === null) delete merged[key];
    else merged[key] = mergeMember(memberSchema(schema, key), merged[key], value, orderOf(patch, key));
  }
  return merged;
}

function retained(target: JsonObject, keys: Json | undefined): JsonObject {
  if (!Array.isArray(keys)) return { ...target };
  return Object.fromEntries(Object.entries(target).filter(([key]) => keys.includes(key)));
}

function withoutDirectives(patch: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(patch).filter(([key]) => !key.startsWith('$')));
}

function deleteScalars(merged: JsonObject, key: string, values: Json): void {
  const list = merged[key];
  if (Array.isArray(list) && Array.isArray(values)) merged[key] = list.filter((item) => !values.includes(item));
}

function orderOf(patch: JsonObject, key: string): readonly Json[] | undefined {
  const order = patch[`${ORDER}${key}`];
  return Array.isArray(order) ? order : undefined;
}

function memberSchema(schema: Schema, key: string): Schema {
  if (schema.type === 'object') return schema.fields.get(key)?.schema ?? { type: 'any' };
  return schema.type === 'map' ? schema.values : { type: 'any' };
}

function mergeMember(schema: Schema, target: Json | undefined, value: Json, order: readonly Json[] | undefined): Json {
  if (isJsonObject(value)) return applyStrategicMergePatch(schema, target, value);
  if (!Array.isArray(value)) return value;
  if (schema.type !== 'array' || schema.mergeKey === undefined) return value;
  const live = Array.isArray(target) ? target : [];
  if (schema.mergeKey === '') {
    const added = value.filter((item) => !live.some((known) => sameJson(known, item)));
    return ordered([...live, ...added], order, (item) => item);
  }
  return mergeItems(schema, schema.mergeKey, live, value, order);
}

function mergeItems(
  schema: ListSchema,
  mergeKey: string,
  live: readonly Json[],
  patch: readonly Json[],
  order: readonly Json[] | undefined,
): Json[] {
  const items = patch.map((item) => {
    if (!isJsonObject(item)) throw new PatchError('expected an object in a list that is merged by key');
    return item;
  });
  const replaces = items.some((item) => item.$patch === 'replace');
  let merged: Json[] = replaces ? [] : [...live];
  const keyOf = (item: Json): Json | undefined => (isJsonObject(item) ? item[mergeKey] : undefined);
  for (const item of items.filter((candidate) => candidate.$patch !== 'replace')) {
    const key = keyOf(item);
    if (key === undefined) throw new PatchError(`map: ${goMap(item)} does not contain declared merge key: ${mergeKey}`);
    if (item.$patch === 'delete') {
      merged = merged.filter((known) => !sameJson(keyOf(known), key));
      continue;
    }
    const place = merged.findIndex((known) => sameJson(keyOf(known), key));
    const next = applyStrategicMergePatch(schema.items, place < 0 ? undefined : merged[place], item);
    if (place < 0) merged.push(next);
    else merged[place] = next;
  }
  return ordered(merged, order, keyOf, (item) => keyOf(item));
}

/** Go prints maps as `map[key:value]`, keys in order. */
const goMap = (object: JsonObject): string =>
  `map[${Object.keys(object)
    .sort()
    .map((key) => `${key}:${isJsonObject(object[key]) ? goMap(object[key]) : String(object[key])}`)
    .join(' ')}]`;

/** Items named in the order list come in its order; others keep their place after the item that they followed. */
function ordered(
  items: readonly Json[],
  order: readonly Json[] | undefined,
  keyOf: (item: Json) => Json | undefined,
  orderKeyOf: (item: Json) => Json | undefined = keyOf,
): Json[] {
  if (order === undefined) return [...items];
  const rank = (item: Json): number => order.findIndex((entry) => sameJson(orderKeyOf(entry), keyOf(item)));
  const named = items.filter((item) => rank(item) >= 0).toSorted((a, b) => rank(a) - rank(b));
  const rest = items.filter((item) => rank(item) < 0);
  if (rest.length === 0) return named;
  const result = [...named];
  for (const item of rest) {
    const place = items.indexOf(item);
    const follower = items.slice(place + 1).find((later) => result.includes(later));
    result.splice(follower === undefined ? result.length : result.indexOf(follower), 0, item);
  }
  return result;
}
