import { isJsonObject, type Json } from '../../json.ts';
import type { Schema } from '../../schema/schema.ts';

const INT32_LIMIT = 2 ** 31;

/** The first number that istiod cannot hold, as its decoder says it: the definitions call it an int32 without limiting it. */
export function tooLargeNumber(schema: Schema, value: Json): string | undefined {
  if (schema.type === 'integer' && schema.format === 'int32' && typeof value === 'number') {
    const fits = value >= -INT32_LIMIT && value < INT32_LIMIT;
    return fits ? undefined : `json: cannot unmarshal number ${value} into Go value of type int32`;
  }
  for (const [inner, member] of membersOf(schema, value)) {
    const problem = tooLargeNumber(inner, member);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function membersOf(schema: Schema, value: Json): readonly (readonly [Schema, Json])[] {
  if (schema.type === 'array' && Array.isArray(value)) return value.map((item) => [schema.items, item]);
  if (schema.type === 'map' && isJsonObject(value))
    return Object.values(value).map((member) => [schema.values, member]);
  if (schema.type !== 'object' || !isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, member]): readonly (readonly [Schema, Json])[] => {
    const field = schema.fields.get(key);
    return field === undefined ? [] : [[field.schema, member]];
  });
}
