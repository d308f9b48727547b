import { type FieldProblem, invalidField, requiredField } from '../http/status.ts';
import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import type { ListSchema, ScalarSchema, Schema, StructSchema } from '../schema/schema.ts';
import { durationMs } from './duration.ts';

/** Checks a custom resource against its CustomResourceDefinition. Problems in the words of the API server. */
export function schemaProblems(schema: StructSchema, object: JsonObject): readonly FieldProblem[] {
  const { metadata: _metadata, ...rest } = object;
  return structProblems(schema, rest, '');
}

const join = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`);

function typeName(value: Json): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

function wrongType(path: string, wanted: string, value: Json): FieldProblem {
  const got = typeName(value);
  return {
    field: path,
    message: `Invalid value: "${got}": ${path} in body must be of type ${wanted}: "${got}"`,
    reason: 'FieldValueTypeInvalid',
  };
}

function problemsOf(schema: Schema, value: Json, path: string): readonly FieldProblem[] {
  switch (schema.type) {
    case 'any':
      return [];
    case 'object':
      return isJsonObject(value) ? structProblems(schema, value, path) : [wrongType(path, 'object', value)];
    case 'map':
      if (!isJsonObject(value)) return [wrongType(path, 'object', value)];
      return Object.entries(value).flatMap(([key, member]) => problemsOf(schema.values, member, join(path, key)));
    case 'array':
      return Array.isArray(value) ? listProblems(schema, value, path) : [wrongType(path, 'array', value)];
    default:
      return scalarProblems(schema, value, path);
  }
}

function structProblems(schema: StructSchema, object: JsonObject, path: string): readonly FieldProblem[] {
  const inFields = Object.keys(object)
    .sort()
    .flatMap((key) => {
      const field = schema.fields.get(key);
      const value = object[key] ?? null;
      if (field === undefined || (value === null && field.nullable)) return [];
      return problemsOf(field.schema, value, join(path, key));
    });
  const missing = [...schema.fields].filter(([key, field]) => field.required && object[key] === undefined);
  const alternatives = schema.exclusive.flatMap((group) => alternativeProblems(schema, object, group, path));
  return [...alternatives, ...inFields, ...missing.map(([key]) => requiredField(join(path, key)))];
}

function alternativeProblems(
  schema: StructSchema,
  object: JsonObject,
  group: readonly string[],
  path: string,
): readonly FieldProblem[] {
  const given = group.filter((key) => object[key] !== undefined).length;
  if (given <= 1) return [];
  const text = `"${path}" must validate one and only one schema (oneOf). Found ${given} valid alternatives`;
  const one = invalidField('<nil>', '""', text);
  // Several groups are an allOf of oneOfs, and that fails too.
  if (schema.exclusive.length === 1) return [one];
  return [one, invalidField('<nil>', '""', `"${path}" must validate all the schemas (allOf)`)];
}

function listProblems(schema: ListSchema, items: readonly Json[], path: string): readonly FieldProblem[] {
  const problems: FieldProblem[] = [];
  if (schema.maxItems !== undefined && items.length > schema.maxItems) {
    problems.push({
      field: path,
      message: `Too many: ${items.length}: must have at most ${schema.maxItems} items`,
      reason: 'FieldValueTooMany',
    });
  }
  if (schema.minItems !== undefined && items.length < schema.minItems) {
    const detail = `${path} in body should have at least ${schema.minItems} items`;
    problems.push(invalidField(path, String(items.length), detail));
  }
  return [...problems, ...items.flatMap((item, index) => problemsOf(schema.items, item, `${path}[${index}]`))];
}

function scalarProblems(schema: ScalarSchema, value: Json, path: string): readonly FieldProblem[] {
  const given = typeName(value);
  if (schema.type === 'intOrString') {
    return given === 'integer' || given === 'string' ? [] : [wrongType(path, 'integer,string', value)];
  }
  const fits = given === schema.type || (schema.type === 'number' && given === 'integer');
  if (!fits) return [wrongType(path, schema.type, value)];
  if (schema.values !== undefined && !schema.values.includes(String(value))) {
    const supported = schema.values.map((known) => JSON.stringify(known)).join(', ');
    return [
      {
        field: path,
        message: `Unsupported value: ${JSON.stringify(value)}: supported values: ${supported}`,
        reason: 'FieldValueNotSupported',
      },
    ];
  }
  if (typeof value === 'number') return numberProblems(schema, value, path);
  return typeof value === 'string' ? textProblems(schema, value, path) : [];
}

function numberProblems(schema: ScalarSchema, value: number, path: string): readonly FieldProblem[] {
  if (schema.maximum !== undefined && value > schema.maximum) {
    return [invalidField(path, String(value), `${path} in body should be less than or equal to ${schema.maximum}`)];
  }
  if (schema.minimum !== undefined && value < schema.minimum) {
    return [invalidField(path, String(value), `${path} in body should be greater than or equal to ${schema.minimum}`)];
  }
  return [];
}

function textProblems(schema: ScalarSchema, value: string, path: string): readonly FieldProblem[] {
  const shown = JSON.stringify(value);
  if (schema.maxLength !== undefined && value.length > schema.maxLength) {
    return [
      { field: path, message: `Too long: may not be more than ${schema.maxLength} bytes`, reason: 'FieldValueTooLong' },
    ];
  }
  if (schema.minLength !== undefined && value.length < schema.minLength) {
    return [invalidField(path, shown, `${path} in body should be at least ${schema.minLength} chars long`)];
  }
  if (schema.pattern !== undefined && !schema.pattern.test(value)) {
    return [invalidField(path, shown, `${path} in body should match '${schema.pattern.source}'`)];
  }
  return [];
}

/** Durations that are none or shorter than a millisecond; looked at only when nothing else is wrong, as rules in the definitions are. */
export function durationProblems(schema: Schema, value: Json, path = ''): readonly FieldProblem[] {
  if (schema.type === 'object' && isJsonObject(value)) {
    return Object.keys(value)
      .sort()
      .flatMap((key) => {
        const field = schema.fields.get(key);
        return field === undefined ? [] : durationProblems(field.schema, value[key] ?? null, join(path, key));
      });
  }
  if (schema.type === 'map' && isJsonObject(value)) {
    return Object.entries(value).flatMap(([key, member]) => durationProblems(schema.values, member, join(path, key)));
  }
  if (schema.type === 'array' && Array.isArray(value)) {
    return value.flatMap((item, index) => durationProblems(schema.items, item, `${path}[${index}]`));
  }
  if (schema.type !== 'string' || schema.format !== 'duration' || typeof value !== 'string') return [];
  const milliseconds = durationMs(value);
  const rule = 'must be a valid duration greater than 1ms';
  if (milliseconds === undefined) {
    const why = "type conversion error from 'string' to 'google.protobuf.Duration' evaluating rule";
    return [invalidField(path, '"string"', `${why}: ${rule}`)];
  }
  return milliseconds >= 1 ? [] : [invalidField(path, '"string"', rule)];
}
