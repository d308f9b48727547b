import type { GraphType } from '@weir/shared';
import type { Caller } from '../ports/caller.ts';

/** What a graph is asked for. Two equal queries of callers with equal rights share one graph (S5). */
export interface GraphQuery {
  readonly type: GraphType;
  /** `all`: every namespace that the caller may read. */
  readonly namespaces: 'all' | readonly string[];
  readonly windowSeconds: number;
}

/** Names the graphs that may be shared: the query, and what the caller may read. */
export function queryKey(caller: Caller, query: GraphQuery): string {
  const names = query.namespaces === 'all' ? null : [...new Set(query.namespaces)].sort();
  const readable = caller.readableNamespaces === 'all' ? null : [...caller.readableNamespaces].sort();
  return JSON.stringify([caller.cluster, query.type, query.windowSeconds, names, readable]);
}
