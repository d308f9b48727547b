import type { Pod } from '@weir/mesh';
import type { ControlledStore } from '../store/controlled-store.ts';
import { POD_ADDRESSES, podAddress } from '../world/addresses.ts';
import { injectSidecar } from '../world/injection.ts';
import type { DemoPod, PodTemplate } from '../world/objects.ts';
import { crashedStatus, nodeFor, runningStatus, startingStatus } from '../world/pod.ts';

/** How long containers take to start, and to come back after a crash. */
const START_MS = 2000;
const RESTART_MS = 3000;

interface Start {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string | undefined;
  readonly dueMs: number;
}

/** Gives pods addresses, starts their containers after a while, and lets them crash when asked to. */
export class Kubelet {
  readonly #store: ControlledStore;
  readonly #nowMs: () => number;
  readonly #addresses = new Set<string>();
  #nextAddress = 0;
  #starts: Start[] = [];

  constructor(store: ControlledStore, nowMs: () => number) {
    this.#store = store;
    this.#nowMs = nowMs;
    for (const pod of store.list('pods', '') as readonly DemoPod[]) {
      if (pod.status?.podIP !== undefined) this.#addresses.add(pod.status.podIP);
      else this.admit(pod);
    }
  }

  /** Whether containers are about to start. */
  get busy(): boolean {
    return this.#starts.length > 0;
  }

  /** A new pod: a naked one gets its sidecar where the namespace wants it, each gets a node and an address. */
  admit(pod: DemoPod): void {
    if (pod.status?.podIP !== undefined) {
      this.#addresses.add(pod.status.podIP);
      return;
    }
    const bound = this.#bind(pod);
    const nowMs = this.#nowMs();
    const status = startingStatus(bound.spec, this.#claimAddress(), nowMs);
    this.#store.updateStatus({ ...bound, status } as DemoPod, { manager: 'kubelet' });
    this.#schedule(bound, nowMs + START_MS);
  }

  /** The pod is gone: its address may be used again. */
  release(pod: Pod): void {
    if (pod.status?.podIP !== undefined) this.#addresses.delete(pod.status.podIP);
  }

  /** Lets all containers of a pod die; they come back after three seconds. False when there is no such pod. */
  crash(namespace: string, name: string): boolean {
    const pod = this.#store.get('pods', '', namespace, name) as DemoPod | undefined;
    const address = pod?.status?.podIP;
    if (pod === undefined || address === undefined) return false;
    const nowMs = this.#nowMs();
    const status = crashedStatus(pod.spec, address, nowMs, pod.status);
    this.#store.updateStatus({ ...pod, status } as DemoPod, { manager: 'kubelet' });
    this.#starts = this.#starts.filter((start) => start.uid !== pod.metadata.uid);
    this.#schedule(pod, nowMs + RESTART_MS);
    return true;
  }

  /** Starts the containers whose time has come. */
  tick(): void {
    const nowMs = this.#nowMs();
    const due = this.#starts.filter((start) => start.dueMs <= nowMs);
    if (due.length === 0) return;
    this.#starts = this.#starts.filter((start) => start.dueMs > nowMs);
    for (const start of due) {
      const pod = this.#store.get('pods', '', start.namespace, start.name) as DemoPod | undefined;
      const address = pod?.status?.podIP;
      if (pod === undefined || address === undefined || pod.metadata.uid !== start.uid) continue;
      const status = runningStatus(pod.spec, address, nowMs, pod.status);
      this.#store.updateStatus({ ...pod, status } as DemoPod, { manager: 'kubelet' });
    }
  }

  #schedule(pod: DemoPod, dueMs: number): void {
    const { namespace = 'default', name, uid } = pod.metadata;
    this.#starts.push({ namespace, name, uid, dueMs });
  }

  /** Binds the pod to a node, after the injector where nobody controls the pod: a ReplicaSet's has been injected already. */
  #bind(pod: DemoPod): DemoPod {
    const template = this.#injected(pod);
    const spec = { ...template.spec, nodeName: template.spec?.nodeName ?? nodeFor(pod.metadata.name).name };
    const changed = { ...pod, metadata: { ...pod.metadata, ...template.metadata }, spec } as DemoPod;
    return (this.#store.update(changed, { manager: 'kube-scheduler' }) as DemoPod | undefined) ?? changed;
  }

  #injected(pod: DemoPod): PodTemplate {
    const { labels, annotations, ownerReferences } = pod.metadata;
    const metadata = {
      ...(labels === undefined ? {} : { labels }),
      ...(annotations === undefined ? {} : { annotations }),
    };
    const template = { metadata, spec: pod.spec ?? { containers: [] } };
    if ((ownerReferences ?? []).length > 0) return template;
    const namespace = this.#store.get('namespaces', '', '', pod.metadata.namespace ?? 'default');
    return injectSidecar(template, pod.metadata.name, namespace?.metadata.labels);
  }

  /** The next free address. An address is not given again at once, as in real clusters. */
  #claimAddress(): string {
    for (let tried = 0; tried < POD_ADDRESSES; tried++) {
      const address = podAddress(this.#nextAddress++ % POD_ADDRESSES);
      if (this.#addresses.has(address)) continue;
      this.#addresses.add(address);
      return address;
    }
    throw new Error(`All ${POD_ADDRESSES} pod addresses of the demo cluster are taken: delete some pods.`);
  }
}
