import type { PodCounts } from '@weir/shared';
import { RATE_ANNOTATION } from '../../health/tolerance.ts';
import type { Controller, Pod } from '../../resources/core.ts';
import { appOf, type LabelNames } from '../../snapshot/labels.ts';
import type { NamespaceSlice } from '../../snapshot/snapshot.ts';
import { hasSidecar, isPodFinished, isPodReady, workloadOf } from '../../snapshot/workloads.ts';

export type Labels = Readonly<Record<string, string>>;

/** A workload as the graph needs it, from its controllers and pods. */
export interface WorkloadFacts {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** Of the pod template, or of the first pod where no controller is known. */
  readonly labels: Labels;
  readonly app?: string;
  readonly version?: string;
  /** Pods that have not ended, by name. */
  readonly pods: readonly Pod[];
  readonly counts: PodCounts;
  /** How many of the pods have a sidecar. */
  readonly sidecars: number;
  /** Whether the node's proxy reports its traffic instead of a sidecar (ambient mode). */
  readonly ambient: boolean;
  /** A proxy of its own: by Istio's labels. A Gateway object's selector can say so, too; see `GatewayIndex`. */
  readonly proxy?: 'gateway' | 'waypoint';
  /** The annotation that sets health thresholds, on the workload or its template. */
  readonly rateAnnotation?: string;
}

interface Draft {
  kind: string;
  controller?: Controller;
  /** Sum of what ReplicaSets of an owner that is not read want. */
  ownedReplicas?: number;
  readonly pods: Pod[];
}

/** Which of two kinds a shared name stands for (research/istio-kubernetes.md 7); a higher one wins. */
const KIND_RANK: readonly string[] = ['Pod', 'DaemonSet', 'Job', 'StatefulSet', 'ReplicaSet', 'Deployment'];

/** All workloads of a namespace by name. Telemetry names workloads without their kind, so a name is one workload. */
export function workloadsOf(slice: NamespaceSlice, labelNames: LabelNames): ReadonlyMap<string, WorkloadFacts> {
  const drafts = new Map<string, Draft>();
  for (const controllers of [slice.deployments, slice.statefulsets, slice.daemonsets, slice.replicasets]) {
    for (const controller of controllers.values()) addController(drafts, controller);
  }
  for (const pod of slice.pods.values()) {
    if (isPodFinished(pod)) continue;
    const ref = workloadOf(pod);
    draftOf(drafts, ref.name, ref.kind).pods.push(pod);
  }
  const ambientNamespace = slice.namespace?.metadata.labels?.['istio.io/dataplane-mode'] === 'ambient';
  const names = [...drafts.keys()].sort();
  return new Map(
    names.flatMap((name) => {
      const draft = drafts.get(name);
      return draft === undefined ? [] : [[name, factsOf(slice.name, name, draft, labelNames, ambientNamespace)]];
    }),
  );
}

function addController(drafts: Map<string, Draft>, controller: Controller): void {
  const owner = controller.metadata.ownerReferences?.find((reference) => reference.controller === true);
  if (owner !== undefined) {
    // A Deployment's ReplicaSets say nothing that it does not say itself; other owners (as Argo Rollouts) are not read.
    if (controller.kind !== 'ReplicaSet' || owner.kind === 'Deployment') return;
    const draft = draftOf(drafts, owner.name, owner.kind);
    draft.ownedReplicas = (draft.ownedReplicas ?? 0) + (controller.spec?.replicas ?? 0);
    if (draft.controller === undefined || (controller.spec?.replicas ?? 0) > 0) draft.controller = controller;
    return;
  }
  const name =
    controller.spec?.template?.metadata?.labels?.['service.istio.io/workload-name'] || controller.metadata.name;
  const draft = draftOf(drafts, name, controller.kind);
  if (draft.controller === undefined || draft.kind === controller.kind) draft.controller = controller;
}

function draftOf(drafts: Map<string, Draft>, name: string, kind: string): Draft {
  const draft = drafts.get(name) ?? { kind, pods: [] };
  if (KIND_RANK.indexOf(kind) > KIND_RANK.indexOf(draft.kind)) draft.kind = kind;
  drafts.set(name, draft);
  return draft;
}

function factsOf(
  namespace: string,
  name: string,
  draft: Draft,
  labelNames: LabelNames,
  ambientNamespace: boolean,
): WorkloadFacts {
  const pods = draft.pods.sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
  const { controller } = draft;
  const labels = controller?.spec?.template?.metadata?.labels ?? pods[0]?.metadata.labels ?? {};
  const app = appOf(labels, labelNames);
  const version = workloadVersion(labels, labelNames);
  const proxy = proxyOf(labels);
  const rate =
    controller?.metadata.annotations?.[RATE_ANNOTATION] ??
    controller?.spec?.template?.metadata?.annotations?.[RATE_ANNOTATION] ??
    pods[0]?.metadata.annotations?.[RATE_ANNOTATION];
  const mode = labels['istio.io/dataplane-mode'];
  return {
    kind: draft.kind,
    namespace,
    name,
    labels,
    ...(app === undefined ? {} : { app }),
    ...(version === undefined ? {} : { version }),
    pods,
    counts: podCounts(draft, pods),
    sidecars: pods.filter(hasSidecar).length,
    ambient: mode === 'ambient' || (ambientNamespace && mode !== 'none'),
    ...(proxy === undefined ? {} : { proxy }),
    ...(rate === undefined ? {} : { rateAnnotation: rate }),
  };
}

/** The injector writes `latest` as canonical revision where no version label stands: that is no version. */
export function workloadVersion(labels: Labels, labelNames: LabelNames): string | undefined {
  for (const key of labelNames.version) {
    const value = labels[key];
    if (value === undefined || value === '') continue;
    if (key === 'service.istio.io/canonical-revision' && value === 'latest') continue;
    return value;
  }
  return undefined;
}

function podCounts(draft: Draft, pods: readonly Pod[]): PodCounts {
  const { controller } = draft;
  const { spec, status } = controller ?? {};
  const desired =
    draft.ownedReplicas ??
    (controller === undefined
      ? pods.length
      : controller.kind === 'DaemonSet'
        ? (status?.desiredNumberScheduled ?? pods.length)
        : (spec?.replicas ?? 1));
  if (pods.length > 0) return { desired, current: pods.length, ready: pods.filter(isPodReady).length };
  // Where pods may not be read, the controller's word is the best there is.
  return {
    desired,
    current: status?.replicas ?? 0,
    ready: status?.readyReplicas ?? status?.numberReady ?? 0,
  };
}

function proxyOf(labels: Labels): WorkloadFacts['proxy'] {
  if (labels['gateway.istio.io/managed'] === 'istio.io-mesh-controller') return 'waypoint';
  if (labels['gateway.networking.k8s.io/gateway-name'] !== undefined) return 'gateway';
  const istio = labels.istio;
  return istio === 'ingressgateway' || istio === 'egressgateway' ? 'gateway' : undefined;
}
