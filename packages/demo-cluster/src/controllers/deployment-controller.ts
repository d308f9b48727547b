import { isPodReady } from '@weir/mesh';
import type { ControlledStore } from '../store/controlled-store.ts';
import { deploymentStatus } from '../world/deployment.ts';
import type { DemoDeployment, DemoReplicaSet } from '../world/objects.ts';
import { replicaSetOf, sameTemplate } from '../world/replica-set.ts';
import { namespaceExists, podsOf, replicaSetsOf } from './owned.ts';

const REVISION = 'deployment.kubernetes.io/revision';
/** How many ReplicaSets of older templates are kept, as `revisionHistoryLimit` does. */
const KEPT_REVISIONS = 10;

const revisionOf = (object: { readonly metadata: DemoReplicaSet['metadata'] }): number =>
  Number(object.metadata.annotations?.[REVISION] ?? 0) || 0;

/**
 * Brings a Deployment's ReplicaSets to what its template and replicas say: a new template gets a ReplicaSet of its own, and the old ones
 * shrink as its pods become ready, so that a roll-out never has fewer ready pods than wanted. Then its status follows.
 */
export function reconcileDeployment(store: ControlledStore, deployment: DemoDeployment, nowMs: number): void {
  const namespace = deployment.metadata.namespace ?? 'default';
  if (deployment.metadata.deletionTimestamp !== undefined || !namespaceExists(store, namespace)) return;
  const wanted = deployment.spec.replicas ?? 1;
  const all = replicaSetsOf(store, deployment);
  const known = all.find((replicaSet) => sameTemplate(replicaSet, deployment));
  const newest = all.reduce((highest, replicaSet) => Math.max(highest, revisionOf(replicaSet)), 0);
  const revision = known !== undefined && revisionOf(known) === newest ? newest : newest + 1;
  const current = known ?? store.create(replicaSetOf(deployment, wanted, revision));
  scale(store, current as DemoReplicaSet, wanted, revision);
  const older = all.filter((replicaSet) => replicaSet.metadata.uid !== current.metadata.uid);
  const ready = podsOf(store, current).filter(isPodReady).length;
  shrink(store, older, Math.max(0, wanted - ready));
  for (const obsolete of obsoleteOf(older)) store.delete('replicasets', 'apps', namespace, obsolete.metadata.name);
  if (revisionOf(deployment) !== revision) {
    const annotations = { ...deployment.metadata.annotations, [REVISION]: String(revision) };
    store.update({ ...deployment, metadata: { ...deployment.metadata, annotations } });
  }
  followStatus(store, namespace, deployment.metadata.name, nowMs);
}

function scale(store: ControlledStore, replicaSet: DemoReplicaSet, replicas: number, revision: number): void {
  if (replicaSet.spec.replicas === replicas && revisionOf(replicaSet) === revision) return;
  const annotations = { ...replicaSet.metadata.annotations, [REVISION]: String(revision) };
  const metadata = { ...replicaSet.metadata, annotations };
  const changed: DemoReplicaSet = { ...replicaSet, metadata, spec: { ...replicaSet.spec, replicas } };
  store.update(changed);
}

/** Takes pods away from the older ReplicaSets until all of them together have at most `allowed`. */
function shrink(store: ControlledStore, older: readonly DemoReplicaSet[], allowed: number): void {
  let left = allowed;
  for (const replicaSet of [...older].sort((a, b) => revisionOf(b) - revisionOf(a))) {
    const replicas = Math.min(replicaSet.spec.replicas, left);
    left -= replicas;
    if (replicas !== replicaSet.spec.replicas) scale(store, replicaSet, replicas, revisionOf(replicaSet));
  }
}

const obsoleteOf = (older: readonly DemoReplicaSet[]): readonly DemoReplicaSet[] =>
  older
    .filter((replicaSet) => replicaSet.spec.replicas === 0)
    .sort((a, b) => revisionOf(b) - revisionOf(a))
    .slice(KEPT_REVISIONS);

function followStatus(store: ControlledStore, namespace: string, name: string, nowMs: number): void {
  const deployment = store.get('deployments', 'apps', namespace, name) as DemoDeployment | undefined;
  if (deployment === undefined) return;
  const sets = replicaSetsOf(store, deployment);
  const pods = sets.flatMap((replicaSet) => podsOf(store, replicaSet));
  const ready = pods.filter(isPodReady).length;
  const current = sets.find((replicaSet) => sameTemplate(replicaSet, deployment));
  const updated = current === undefined ? 0 : podsOf(store, current).length;
  const counts = { replicas: pods.length, readyReplicas: ready, availableReplicas: ready };
  const generation = deployment.metadata.generation ?? 1;
  const status = deploymentStatus(counts, updated, deployment.spec.replicas ?? 1, generation, nowMs);
  store.updateStatus({
    ...deployment,
    status: { ...status, conditions: keepTimes(status, deployment.status) },
  } as DemoDeployment);
}

type Status = NonNullable<DemoDeployment['status']>;

/** The conditions with their old times where they have not changed, so that a status that says the same is the same. */
function keepTimes(status: Status, before: Status | undefined): Status['conditions'] {
  return status.conditions.map((condition) => {
    const known = before?.conditions?.find((candidate) => candidate.type === condition.type);
    return known?.status === condition.status && known.reason === condition.reason ? known : condition;
  });
}
