import type { ServiceBlueprint, WorkloadBlueprint } from './blueprint.ts';
import type { DemoDeployment, ReplicaStatus } from './objects.ts';
import { timestamp } from './objects.ts';
import { completedContainer, DEPLOYMENT_DEFAULTS, POD_DEFAULTS } from './pod-defaults.ts';

/** The Deployment of a workload; its status says that all its pods are there. */
export function deploymentOf(service: ServiceBlueprint, workload: WorkloadBlueprint, atMs: number): DemoDeployment {
  const { labels, replicas } = workload;
  const injection = workload.sidecar ? {} : { 'sidecar.istio.io/inject': 'false' };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name: workload.name,
      namespace: service.namespace,
      labels,
      annotations: { 'deployment.kubernetes.io/revision': '1', ...workload.behaviour },
      generation: 1,
    },
    spec: {
      ...DEPLOYMENT_DEFAULTS,
      replicas,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels: { ...labels, ...injection } },
        spec: {
          containers: [
            completedContainer({
              name: workload.container,
              image: workload.image,
              ports: [{ containerPort: service.targetPort, protocol: 'TCP' }],
            }),
          ],
          ...POD_DEFAULTS,
          ...(workload.serviceAccount === undefined ? {} : { serviceAccountName: workload.serviceAccount }),
        },
      },
    },
    status: deploymentStatus(
      { replicas, readyReplicas: replicas, availableReplicas: replicas },
      replicas,
      replicas,
      1,
      atMs,
    ),
  };
}

/** The status of a Deployment over the counts of its pods. `updated` are those of the present template. */
export function deploymentStatus(
  counts: Omit<ReplicaStatus, 'observedGeneration'>,
  updated: number,
  desired: number,
  generation: number,
  atMs: number,
): NonNullable<DemoDeployment['status']> {
  const condition = (type: string, met: boolean, reason: string) => ({
    type,
    status: met ? ('True' as const) : ('False' as const),
    lastTransitionTime: timestamp(atMs),
    lastUpdateTime: timestamp(atMs),
    reason,
  });
  const available = counts.availableReplicas >= desired;
  return {
    observedGeneration: generation,
    ...counts,
    updatedReplicas: updated,
    conditions: [
      condition('Available', available, available ? 'MinimumReplicasAvailable' : 'MinimumReplicasUnavailable'),
      condition('Progressing', true, available && updated >= desired ? 'NewReplicaSetAvailable' : 'ReplicaSetUpdated'),
    ],
  };
}
