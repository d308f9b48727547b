import { isJsonObject, numberAt, textAt } from '../json.ts';
import type { ObjectStore } from '../store/object-store.ts';
import { objectKey } from '../store/object-table.ts';
import { metaText, type StoredObject } from '../store/stored-object.ts';
import type { ListOptions } from './list-options.ts';
import { ApiError, badRequest } from './status.ts';

/** One page of a list. */
export interface Page {
  readonly items: readonly StoredObject[];
  readonly resourceVersion: string;
  readonly continueToken: string;
  /** Undefined on the last page and where a selector makes it unknown. */
  readonly remaining: number | undefined;
}

interface Position {
  readonly revision: number;
  /** The key after which the page starts. */
  readonly after: string;
}

/** Ends the key of a continue token, so that the page starts right after the object. */
const END = '\u0000';

const keyOf = (object: StoredObject): string => objectKey(metaText(object, 'namespace') ?? '', object.metadata.name);

function readToken(token: string): Position {
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw badRequest(`invalid continue token: continue key is not valid: ${why}`);
  }
  const revision = isJsonObject(parsed) ? numberAt(parsed, 'rv') : undefined;
  const start = isJsonObject(parsed) ? textAt(parsed, 'start') : undefined;
  if (revision === undefined || start === undefined) {
    throw badRequest('invalid continue token: continue key is not valid: incorrect encoded start resourceVersion');
  }
  return { revision, after: start.endsWith(END) ? start.slice(0, -1) : start };
}

const writeToken = (position: Position): string =>
  Buffer.from(JSON.stringify({ v: 'meta.k8s.io/v1', rv: position.revision, start: position.after + END })).toString(
    'base64url',
  );

const TOO_OLD =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue ' +
  'parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token ' +
  'results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and ' +
  'now may show up in the list.';

/** The page that the options ask for. All pages tell the first one's resourceVersion. Throws 410 and 504 as the API server does. */
export function pageOf(store: ObjectStore, objects: readonly StoredObject[], options: ListOptions): Page {
  const start = options.continueToken === '' ? undefined : readToken(options.continueToken);
  const wanted = options.resourceVersion ?? 0;
  if (wanted > store.revision) throw tooLarge(wanted, store.revision);
  if (options.exact && wanted < store.oldestRevision) throw expired(wanted, store.oldestRevision);
  if (start !== undefined && start.revision < store.oldestRevision) throw expiredToken(start, store.revision);
  const after = start?.after;
  const left = after === undefined ? objects : objects.filter((object) => keyOf(object) > after);
  const selected = options.selective ? left.filter(options.selects) : left;
  const items = options.limit > 0 ? selected.slice(0, options.limit) : selected;
  const revision = start?.revision ?? store.revision;
  const last = items.at(-1);
  if (items.length === selected.length || last === undefined) {
    return { items, resourceVersion: String(revision), continueToken: '', remaining: undefined };
  }
  return {
    items,
    resourceVersion: String(revision),
    continueToken: writeToken({ revision, after: keyOf(last) }),
    remaining: options.selective ? undefined : selected.length - items.length,
  };
}

const tooLarge = (wanted: number, current: number): ApiError =>
  new ApiError(504, 'Timeout', `Timeout: Too large resource version: ${wanted}, current: ${current}`, {
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
    retryAfterSeconds: 1,
  });

const expired = (wanted: number, oldest: number): ApiError =>
  new ApiError(410, 'Expired', `The resourceVersion for the provided list is too old: ${wanted} (${oldest})`);

function expiredToken(position: Position, revision: number): ApiError {
  const error = new ApiError(410, 'Expired', TOO_OLD);
  error.status.metadata = { continue: writeToken({ revision, after: position.after }) };
  return error;
}
