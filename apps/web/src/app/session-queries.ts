import { queryOptions } from '@tanstack/react-query';
import type { NamespaceList, Session } from '@weir/shared';
import { getJson } from '../lib/http.ts';

/** Who we are, what the cluster has, what is permitted. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => getJson<Session>('/api/session', signal),
  refetchInterval: 30_000,
});

/** Namespaces that may be read; asked often while the first synchronisation runs. */
export const namespacesQuery = queryOptions({
  queryKey: ['namespaces'],
  queryFn: ({ signal }) => getJson<NamespaceList>('/api/namespaces', signal),
  refetchInterval: (query) => (query.state.status === 'error' ? 1000 : 15_000),
  retry: false,
});
