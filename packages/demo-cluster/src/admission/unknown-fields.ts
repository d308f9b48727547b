import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import type { Schema, StructSchema } from '../schema/schema.ts';

const join = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`);

/** Paths of the fields that the schema does not know: metadata first, then in the order of their names. */
export function unknownFields(schema: StructSchema, object: JsonObject): readonly string[] {
  const meta = schema.fields.get('metadata');
  const inMeta =
    meta === undefined || !isJsonObject(object.metadata) ? [] : unknownIn(meta.schema, object.metadata, 'metadata');
  return [...inMeta, ...unknownIn(schema, object, '').filter((path) => !path.startsWith('metadata.'))];
}

function unknownIn(schema: Schema, value: Json, path: string): readonly string[] {
  if (schema.type === 'object' && isJsonObject(value)) {
    return Object.keys(value)
      .sort()
      .flatMap((key) => {
        const field = schema.fields.get(key);
        if (field === undefined) return schema.open ? [] : [join(path, key)];
        return unknownIn(field.schema, value[key] ?? null, join(path, key));
      });
  }
  if (schema.type === 'map' && isJsonObject(value)) {
    return Object.entries(value).flatMap(([key, member]) => unknownIn(schema.values, member, join(path, key)));
  }
  if (schema.type === 'array' && Array.isArray(value)) {
    return value.flatMap((item, index) => unknownIn(schema.items, item, `${path}[${index}]`));
  }
  return [];
}

/** The value with unknown fields and meaningless nulls taken away, and the schema's defaults filled in. */
export function prune(schema: Schema, value: Json): Json {
  if (schema.type === 'object' && isJsonObject(value)) {
    const kept: JsonObject = {};
    for (const [key, member] of Object.entries(value)) {
      const field = schema.fields.get(key);
      if (field === undefined) {
        if (schema.open) kept[key] = member;
      } else if (member !== null || field.nullable) kept[key] = prune(field.schema, member);
    }
    for (const [key, field] of schema.fields) {
      if (kept[key] === undefined && field.defaultValue !== undefined)
        kept[key] = prune(field.schema, field.defaultValue);
    }
    return kept;
  }
  if (schema.type === 'map' && isJsonObject(value)) {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, member]) => member !== null)
        .map(([key, member]) => [key, prune(schema.values, member)]),
    );
  }
  if (schema.type === 'array' && Array.isArray(value)) return value.map((item) => prune(schema.items, item));
  return value;
}
