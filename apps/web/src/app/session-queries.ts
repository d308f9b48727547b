import { queryOptions } from '@tanstack/react-query';
import type { NamespaceList, Session } from '@weir/shared';
import { getJson } from '../lib/http.ts';

/** Before the first synchronisation the server does not know yet what the cluster serves and permits. */
export const isProvisional = (session: Session | undefined): boolean =>
  session === undefined || session.cluster.version === '' || session.permissions.length === 0;

/** Who we are, what the cluster has, what is permitted. Asked often while the answer is provisional. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => getJson<Session>('/api/session', signal),
  refetchInterval: (query) => (isProvisional(query.state.data) ? 2000 : 30_000),
});

/** Namespaces that may be read; asked often while the first synchronisation runs. */
export const namespacesQuery = queryOptions({
  queryKey: ['namespaces'],
  queryFn: ({ signal }) => getJson<NamespaceList>('/api/namespaces', signal),
  refetchInterval: (query) => (query.state.status === 'error' ? 1000 : 15_000),
  retry: false,
});
