import { ApiError, badRequest, type FieldProblem, invalid, invalidField } from '../http/status.ts';
import { isJsonObject, type JsonObject } from '../json.ts';
import { apiVersionOf, type ResourceKind } from '../kinds/resource-kind.ts';
import type { StructSchema } from '../schema/schema.ts';
import { metaText } from '../store/stored-object.ts';
import { withBuiltInDefaults } from './built-in-defaults.ts';
import { builtInProblems } from './built-in-problems.ts';
import { decodeProblem } from './decode-built-in.ts';
import { definitionRuleProblems } from './definition-rules.ts';
import { tooLargeNumber } from './istio/decode.ts';
import { denialOf } from './istio/findings.ts';
import { webhookFindings } from './istio/webhook.ts';
import { metadataProblems } from './metadata-problems.ts';
import { durationProblems, schemaProblems } from './schema-problems.ts';
import { prune, unknownFields } from './unknown-fields.ts';

/** What to do about fields that the kind does not have. */
export type FieldValidation = 'Strict' | 'Warn' | 'Ignore';

/** An object as the kind has it, and what there is to say about unknown fields. */
export interface Decoded {
  readonly object: JsonObject;
  readonly warnings: readonly string[];
}

const DENIED = 'admission webhook "validation.istio.io" denied the request:';

/** Reasons after which the rules of a definition are not looked at any more. */
const BLOCKING = new Set<FieldProblem['reason']>([
  'FieldValueRequired',
  'FieldValueTypeInvalid',
  'FieldValueNotSupported',
  'FieldValueTooLong',
  'FieldValueTooMany',
]);
const NOT_CHECKED: FieldProblem = invalidField(
  '<nil>',
  'null',
  'some validation rules were not checked because the object was invalid; correct the existing errors to complete validation',
);

/** The error of a body that cannot be read as the kind. */
const cannotBe = (kind: ResourceKind, version: string, why: string): ApiError =>
  badRequest(`${kind.kind} in version ${JSON.stringify(version)} cannot be handled as a ${kind.kind}: ${why}`);

/**
 * Reads a body as an object of the kind: wrong types of Go fields are refused (400), unknown fields refused, told or dropped, defaults
 * filled in. `strictError` makes the refusal of unknown fields: creates and updates say it otherwise than patches. `duplicates` are fields
 * that stand twice in the text.
 */
export function decode(
  kind: ResourceKind,
  version: string,
  body: JsonObject,
  fieldValidation: FieldValidation,
  strictError: (text: string) => ApiError = (text) => cannotBe(kind, version, text),
  duplicates: readonly string[] = [],
): Decoded {
  const problem = kind.custom ? metadataDecodeProblem(kind, body) : decodeProblem(kind.schema, body);
  if (problem !== undefined) throw cannotBe(kind, version, problem);
  const unknown = fieldValidation === 'Ignore' ? [] : unknownFields(kind.schema, body);
  const twice = fieldValidation === 'Ignore' ? [] : duplicates;
  const texts = [
    ...twice.map((path) => `duplicate field ${JSON.stringify(path)}`),
    ...unknown.map((path) => `unknown field ${JSON.stringify(path)}`),
  ];
  if (fieldValidation === 'Strict' && texts.length > 0) throw strictError(`strict decoding error: ${texts.join(', ')}`);
  const pruned = prune(kind.schema, body) as JsonObject;
  const metadata = isJsonObject(pruned.metadata) ? pruned.metadata : {};
  const object = { ...pruned, apiVersion: apiVersionOf(kind.group, version), kind: kind.kind, metadata };
  return { object, warnings: texts };
}

/** Metadata of custom resources is decoded by itself, so its fields are named from there. */
function metadataDecodeProblem(kind: ResourceKind, body: JsonObject): string | undefined {
  const schema = kind.schema.fields.get('metadata')?.schema as StructSchema;
  const { metadata } = body;
  if (metadata === undefined || metadata === null) return undefined;
  if (isJsonObject(metadata)) return decodeProblem(schema, metadata);
  const got = Array.isArray(metadata) ? 'array' : typeof metadata;
  return `json: cannot unmarshal ${got} into Go value of type v1.ObjectMeta`;
}

/** Fills in what the API server gives objects of built-in kinds. */
export const completed = (kind: ResourceKind, object: JsonObject, serviceAddress: () => string): JsonObject =>
  kind.custom ? object : withBuiltInDefaults(kind, object, serviceAddress);

/** Validates the object (422) and asks istiod's webhook (400). Answers the warnings that go along with a success. */
export function validate(kind: ResourceKind, object: JsonObject, before: JsonObject | undefined): readonly string[] {
  const problems = kind.custom
    ? customProblems(kind, object)
    : [...metadataProblems(kind, object), ...builtInProblems(kind, object, before)];
  if (problems.length > 0) {
    throw invalid({ kind: kind.kind, group: kind.group, name: metaText(object, 'name') ?? '' }, problems);
  }
  if (!kind.group.endsWith('.istio.io')) return [];
  const tooLarge = tooLargeNumber(kind.schema, object);
  if (tooLarge !== undefined) throw new ApiError(400, undefined, `${DENIED} error decoding configuration: ${tooLarge}`);
  const findings = webhookFindings(kind.group, object);
  const denial = denialOf(findings);
  if (denial === undefined) return findings.warnings;
  const text = `${DENIED} configuration is invalid: ${denial}`;
  throw new ApiError(400, undefined, text);
}

function customProblems(kind: ResourceKind, object: JsonObject): readonly FieldProblem[] {
  const problems = [...metadataProblems(kind, object), ...schemaProblems(kind.schema, object)];
  if (problems.some((problem) => BLOCKING.has(problem.reason))) return [...problems, NOT_CHECKED];
  const { metadata: _metadata, ...rest } = object;
  return [...problems, ...durationProblems(kind.schema, rest), ...definitionRuleProblems(kind, object)];
}

/** Warnings as the header has them. */
export const warningHeader = (warnings: readonly string[]): Record<string, string> =>
  warnings.length === 0 ? {} : { warning: warnings.map((text) => `299 - ${JSON.stringify(text)}`).join(', ') };
