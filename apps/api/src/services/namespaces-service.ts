import { type NamespaceSlice, type Snapshot, workloadOf } from '@weir/mesh';
import type { NamespaceList, NamespaceSummary } from '@weir/shared';
import type { Caller } from '../ports/caller.ts';
import type { ClusterSource } from '../ports/cluster-source.ts';
import { readableNamespaces, requireSnapshot } from './require-snapshot.ts';

export interface NamespacesService {
  /** The namespaces that the caller may read, by name. */
  readonly list: (caller: Caller) => NamespaceList;
}

export function createNamespacesService(cluster: ClusterSource): NamespacesService {
  return {
    list: (caller) => {
      const snapshot = requireSnapshot(cluster);
      const slices = readableNamespaces(snapshot, caller).map((name) => snapshot.slices.get(name));
      return { namespaces: slices.flatMap((slice) => (slice === undefined ? [] : [summaryOf(slice, snapshot)])) };
    },
  };
}

const summaryOf = (slice: NamespaceSlice, snapshot: Snapshot): NamespaceSummary => ({
  name: slice.name,
  services: slice.services.size,
  workloads: workloadsOf(slice).size,
  injection: injectionOf(slice.namespace?.metadata.labels ?? {}),
  system: slice.name.startsWith('kube-') || slice.name === 'istio-system' || slice.name === snapshot.mesh.rootNamespace,
});

/** Controllers, also those scaled to zero, and what else owns pods; a ReplicaSet counts only by its pods. */
function workloadsOf(slice: NamespaceSlice): ReadonlySet<string> {
  const controllers = [slice.deployments, slice.statefulsets, slice.daemonsets].flatMap((kind) => [...kind.values()]);
  const owners = [...slice.pods.values()].map(workloadOf);
  return new Set([
    ...controllers.map(({ kind, metadata }) => `${kind}/${metadata.name}`),
    ...owners.map(({ kind, name }) => `${kind}/${name}`),
  ]);
}

/**
 * What Istio does with new pods of the namespace. `istio-injection` wins over `istio.io/rev`, and a sidecar over the
 * ambient data plane.
 */
function injectionOf(labels: Readonly<Record<string, string>>): NamespaceSummary['injection'] {
  const injection = labels['istio-injection'];
  if (injection === 'enabled') return 'enabled';
  const ambient = labels['istio.io/dataplane-mode'] === 'ambient';
  if (injection === 'disabled') return ambient ? 'ambient' : 'disabled';
  const revision = labels['istio.io/rev'];
  if (revision !== undefined && revision !== '') return 'enabled';
  return ambient ? 'ambient' : 'unset';
}
