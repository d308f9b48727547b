import { fnv1a, safeEncode } from './hash.ts';
import type { DemoDeployment, DemoReplicaSet } from './objects.ts';
import { ownedBy } from './objects.ts';

/** The label that ties pods to the ReplicaSet of one pod template. */
const TEMPLATE_HASH = 'pod-template-hash';

/** JSON with sorted keys, so that the order in which a client wrote the fields does not matter. */
function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, field]) => field !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`).join(',')}}`;
}

/** The hash of a Deployment's pod template (research/istio-kubernetes.md 7). */
export const templateHash = (deployment: DemoDeployment): string =>
  safeEncode(fnv1a(canonicalJson(deployment.spec.template)));

/** Whether the ReplicaSet is the one of the Deployment's present template: the hash label does not count. */
export function sameTemplate(replicaSet: DemoReplicaSet, deployment: DemoDeployment): boolean {
  const { template } = replicaSet.spec;
  const { [TEMPLATE_HASH]: _, ...labels } = template.metadata?.labels ?? {};
  const bare = { ...template, metadata: { ...template.metadata, labels } };
  return canonicalJson(bare) === canonicalJson(deployment.spec.template);
}

/** The ReplicaSet that a Deployment creates for its present template. `revision` counts the templates that it has had. */
export function replicaSetOf(
  deployment: DemoDeployment,
  replicas = deployment.spec.replicas ?? 1,
  revision = 1,
): DemoReplicaSet {
  const hash = templateHash(deployment);
  const { template, selector } = deployment.spec;
  const labels = { ...template.metadata?.labels, [TEMPLATE_HASH]: hash };
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${deployment.metadata.name}-${hash}`,
      ...(deployment.metadata.namespace === undefined ? {} : { namespace: deployment.metadata.namespace }),
      labels,
      annotations: {
        'deployment.kubernetes.io/desired-replicas': String(replicas),
        'deployment.kubernetes.io/revision': String(revision),
      },
      ownerReferences: [ownedBy(deployment)],
    },
    spec: {
      replicas,
      selector: { matchLabels: { ...selector.matchLabels, [TEMPLATE_HASH]: hash } },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
    status: { observedGeneration: 1, replicas: 0, readyReplicas: 0, availableReplicas: 0 },
  };
}
