import type { NamespaceSlice, Service, Snapshot } from '@weir/mesh';
import { WeirError } from '../errors.ts';
import { type Caller, mayReadNamespace } from '../ports/caller.ts';
import type { ClusterSource } from '../ports/cluster-source.ts';

export interface ServiceName {
  readonly namespace: string;
  readonly name: string;
}

/** The cluster as it is known now. Throws `cluster-unreachable` before the first synchronisation. */
export function requireSnapshot(cluster: ClusterSource): Snapshot {
  const snapshot = cluster.snapshot();
  if (snapshot !== undefined) return snapshot;
  const status = cluster.status();
  if (status.state === 'unreachable') {
    throw new WeirError('cluster-unreachable', `The cluster cannot be reached: ${status.error ?? status.detail}`, {
      remedy: 'Check the address and the connection. Weir keeps trying; there is no need to restart it.',
    });
  }
  throw new WeirError('cluster-unreachable', `The first synchronisation is not done yet. ${status.detail}`, {
    remedy: 'Wait a moment, then try again.',
  });
}

/** Names of the namespaces that exist and that the caller may read, sorted. */
export const readableNamespaces = (snapshot: Snapshot, caller: Caller): readonly string[] =>
  [...snapshot.slices.keys()].filter((name) => mayReadNamespace(caller, name)).sort();

/** The service and its slice. Throws `not-found`, saying how the namespace stands (U8). */
export function requireService(
  snapshot: Snapshot,
  caller: Caller,
  { namespace, name }: ServiceName,
): { readonly slice: NamespaceSlice; readonly service: Service } {
  const slice = mayReadNamespace(caller, namespace) ? snapshot.slices.get(namespace) : undefined;
  const service = slice?.services.get(name);
  if (slice !== undefined && service !== undefined) return { slice, service };
  throw new WeirError('not-found', `There is no service ${namespace}/${name}. ${namespaceState(slice, namespace)}`, {
    remedy: 'Check the names. A service that was deleted leaves the graph by itself.',
  });
}

function namespaceState(slice: NamespaceSlice | undefined, namespace: string): string {
  if (slice === undefined) return `The namespace ${namespace} does not exist, or you may not read it.`;
  const names = [...slice.services.keys()].sort();
  if (names.length === 0) return `The namespace ${namespace} exists and has no services.`;
  const shown = names.slice(0, 10).join(', ');
  const more = names.length > 10 ? ` and ${names.length - 10} more` : '';
  return `The namespace ${namespace} exists; its services are ${shown}${more}.`;
}
