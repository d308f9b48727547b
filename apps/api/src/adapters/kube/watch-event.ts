import { type ApiError, errorFromStatus } from './api-error.ts';
import { isFields } from './fields.ts';

/** One line of a watch, understood. Objects are as the server sent them. */
export type WatchEvent =
  | { readonly type: 'upsert'; readonly object: unknown; readonly resourceVersion: string | undefined }
  | { readonly type: 'remove'; readonly object: unknown; readonly resourceVersion: string | undefined }
  | { readonly type: 'bookmark'; readonly resourceVersion: string | undefined }
  | { readonly type: 'error'; readonly error: ApiError }
  | { readonly type: 'malformed'; readonly reason: string };

/** Reads one line of a watch. Never throws: what cannot be read is `malformed`. */
export function parseWatchLine(line: string): WatchEvent {
  const event = parseJson(line);
  if (!isFields(event)) return { type: 'malformed', reason: 'a line that is not a JSON object' };
  const { type, object } = event;
  const resourceVersion = resourceVersionOf(object);
  switch (type) {
    case 'ADDED':
    case 'MODIFIED':
      return { type: 'upsert', object, resourceVersion };
    case 'DELETED':
      return { type: 'remove', object, resourceVersion };
    case 'BOOKMARK':
      return { type: 'bookmark', resourceVersion };
    case 'ERROR':
      return { type: 'error', error: errorFromStatus(object) };
    default:
      return { type: 'malformed', reason: 'an event without a known type' };
  }
}

/** `metadata.resourceVersion` of an object or list, when it has one. */
function resourceVersionOf(object: unknown): string | undefined {
  const metadata = isFields(object) ? object.metadata : undefined;
  const version = isFields(metadata) ? metadata.resourceVersion : undefined;
  return typeof version === 'string' && version !== '' ? version : undefined;
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
