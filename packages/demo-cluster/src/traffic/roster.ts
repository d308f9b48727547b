import {
  hasSidecar,
  isPodReady,
  type KubernetesObject,
  type NamespaceSlice,
  type Pod,
  type RouteClient,
  workloadOf,
} from '@weir/mesh';
import { canonicalLabels } from '../world/injection.ts';
import { type Behaviour, behaviourOf } from './behaviour.ts';
import type { PeerLabels } from './series.ts';
import { SidecarStatistics } from './sidecar-statistics.ts';

/** A ready pod that takes part in the traffic. */
export interface Member {
  readonly pod: Pod;
  readonly workload: TrafficWorkload;
  readonly address: string;
  /** Undefined without a sidecar. */
  readonly statistics: SidecarStatistics | undefined;
}

/** A workload with its ready pods of one moment. A new object comes when its pods or its behaviour change. */
export interface TrafficWorkload {
  /** `<namespace>/<name>` */
  readonly key: string;
  readonly namespace: string;
  readonly name: string;
  readonly behaviour: Behaviour;
  /** Whether its pods have sidecars: without one nothing is decided for what they send. */
  readonly sidecar: boolean;
  /** Whether its pods are proxies and nothing else: what they send came from outside, for a Gateway. */
  readonly gateway: boolean;
  readonly client: RouteClient;
  readonly members: readonly Member[];
  /** As its own proxy names it: app and version are its pods' labels of these names. */
  readonly own: PeerLabels;
  /** As a peer's proxy names it: `app.kubernetes.io/name` and `/version` come first. */
  readonly peer: PeerLabels;
  /** As a calling proxy names it when the endpoint has no proxy: neither app, version nor principal. */
  readonly peerWithoutProxy: PeerLabels;
}

/** The traffic's view of one namespace. */
export interface NamespaceRoster {
  readonly workloads: ReadonlyMap<string, TrafficWorkload>;
  readonly members: ReadonlyMap<string, Member>;
  /** Those that send requests by themselves. */
  readonly senders: readonly TrafficWorkload[];
}

const CLUSTER = 'Kubernetes';

type WithStatus = Pod & {
  readonly status?: { readonly containerStatuses?: readonly { readonly restartCount?: number }[] };
};

/** Names one life of a pod's containers: a restart or a new pod of the same name is another one, with counters from zero. */
function incarnationOf(pod: Pod): string {
  const statuses = (pod as WithStatus).status?.containerStatuses;
  const restarts = Array.isArray(statuses)
    ? statuses.reduce((sum: number, status) => sum + (Number(status?.restartCount) || 0), 0)
    : 0;
  return `${pod.metadata.uid ?? ''}#${restarts}`;
}

const behaviours = new WeakMap<KubernetesObject, Behaviour>();

function behaviourOfWorkload(slice: NamespaceSlice, name: string, pod: Pod): Behaviour {
  const object = slice.deployments.get(name) ?? slice.statefulsets.get(name) ?? slice.daemonsets.get(name) ?? pod;
  const known = behaviours.get(object);
  if (known !== undefined) return known;
  const behaviour = behaviourOf(object.metadata.annotations);
  behaviours.set(object, behaviour);
  return behaviour;
}

function ownLabels(pod: Pod, name: string, namespace: string): PeerLabels {
  const labels = pod.metadata.labels ?? {};
  const canonical = canonicalLabels(labels, name);
  return {
    workload: name,
    namespace,
    principal: `spiffe://cluster.local/ns/${namespace}/sa/${pod.spec?.serviceAccountName ?? 'default'}`,
    app: labels.app ?? '',
    version: labels.version ?? '',
    canonicalService: canonical['service.istio.io/canonical-name'] ?? name,
    canonicalRevision: canonical['service.istio.io/canonical-revision'] ?? 'latest',
    cluster: CLUSTER,
  };
}

/** Keeps the counters of every sidecar, and builds a namespace's roster when its objects have changed. */
export class RosterKeeper {
  readonly #rosters = new Map<string, { pods: unknown; controllers: readonly unknown[]; roster: NamespaceRoster }>();
  readonly #lives = new Map<string, Map<string, { incarnation: string; statistics: SidecarStatistics }>>();

  /** The roster of a namespace; the same object while its pods and controllers stay the same. */
  rosterOf(slice: NamespaceSlice): NamespaceRoster {
    const known = this.#rosters.get(slice.name);
    const controllers = [slice.deployments, slice.statefulsets, slice.daemonsets];
    if (known?.pods === slice.pods && controllers.every((map, i) => map === known.controllers[i])) return known.roster;
    const roster = this.#build(slice);
    this.#rosters.set(slice.name, { pods: slice.pods, controllers, roster });
    return roster;
  }

  /** Forgets namespaces that are gone. */
  retain(namespaces: ReadonlyMap<string, unknown>): void {
    for (const name of [...this.#rosters.keys()]) {
      if (namespaces.has(name)) continue;
      this.#rosters.delete(name);
      this.#lives.delete(name);
    }
  }

  /** The counters of each pod's present life. Those of pods that are gone, or that have restarted, are dropped. */
  #statisticsOf(slice: NamespaceSlice): Map<string, { incarnation: string; statistics: SidecarStatistics }> {
    const before = this.#lives.get(slice.name);
    const lives = new Map<string, { incarnation: string; statistics: SidecarStatistics }>();
    for (const pod of slice.pods.values()) {
      const incarnation = incarnationOf(pod);
      const known = before?.get(pod.metadata.name);
      const kept = known?.incarnation === incarnation ? known : { incarnation, statistics: new SidecarStatistics() };
      lives.set(pod.metadata.name, kept);
    }
    this.#lives.set(slice.name, lives);
    return lives;
  }

  #build(slice: NamespaceSlice): NamespaceRoster {
    const lives = this.#statisticsOf(slice);
    const members = new Map<string, Member>();
    const workloads = new Map<string, TrafficWorkload & { members: Member[] }>();
    for (const name of [...slice.pods.keys()].sort()) {
      const pod = slice.pods.get(name);
      if (pod === undefined || !isPodReady(pod)) continue;
      const ref = workloadOf(pod);
      // Two kinds may share a name; Istio's metrics do not tell them apart either.
      const workload = workloads.get(ref.name) ?? this.#workloadOf(slice, ref.name, pod);
      workloads.set(ref.name, workload);
      const statistics = hasSidecar(pod) ? lives.get(name)?.statistics : undefined;
      const member: Member = { pod, workload, address: pod.status?.podIP ?? '', statistics };
      workload.members.push(member);
      members.set(name, member);
    }
    const senders = [...workloads.values()].filter((workload) => workload.behaviour.loads.length > 0);
    return { workloads, members, senders };
  }

  #workloadOf(slice: NamespaceSlice, name: string, pod: Pod): TrafficWorkload & { members: Member[] } {
    const namespace = slice.name;
    const own = ownLabels(pod, name, namespace);
    const labels = pod.metadata.labels ?? {};
    const peer: PeerLabels = {
      ...own,
      app: labels['app.kubernetes.io/name'] ?? own.app,
      version: labels['app.kubernetes.io/version'] ?? own.version,
    };
    return {
      key: `${namespace}/${name}`,
      namespace,
      name,
      behaviour: behaviourOfWorkload(slice, name, pod),
      sidecar: hasSidecar(pod),
      gateway: (pod.spec?.containers ?? []).every((container) => container.name === 'istio-proxy'),
      client: { namespace, labels },
      members: [],
      own,
      peer,
      peerWithoutProxy: { ...peer, app: 'unknown', version: 'unknown', principal: 'unknown' },
    };
  }
}
