import type { GraphType } from '@weir/shared';

/** The part of the view that decides what the server computes. */
export interface GraphQuery {
  readonly type: GraphType;
  readonly namespaces: 'all' | readonly string[];
  readonly windowSeconds: number;
  readonly idle: boolean;
}

/** The query string of `/api/graph` and `/api/stream`. */
export function graphSearch(query: GraphQuery): string {
  const search = new URLSearchParams({ type: query.type, window: `${query.windowSeconds}s` });
  if (query.namespaces !== 'all') search.set('namespaces', [...query.namespaces].sort().join(','));
  // Without `include` everything comes; naming parts leaves out the others, here the idle.
  if (!query.idle) search.set('include', 'latency,mtls');
  return search.toString();
}
