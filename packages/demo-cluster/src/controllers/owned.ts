import { isPodFinished, isPodReady, type KubernetesObject, type Pod } from '@weir/mesh';
import type { ControlledStore } from '../store/controlled-store.ts';
import type { DemoReplicaSet } from '../world/objects.ts';

/** Whether the controller owns the object. */
export const isOwnedBy = (object: KubernetesObject, owner: KubernetesObject): boolean =>
  owner.metadata.uid !== undefined &&
  (object.metadata.ownerReferences ?? []).some(
    (reference) => reference.controller === true && reference.uid === owner.metadata.uid,
  );

/** The owner that controls an object, by kind and name. */
export const controllerOf = (object: KubernetesObject): { kind: string; name: string } | undefined =>
  (object.metadata.ownerReferences ?? []).find((reference) => reference.controller === true);

/** The pods of a ReplicaSet that count, the ones to keep first: ready before not ready, older before younger. */
export function podsOf(store: ControlledStore, replicaSet: KubernetesObject): readonly Pod[] {
  const pods = store.list('pods', '', replicaSet.metadata.namespace ?? 'default') as readonly Pod[];
  const rank = (pod: Pod): string => `${isPodReady(pod) ? 0 : 1}${pod.metadata.creationTimestamp ?? ''}`;
  return pods
    .filter((pod) => !isPodFinished(pod) && pod.metadata.deletionTimestamp === undefined && isOwnedBy(pod, replicaSet))
    .sort((a, b) => (rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : 0));
}

/** The ReplicaSets of a Deployment. */
export const replicaSetsOf = (store: ControlledStore, deployment: KubernetesObject): readonly DemoReplicaSet[] =>
  (store.list('replicasets', 'apps', deployment.metadata.namespace ?? 'default') as readonly DemoReplicaSet[]).filter(
    (replicaSet) => isOwnedBy(replicaSet, deployment),
  );

/** Whether the namespace is there: nothing is created in one that goes away. */
export const namespaceExists = (store: ControlledStore, namespace: string): boolean =>
  store.get('namespaces', '', '', namespace) !== undefined;
