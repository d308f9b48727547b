import { completed, decode, validate } from '../admission/admit.ts';
import { unknownFields } from '../admission/unknown-fields.ts';
import { type FieldManager, readManagedFields } from '../fields/managed-fields.ts';
import { type ApplyResult, applyConfiguration, conflictText, ownerText } from '../fields/server-side-apply.ts';
import { asVersion } from '../http/object-text.ts';
import { ApiError, badRequest, conflict } from '../http/status.ts';
import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import { apiVersionOf } from '../kinds/resource-kind.ts';
import type { Schema } from '../schema/schema.ts';
import type { ObjectStore } from '../store/object-store.ts';
import { metaText, withMeta } from '../store/stored-object.ts';
import { parseYaml } from './body.ts';
import {
  inNamespace,
  requireNamespace,
  storeNew,
  updateObject,
  type WriteTarget,
  type Written,
  withOwners,
} from './object-writer.ts';
import { freeServiceAddress } from './service-addresses.ts';

/** Server-side apply of a configuration, written as YAML or JSON. Creates the object when it does not exist. */
export function applyObject(
  store: ObjectStore,
  target: WriteTarget,
  text: string,
  force: boolean,
): Written & { readonly created: boolean } {
  const configuration = withoutNulls(readConfiguration(target, text)) as JsonObject;
  const before = store.get(target.kind, target.namespace, target.name);
  const manager = managerOf(store, target);
  const live: JsonObject = before === undefined ? {} : asVersion(target.kind, target.version, before);
  const result = applyConfiguration(
    target.kind.schema,
    live,
    configuration,
    before === undefined ? [] : readManagedFields(before),
    manager,
    { force, custom: target.kind.custom },
  );
  if (result.kind === 'conflict') throw conflictError(result);
  const decoded = decode(target.kind, target.version, result.object, 'Ignore');
  if (before !== undefined) return { ...updateObject(store, target, decoded, result.owners), created: false };
  const uid = metaText(configuration, 'uid');
  if (uid !== undefined) {
    const why = `uid mismatch: the provided object specified uid ${uid}, and no existing object was found`;
    throw conflict(target.kind, target.name, why);
  }
  requireNamespace(store, target);
  const named = inNamespace(target, decoded.object);
  const complete = completed(target.kind, named, () => freeServiceAddress(store));
  const warnings = validate(target.kind, complete, undefined);
  return { object: storeNew(store, target, withOwners(complete, result.owners)), warnings, created: true };
}

const managerOf = (store: ObjectStore, target: WriteTarget): FieldManager => ({
  name: target.manager,
  operation: 'Apply',
  apiVersion: apiVersionOf(target.kind.group, target.version),
  subresource: target.subresource,
  time: store.now(),
});

function conflictError(result: Extract<ApplyResult, { kind: 'conflict' }>): ApiError {
  return new ApiError(409, 'Conflict', conflictText(result.conflicts), {
    causes: result.conflicts.map(({ owner, path }) => ({
      reason: 'FieldManagerConflict',
      message: `conflict with ${ownerText(owner)}`,
      field: path,
    })),
  });
}

function readConfiguration(target: WriteTarget, text: string): JsonObject {
  let value: Json;
  try {
    value = parseYaml(text);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw badRequest(`error decoding YAML: error converting YAML to JSON: yaml: ${why}`);
  }
  const object: JsonObject = isJsonObject(value) ? value : {};
  const { kind, version } = target;
  const apiVersion = String(object.apiVersion ?? '');
  if (apiVersion !== apiVersionOf(kind.group, version) || object.kind !== kind.kind) {
    throw badRequest(
      `invalid object type: ${apiVersion.includes('/') ? apiVersion : `/${apiVersion}`}, Kind=${String(object.kind ?? '')}`,
    );
  }
  if (isJsonObject(object.metadata) && object.metadata.managedFields !== undefined) {
    if (object.metadata.managedFields !== null) throw badRequest('metadata.managedFields must be nil');
  }
  const problem = typedProblem(kind.schema, object, '') ?? undeclared(target, object);
  if (problem !== undefined) {
    const namespace = metaText(object, 'namespace') ?? '';
    const subject = `${namespace}/${metaText(object, 'name') ?? ''}; ${apiVersion}, Kind=${kind.kind}`;
    throw new ApiError(500, undefined, `failed to create typed patch object (${subject}): ${problem}`);
  }
  return metaText(object, 'name') === undefined ? withMeta(object, { name: target.name }) : object;
}

function undeclared(target: WriteTarget, object: JsonObject): string | undefined {
  const [first] = unknownFields(target.kind.schema, object);
  return first === undefined ? undefined : `.${first}: field not declared in schema`;
}

/** What keeps a value from being of the schema's kind: structure only, in the words of the typed merge. */
function typedProblem(schema: Schema, value: Json, path: string): string | undefined {
  if (value === null) return undefined;
  const expected =
    schema.type === 'array' ? 'list' : schema.type === 'object' || schema.type === 'map' ? 'map' : undefined;
  const fits = expected === 'list' ? Array.isArray(value) : isJsonObject(value);
  if (expected !== undefined && !fits) return `${path}: expected ${expected}, got &{${goValue(value)}}`;
  if (expected === undefined) return undefined;
  for (const [key, member] of isJsonObject(value) ? Object.entries(value) : []) {
    const inner =
      schema.type === 'object' ? schema.fields.get(key)?.schema : schema.type === 'map' ? schema.values : undefined;
    const problem = inner === undefined ? undefined : typedProblem(inner, member, `${path}.${key}`);
    if (problem !== undefined) return problem;
  }
  if (schema.type !== 'array' || !Array.isArray(value)) return undefined;
  for (const [index, item] of value.entries()) {
    const problem = typedProblem(schema.items, item, `${path}[${index}]`);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

const goValue = (value: Json): string => (typeof value === 'object' ? `${JSON.stringify(value)}` : String(value));

/** Nulls in a configuration say nothing. */
function withoutNulls(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== null)
      .map(([key, member]) => [key, withoutNulls(member)]),
  );
}
