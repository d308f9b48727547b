import type { Pod } from '../resources/core.ts';

/** A workload: what owns pods. `kind` is the Kubernetes kind; naked pods are their own workload of kind Pod. */
export interface WorkloadRef {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/**
 * The workload of a pod as Istio derives it, without look-ups (research/istio-kubernetes.md 7): the controller's name,
 * a ReplicaSet's stripped of the pod template hash, a Job's of its schedule; the label
 * `service.istio.io/workload-name` overrides the name.
 */
export function workloadOf(pod: Pod): WorkloadRef {
  const { metadata } = pod;
  const namespace = metadata.namespace ?? 'default';
  const labels = metadata.labels ?? {};
  const owner = metadata.ownerReferences?.find((reference) => reference.controller === true);
  const derived =
    owner === undefined ? { kind: 'Pod', name: metadata.name } : fromOwner(owner.kind, owner.name, labels);
  const override = labels['service.istio.io/workload-name'];
  return { kind: derived.kind, namespace, name: override !== undefined && override !== '' ? override : derived.name };
}

function fromOwner(
  kind: string,
  name: string,
  labels: Readonly<Record<string, string>>,
): { kind: string; name: string } {
  if (kind === 'ReplicaSet') {
    for (const [label, owner] of [
      ['pod-template-hash', 'Deployment'],
      ['rollouts-pod-template-hash', 'Rollout'],
    ] as const) {
      const hash = labels[label];
      if (hash !== undefined && name.endsWith(`-${hash}`))
        return { kind: owner, name: name.slice(0, -hash.length - 1) };
    }
  }
  if (kind === 'ReplicationController' && labels.deploymentconfig !== undefined) {
    return { kind: 'DeploymentConfig', name: labels.deploymentconfig };
  }
  const scheduled = kind === 'Job' ? /^(.+)-\d{8,10}$/.exec(name) : null;
  return scheduled?.[1] === undefined ? { kind, name } : { kind: 'CronJob', name: scheduled[1] };
}

/** Whether the pod takes traffic: running, ready, and not on its way out. */
export const isPodReady = (pod: Pod): boolean =>
  pod.metadata.deletionTimestamp === undefined &&
  (pod.status?.conditions ?? []).some((condition) => condition.type === 'Ready' && condition.status === 'True');

/** Whether the pod has ended for good and is no longer counted. */
export const isPodFinished = (pod: Pod): boolean => pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';

/** Whether an Istio sidecar runs in the pod (as a container, or as a native sidecar among the init containers). */
export const hasSidecar = (pod: Pod): boolean =>
  [...(pod.spec?.containers ?? []), ...(pod.spec?.initContainers ?? [])].some(
    (container) => container.name === 'istio-proxy',
  );
