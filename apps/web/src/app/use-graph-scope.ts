import type { NamespaceSummary } from '@weir/shared';
import { useMemo } from 'react';
import type { GraphQuery } from '../features/graph/api/graph-query.ts';
import type { ViewState } from '../lib/view-state.ts';

export interface GraphScope {
  /** Names of the namespaces that the view comes to. */
  readonly chosen: readonly string[];
  /** What to ask the server for; undefined while the namespaces are not known and the view does not name them. */
  readonly query: GraphQuery | undefined;
}

/** What the view in the URL means, given the namespaces that there are. */
export function useGraphScope(view: ViewState, namespaces: readonly NamespaceSummary[] | undefined): GraphScope {
  const { type, windowSeconds, idle, namespaces: choice } = view;
  const chosen = useMemo(() => namesOf(choice, namespaces ?? []), [choice, namespaces]);
  const known = namespaces !== undefined || Array.isArray(choice);
  const query = useMemo(
    () => (known ? { type, namespaces: choice === 'all' ? ('all' as const) : chosen, windowSeconds, idle } : undefined),
    [known, type, choice, chosen, windowSeconds, idle],
  );
  return { chosen, query };
}

function namesOf(choice: ViewState['namespaces'], known: readonly NamespaceSummary[]): readonly string[] {
  if (choice === 'all') return known.map((namespace) => namespace.name);
  return (
    choice ??
    known.filter((namespace) => !namespace.system && namespace.workloads > 0).map((namespace) => namespace.name)
  );
}
