import { type Decoded, decode, type FieldValidation } from '../admission/admit.ts';
import { asVersion } from '../http/object-text.ts';
import { ApiError, badRequest, invalid, invalidField, notFound } from '../http/status.ts';
import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import { apiVersionOf } from '../kinds/resource-kind.ts';
import { applyJsonPatch, MAX_OPERATIONS } from '../patch/json-patch.ts';
import { applyMergePatch } from '../patch/merge-patch.ts';
import { PatchError } from '../patch/patch-error.ts';
import { applyStrategicMergePatch } from '../patch/strategic-merge-patch.ts';
import type { ObjectStore } from '../store/object-store.ts';
import type { StoredObject } from '../store/stored-object.ts';
import { applyObject } from './apply-object.ts';
import { mediaType, parseJson, unsupportedMediaType, wrongKind } from './body.ts';
import { updateObject, type WriteTarget, type Written } from './object-writer.ts';

const JSON_PATCH = 'application/json-patch+json';
const MERGE_PATCH = 'application/merge-patch+json';
const STRATEGIC = 'application/strategic-merge-patch+json';
export const APPLY_PATCH = 'application/apply-patch+yaml';

/** A patch and how it is to be read. */
export interface PatchRequest {
  readonly body: Buffer;
  readonly contentType: string | undefined;
  readonly fieldValidation: FieldValidation;
  readonly force: boolean;
}

/** Whether the answer created the object. */
export interface Patched extends Written {
  readonly created: boolean;
}

/** Patches the object by whichever kind of patch the content type names. */
export function patchObject(store: ObjectStore, target: WriteTarget, request: PatchRequest): Patched {
  const media = mediaType(request.contentType);
  const accepted = [JSON_PATCH, MERGE_PATCH, ...(target.kind.custom ? [] : [STRATEGIC]), APPLY_PATCH];
  if (!accepted.includes(media)) {
    if (!target.kind.custom) throw new ApiError(415, 'UnsupportedMediaType', '415: Unsupported Media Type');
    throw unsupportedMediaType(accepted.join(', '));
  }
  if (media === APPLY_PATCH) return applyObject(store, target, request.body.toString('utf8'), request.force);
  const before = store.get(target.kind, target.namespace, target.name);
  if (before === undefined) throw notFound(target.kind, target.name);
  const patched = patchedBody(target, media, before, readPatch(media, request.body));
  const decoded = decodePatched(target, patched, request.fieldValidation);
  return { ...updateObject(store, target, decoded), created: false };
}

function readPatch(media: string, body: Buffer): Json {
  const failed = (why: string): ApiError => badRequest(media === STRATEGIC ? why : `error decoding patch: ${why}`);
  let patch: Json;
  try {
    patch = parseJson(body.toString('utf8'));
  } catch (cause) {
    throw failed(cause instanceof Error ? cause.message : String(cause));
  }
  const given = Array.isArray(patch) ? 'array' : patch === null ? 'null' : typeof patch;
  if (media === JSON_PATCH) {
    if (!Array.isArray(patch))
      throw failed(`json: cannot unmarshal ${given} into Go value of type []handlers.jsonPatchOp`);
    if (patch.length <= MAX_OPERATIONS) return patch;
    const message = `The allowed maximum operations in a JSON patch is ${MAX_OPERATIONS}, got ${patch.length}`;
    throw new ApiError(413, 'RequestEntityTooLarge', message);
  }
  if (!isJsonObject(patch))
    throw failed(`json: cannot unmarshal ${given} into Go value of type map[string]interface {}`);
  return patch;
}

/** The object of the requested version with the patch applied. */
export function patchedBody(target: WriteTarget, media: string, before: StoredObject, patch: Json): Json {
  const { kind } = target;
  const current: JsonObject = asVersion(kind, target.version, before);
  try {
    if (Array.isArray(patch)) return applyJsonPatch(current, patch);
    if (!isJsonObject(patch)) return patch;
    return media === STRATEGIC
      ? applyStrategicMergePatch(kind.schema, current, patch)
      : applyMergePatch(current, patch);
  } catch (cause) {
    if (!(cause instanceof PatchError)) throw cause;
    // JSON patches that do not fit are refused without a word of why, as the API server does.
    if (Array.isArray(patch))
      throw new ApiError(422, 'Invalid', 'the server rejected our request due to an error in our request', {});
    throw new ApiError(500, undefined, cause.message);
  }
}

const patchInvalid = (patched: Json, why: string): ApiError =>
  invalid({ kind: '', group: '', name: '' }, [invalidField('patch', JSON.stringify(JSON.stringify(patched)), why)]);

/** Reads the patched object as its kind. */
export function decodePatched(target: WriteTarget, patched: Json, fieldValidation: FieldValidation): Decoded {
  const { kind, version } = target;
  if (!isJsonObject(patched) || typeof patched.kind !== 'string' || patched.kind === '') {
    throw patchInvalid(patched, `Object 'Kind' is missing in '${JSON.stringify(patched)}'`);
  }
  if (patched.kind !== kind.kind) throw wrongKind(kind, patched);
  const expected = apiVersionOf(kind.group, version);
  if (patched.apiVersion !== expected) {
    const given = String(patched.apiVersion);
    throw badRequest(`the API version in the data (${given}) does not match the expected API version (${expected})`);
  }
  try {
    return decode(kind, version, patched, fieldValidation, (why) => patchInvalid(patched, why));
  } catch (cause) {
    // What Go cannot decode after a patch is the patch's fault.
    const decodeText =
      cause instanceof ApiError && cause.code === 400
        ? /cannot be handled as a \w+: (json: .*)$/.exec(cause.message)?.[1]
        : undefined;
    if (decodeText === undefined) throw cause;
    throw patchInvalid(patched, decodeText);
  }
}
