import type { ApiClient } from './api-client.ts';
import { ApiError } from './api-error.ts';
import { fieldsOf, isFields, textOf } from './fields.ts';
import type { ListPage, ReflectorTransport } from './reflector.ts';
import { type Resource, resourcePath } from './resource-path.ts';

/** What one reflector reads: a resource in one namespace, or (undefined) in all, or just the object of one name. */
export interface ReflectorScope extends Resource {
  readonly namespace: string | undefined;
  readonly name?: string;
}

/** A list of thousands of objects may take long to begin with. */
const LIST_TIMEOUT_MS = 60_000;

/** List and watch over HTTP. */
export function createKubeTransport(api: ApiClient, scope: ReflectorScope): ReflectorTransport {
  const fieldSelector = scope.name === undefined ? undefined : `metadata.name=${scope.name}`;
  const path = (query: Readonly<Record<string, string | undefined>>): string =>
    resourcePath(scope, scope.namespace, undefined, { fieldSelector, ...query });
  return {
    list: async ({ limit, continueToken }, signal) => {
      const query = {
        limit: limit > 0 ? String(limit) : undefined,
        continue: continueToken === '' ? undefined : continueToken,
      };
      return readPage(await api.json({ method: 'GET', path: path(query), timeoutMs: LIST_TIMEOUT_MS, signal }));
    },
    watch: ({ resourceVersion, timeoutSeconds }, signal) =>
      api.stream(
        path({
          watch: 'true',
          allowWatchBookmarks: 'true',
          resourceVersion,
          timeoutSeconds: String(timeoutSeconds),
        }),
        signal,
      ),
  };
}

function readPage(body: unknown): ListPage {
  if (!isFields(body) || (body.items !== null && !Array.isArray(body.items))) {
    throw new ApiError('internal', 200, 'The API server answered a list request with something that is not a list.');
  }
  const metadata = fieldsOf(body.metadata);
  return {
    // Go encodes an empty list as null in some servers.
    items: Array.isArray(body.items) ? body.items : [],
    resourceVersion: textOf(metadata.resourceVersion) ?? '',
    continueToken: textOf(metadata.continue) ?? '',
  };
}
