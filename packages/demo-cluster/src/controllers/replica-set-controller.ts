import { isPodReady } from '@weir/mesh';
import type { ControlledStore } from '../store/controlled-store.ts';
import type { DemoReplicaSet } from '../world/objects.ts';
import { podOf } from '../world/pod.ts';
import { controllerOf, namespaceExists, podsOf } from './owned.ts';

/** Creates the pods that a ReplicaSet lacks and deletes those that it has too many; then its status follows. */
export function reconcileReplicaSet(store: ControlledStore, replicaSet: DemoReplicaSet): void {
  const namespace = replicaSet.metadata.namespace ?? 'default';
  if (replicaSet.metadata.deletionTimestamp !== undefined || !namespaceExists(store, namespace)) return;
  const pods = podsOf(store, replicaSet);
  const wanted = replicaSet.spec.replicas ?? 1;
  const owner = controllerOf(replicaSet);
  const workload = owner?.kind === 'Deployment' ? owner.name : replicaSet.metadata.name;
  const labels = store.get('namespaces', '', '', namespace)?.metadata.labels;
  for (let missing = wanted - pods.length; missing > 0; missing--) store.create(podOf(replicaSet, workload, labels));
  for (const surplus of pods.slice(wanted)) store.delete('pods', '', namespace, surplus.metadata.name);
  followStatus(store, namespace, replicaSet.metadata.name);
}

function followStatus(store: ControlledStore, namespace: string, name: string): void {
  const replicaSet = store.get('replicasets', 'apps', namespace, name) as DemoReplicaSet | undefined;
  if (replicaSet === undefined) return;
  const pods = podsOf(store, replicaSet);
  const ready = pods.filter(isPodReady).length;
  const observedGeneration = replicaSet.metadata.generation ?? 1;
  const status = { observedGeneration, replicas: pods.length, readyReplicas: ready, availableReplicas: ready };
  store.updateStatus({ ...replicaSet, status } as DemoReplicaSet);
}
