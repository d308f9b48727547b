import { applyPatch, type Operation } from 'rfc6902';
import { copyJson, isJsonObject, type Json, type JsonObject } from '../json.ts';
import { PatchError } from './patch-error.ts';

/** More operations than this are refused with 413. */
export const MAX_OPERATIONS = 10_000;

const OPERATIONS = new Set(['add', 'remove', 'replace', 'move', 'copy', 'test']);

/** Applies a JSON Patch (RFC 6902) to a copy. Throws a PatchError when an operation does not fit. */
export function applyJsonPatch(object: JsonObject, operations: readonly Json[]): Json {
  // Operations may replace the root, so it stands in a holder.
  const holder = { root: copyJson(object) as Json };
  for (const operation of operations) {
    const checked = checkOperation(operation);
    const [failure] = applyPatch(holder, [withinRoot(checked)]);
    if (failure) throw new PatchError(failure.message);
  }
  return holder.root ?? null;
}

function checkOperation(operation: Json): JsonObject {
  if (!isJsonObject(operation) || typeof operation.op !== 'string' || !OPERATIONS.has(operation.op)) {
    throw new PatchError(`unexpected kind of operation: ${JSON.stringify(operation)}`);
  }
  for (const key of operation.op === 'move' || operation.op === 'copy' ? ['path', 'from'] : ['path']) {
    const pointer = operation[key];
    if (typeof pointer !== 'string' || (pointer !== '' && !pointer.startsWith('/'))) {
      throw new PatchError(`not a JSON pointer: ${JSON.stringify(pointer ?? null)}`);
    }
  }
  return operation;
}

function withinRoot(operation: JsonObject): Operation {
  const path = `/root${String(operation.path)}`;
  const from = operation.from === undefined ? {} : { from: `/root${String(operation.from)}` };
  return { ...operation, value: operation.value ?? null, path, ...from } as unknown as Operation;
}
