import { fnv1a } from './hash.ts';
import { injectSidecar } from './injection.ts';
import type { ContainerStatus, DemoPod, DemoReplicaSet, Labels, PodSpec, PodStatus } from './objects.ts';
import { ownedBy, timestamp } from './objects.ts';

/** A node of the demo cluster. */
export interface DemoNode {
  readonly name: string;
  readonly address: string;
}

const NODES: readonly DemoNode[] = [1, 2, 3].map((number) => ({
  name: `demo-node-${number}`,
  address: `192.168.49.${number + 1}`,
}));
const [FIRST_NODE = { name: 'demo-node-1', address: '192.168.49.2' }] = NODES;

/** The node on which a pod of this name runs. */
export const nodeFor = (podName: string): DemoNode => NODES[fnv1a(podName) % NODES.length] ?? FIRST_NODE;

/**
 * The pod that a ReplicaSet creates: its template with the sidecar injected. Without a name the store adds five characters to
 * `generateName`, and the pod has no node yet.
 */
export function podOf(
  replicaSet: DemoReplicaSet,
  workload: string,
  namespaceLabels: Labels | undefined,
  name = '',
): DemoPod {
  const template = injectSidecar(replicaSet.spec.template, workload, namespaceLabels);
  const annotations = template.metadata?.annotations;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      generateName: `${replicaSet.metadata.name}-`,
      ...(replicaSet.metadata.namespace === undefined ? {} : { namespace: replicaSet.metadata.namespace }),
      labels: { ...template.metadata?.labels },
      ...(annotations === undefined ? {} : { annotations }),
      ownerReferences: [ownedBy(replicaSet)],
    },
    spec: {
      ...(template.spec ?? { containers: [] }),
      ...(name === '' ? {} : { nodeName: nodeFor(name).name }),
      serviceAccountName: template.spec?.serviceAccountName ?? 'default',
    },
    status: pendingStatus(),
  };
}

/** A pod that nothing has started yet. */
export const pendingStatus = (): PodStatus => ({ phase: 'Pending', conditions: [] });

const restartsOf = (status: PodStatus | undefined, container: string): number =>
  status?.containerStatuses?.find((known) => known.name === container)?.restartCount ?? 0;

function containerStatuses(
  spec: PodSpec,
  atMs: number,
  before: PodStatus | undefined,
  ready: boolean,
): ContainerStatus[] {
  return spec.containers.map((container) => ({
    name: container.name ?? '',
    image: container.image ?? '',
    ready,
    started: ready,
    restartCount: restartsOf(before, container.name ?? ''),
    state: ready ? { running: { startedAt: timestamp(atMs) } } : { waiting: { reason: 'ContainerCreating' } },
  }));
}

const conditions = (atMs: number, ready: boolean): PodStatus['conditions'] =>
  ['PodScheduled', 'Initialized', 'ContainersReady', 'Ready'].map((type) => ({
    type,
    status: ready || type === 'PodScheduled' ? ('True' as const) : ('False' as const),
    lastTransitionTime: timestamp(atMs),
  }));

const hostAddress = (spec: PodSpec): string =>
  NODES.find((node) => node.name === spec.nodeName)?.address ?? FIRST_NODE.address;

/** The status of a pod that got its address and waits for its containers. */
export const startingStatus = (spec: PodSpec, address: string, atMs: number, before?: PodStatus): PodStatus => ({
  phase: 'Pending',
  hostIP: hostAddress(spec),
  podIP: address,
  podIPs: [{ ip: address }],
  startTime: timestamp(atMs),
  conditions: conditions(atMs, false),
  containerStatuses: containerStatuses(spec, atMs, before, false),
});

/** The status of a pod that runs and takes traffic. Restart counts are kept from the status before. */
export const runningStatus = (spec: PodSpec, address: string, atMs: number, before?: PodStatus): PodStatus => ({
  ...startingStatus(spec, address, atMs, before),
  phase: 'Running',
  startTime: before?.startTime ?? timestamp(atMs),
  conditions: conditions(atMs, true),
  containerStatuses: containerStatuses(spec, atMs, before, true),
});

/** The status of a pod whose containers have just died and are about to be started again. */
export const crashedStatus = (spec: PodSpec, address: string, atMs: number, before: PodStatus): PodStatus => ({
  ...startingStatus(spec, address, atMs, before),
  phase: 'Running',
  startTime: before.startTime ?? timestamp(atMs),
  containerStatuses: containerStatuses(spec, atMs, before, false).map((status) => ({
    ...status,
    restartCount: status.restartCount + 1,
    state: { waiting: { reason: 'CrashLoopBackOff' } },
    lastState: { terminated: { exitCode: 1, reason: 'Error', finishedAt: timestamp(atMs) } },
  })),
});
