import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import type { Schema, StructSchema } from '../schema/schema.ts';

/** What a JSON value is called when Go cannot put it into a field. */
function jsonKind(value: Json): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'boolean') return 'bool';
  return typeof value;
}

/** Go's name of a type. */
function goType(schema: Schema): string {
  switch (schema.type) {
    case 'array':
      return `[]${goType(schema.items)}`;
    case 'map':
      return `map[string]${goType(schema.values)}`;
    case 'object':
      return `v1.${schema.name}`;
    case 'integer':
      return schema.format ?? 'int32';
    case 'number':
      return 'float64';
    case 'boolean':
      return 'bool';
    case 'intOrString':
      return schema.format === 'quantity' ? 'resource.Quantity' : 'intstr.IntOrString';
    case 'any':
      return 'map[string]interface {}';
    default:
      return schema.format === 'time' ? 'v1.Time' : 'string';
  }
}

function fits(schema: Schema, value: Json): boolean {
  switch (schema.type) {
    case 'any':
      return true;
    case 'array':
      return Array.isArray(value);
    case 'object':
    case 'map':
      return isJsonObject(value);
    case 'integer':
      return typeof value === 'number' && Number.isInteger(value);
    case 'intOrString':
      return typeof value === 'number' || typeof value === 'string';
    default:
      return typeof value === schema.type;
  }
}

/**
 * The first value that does not fit its field, in the words of Go's JSON decoder; undefined when all do. `root` is the type that is
 * decoded into: a field of it is named without a path when it is at the top.
 */
export function decodeProblem(root: StructSchema, object: JsonObject): string | undefined {
  return structProblem(root, object, '');
}

function structProblem(schema: StructSchema, object: JsonObject, path: string): string | undefined {
  for (const [key, value] of Object.entries(object)) {
    const field = schema.fields.get(key);
    if (field === undefined || value === null) continue;
    const problem = fieldProblem(field.schema, value, schema.name, path === '' ? key : `${path}.${key}`);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function fieldProblem(schema: Schema, value: Json, owner: string, path: string): string | undefined {
  if (!fits(schema, value)) {
    const shown = typeof value === 'number' ? `number ${numberText(value, schema)}`.trim() : jsonKind(value);
    return `json: cannot unmarshal ${shown} into Go struct field ${owner}.${path} of type ${goType(schema)}`;
  }
  if (schema.type === 'object' && isJsonObject(value)) return structProblem(schema, value, path);
  const members = Array.isArray(value) ? value : isJsonObject(value) ? Object.values(value) : [];
  const inner = schema.type === 'array' ? schema.items : schema.type === 'map' ? schema.values : undefined;
  if (inner === undefined) return undefined;
  for (const member of members) {
    const problem = member === null ? undefined : fieldProblem(inner, member, owner, path);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** Go names the number only when it is one that the field's kind of number cannot hold. */
const numberText = (value: number, schema: Schema): string => (schema.type === 'integer' ? String(value) : '');
