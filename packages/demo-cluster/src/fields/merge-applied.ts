import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import type { ListSchema, Schema } from '../schema/schema.ts';
import { EMPTY_SET, type FieldSet, isEmptySet } from './field-set.ts';
import { listKeyOf } from './list-key.ts';

/** The live value with the applied one merged in: structs and maps by field, lists as their type says, everything else replaced. */
export function mergeApplied(schema: Schema, live: Json | undefined, applied: Json): Json {
  if (live === undefined || live === null) return applied;
  if (isJsonObject(live) && isJsonObject(applied)) {
    if ((schema.type === 'object' || schema.type === 'map') && schema.atomic) return applied;
    const merged: JsonObject = { ...live };
    for (const [key, value] of Object.entries(applied))
      merged[key] = mergeApplied(memberSchema(schema, key), live[key], value);
    return merged;
  }
  if (schema.type === 'array' && schema.listType !== 'atomic' && Array.isArray(live) && Array.isArray(applied)) {
    return mergeLists(schema, live, applied);
  }
  return applied;
}

function memberSchema(schema: Schema, key: string): Schema {
  if (schema.type === 'object') return schema.fields.get(key)?.schema ?? { type: 'any' };
  return schema.type === 'map' ? schema.values : { type: 'any' };
}

function mergeLists(schema: ListSchema, live: readonly Json[], applied: readonly Json[]): Json[] {
  const byKey = new Map(applied.map((item) => [listKeyOf(schema, item), item]));
  const merged = live.map((item) => {
    const key = listKeyOf(schema, item);
    const mine = byKey.get(key);
    byKey.delete(key);
    return mine === undefined ? item : mergeApplied(schema.items, item, mine);
  });
  return [...merged, ...applied.filter((item) => byKey.has(listKeyOf(schema, item)))];
}

/** The value without the fields of `dropped`; containers that become empty and that nobody owns go with them. */
export function removeFields(schema: Schema, value: Json, dropped: FieldSet, kept: FieldSet): Json | undefined {
  if (isEmptySet(dropped)) return value;
  if (dropped.children.size === 0) return isEmptySet(kept) ? undefined : value;
  if (isJsonObject(value)) {
    const rest: JsonObject = {};
    for (const [key, member] of Object.entries(value)) {
      const below = dropped.children.get(`f:${key}`) ?? EMPTY_SET;
      const left = removeFields(memberSchema(schema, key), member, below, kept.children.get(`f:${key}`) ?? EMPTY_SET);
      if (left !== undefined) rest[key] = left;
    }
    return Object.keys(rest).length === 0 && isEmptySet(kept) ? undefined : rest;
  }
  if (Array.isArray(value) && schema.type === 'array') {
    const rest = value.flatMap((item) => {
      const key = listKeyOf(schema, item) ?? '';
      const below = dropped.children.get(key);
      if (below === undefined) return [item];
      const owned = kept.children.get(key) ?? EMPTY_SET;
      // An item that the manager named and nobody else owns goes whole.
      if (below.member && isEmptySet(owned)) return [];
      const left = removeFields(schema.items, item, { ...below, member: false }, owned);
      return left === undefined ? [] : [left];
    });
    return rest.length === 0 && isEmptySet(kept) ? undefined : rest;
  }
  return value;
}
