import { ApiError, detailsOf, invalid, statusOf } from '../http/status.ts';
import { isJsonObject, type JsonObject, objectAt, textAt } from '../json.ts';
import { deleteObject, type Propagation } from '../store/garbage.ts';
import type { ObjectStore } from '../store/object-store.ts';
import type { StoredObject } from '../store/stored-object.ts';
import { parseJson, parseYaml, readProtobuf } from './body.ts';
import { existing, type WriteTarget } from './object-writer.ts';
import { isProtobuf } from './protobuf.ts';

/** What a delete asks for besides the object. */
export interface DeleteOptions {
  readonly propagation: Propagation;
  readonly uid: string | undefined;
  readonly resourceVersion: string | undefined;
  readonly dryRun: boolean;
}

const PROPAGATIONS: readonly string[] = ['Background', 'Foreground', 'Orphan'];

/** Reads DeleteOptions from the body and the query. Throws 422 for what they may not say. */
export function deleteOptions(body: Buffer, query: URLSearchParams): DeleteOptions {
  const options = body.length === 0 ? {} : readBody(body);
  const given = textAt(options, 'propagationPolicy') ?? query.get('propagationPolicy') ?? undefined;
  const orphan =
    options.orphanDependents ?? (query.has('orphanDependents') ? query.get('orphanDependents') === 'true' : undefined);
  const dryRun = [...(Array.isArray(options.dryRun) ? options.dryRun : []), ...query.getAll('dryRun')].map(String);
  const subject = { kind: 'DeleteOptions', group: 'meta.k8s.io', name: '' };
  if (given !== undefined && orphan !== undefined && orphan !== null) {
    const message = `Invalid value: ${JSON.stringify(given)}: orphanDependents and deletionPropagation cannot be both set`;
    throw invalid(subject, [{ field: 'propagationPolicy', message, reason: 'FieldValueInvalid' }]);
  }
  if (given !== undefined && !PROPAGATIONS.includes(given)) {
    const message = `Unsupported value: ${JSON.stringify(given)}: supported values: "Foreground", "Background", "Orphan", "nil"`;
    throw invalid(subject, [{ field: 'propagationPolicy', message, reason: 'FieldValueNotSupported' }]);
  }
  if (dryRun.some((value) => value !== 'All')) {
    const message = `Unsupported value: ${JSON.stringify(dryRun)}: supported values: "All"`;
    throw invalid(subject, [{ field: 'dryRun', message, reason: 'FieldValueNotSupported' }]);
  }
  const preconditions = objectAt(options, 'preconditions');
  return {
    propagation: (given as Propagation | undefined) ?? (orphan === true ? 'Orphan' : 'Background'),
    uid: textAt(preconditions, 'uid'),
    resourceVersion: textAt(preconditions, 'resourceVersion'),
    dryRun: dryRun.length > 0,
  };
}

function readBody(body: Buffer): JsonObject {
  if (isProtobuf(body)) return readProtobuf(body) ?? {};
  const text = body.toString('utf8').trim();
  try {
    const value = text.startsWith('{') ? parseJson(text) : parseYaml(text);
    if (isJsonObject(value)) return value;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ApiError(500, undefined, `couldn't get version/kind; json parse error: ${why}`);
  }
  throw new ApiError(500, undefined, "couldn't get version/kind; json parse error: expected an object");
}

/** Deletes the object. The answer is a Status, or the object where it stays for its finalizers, or where the kind answers so. */
export function removeObject(store: ObjectStore, target: WriteTarget, options: DeleteOptions): JsonObject {
  const object = existing(store, target);
  const failed = preconditionFailure(object, options);
  if (failed !== undefined) throw failedPrecondition(target, failed);
  const last = options.dryRun ? { object, gone: true } : deleteObject(store, target.kind, object, options.propagation);
  const answersObject = !last.gone || ['Service', 'Pod', 'Namespace', 'ServiceAccount'].includes(target.kind.kind);
  if (answersObject) return last.object;
  return statusOf('Success', { details: { ...detailsOf(target.kind, target.name), uid: object.metadata.uid } });
}

/** Here the kind stands where other conflicts have the resource. */
function failedPrecondition({ kind, name }: WriteTarget, why: string): ApiError {
  const subject = kind.group === '' ? kind.kind : `${kind.kind}.${kind.group}`;
  return new ApiError(409, 'Conflict', `Operation cannot be fulfilled on ${subject} ${JSON.stringify(name)}: ${why}`, {
    name,
    ...(kind.group === '' ? {} : { group: kind.group }),
    kind: kind.kind,
  });
}

function preconditionFailure(object: StoredObject, options: DeleteOptions): string | undefined {
  const { uid, resourceVersion } = object.metadata;
  if (options.uid !== undefined && options.uid !== uid) {
    const text = `the UID in the precondition (${options.uid}) does not match the UID in record (${uid})`;
    return `${text}. The object might have been deleted and then recreated`;
  }
  if (options.resourceVersion !== undefined && options.resourceVersion !== resourceVersion) {
    const given = `the ResourceVersion in the precondition (${options.resourceVersion})`;
    return `${given} does not match the ResourceVersion in record (${resourceVersion}). The object might have been modified`;
  }
  return undefined;
}
