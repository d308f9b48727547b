import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import type { ListSchema } from '../schema/schema.ts';

/** The key of a list item in a field set, or undefined when the item lacks one of its keys. Missing keys take their default. */
export function listKeyOf(schema: ListSchema, item: Json): string | undefined {
  if (schema.listType === 'set') return `v:${JSON.stringify(item)}`;
  if (!isJsonObject(item)) return undefined;
  const keys: JsonObject = {};
  for (const key of [...schema.keys].sort()) {
    const field = schema.items.type === 'object' ? schema.items.fields.get(key) : undefined;
    const value = item[key] ?? field?.defaultValue;
    if (value === undefined) return undefined;
    keys[key] = value;
  }
  return `k:${JSON.stringify(keys)}`;
}

/** The items by key; undefined when some item has none or two are equal: then the list is compared as a whole. */
export function byListKey(schema: ListSchema, items: readonly Json[]): ReadonlyMap<string, Json> | undefined {
  const keyed = new Map<string, Json>();
  for (const item of items) {
    const key = listKeyOf(schema, item);
    if (key === undefined || keyed.has(key)) return undefined;
    keyed.set(key, item);
  }
  return keyed;
}
