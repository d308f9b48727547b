import type { KubernetesObject, Pod, Service } from '@weir/mesh';
import type { ControlledStore, StoreChange } from '../store/controlled-store.ts';
import type { DemoDeployment, DemoPod, DemoReplicaSet } from '../world/objects.ts';
import { reconcileDeployment } from './deployment-controller.ts';
import { reconcileEndpoints, servicesOf } from './endpoints-controller.ts';
import { Kubelet } from './kubelet.ts';
import { controllerOf } from './owned.ts';
import { reconcileReplicaSet } from './replica-set-controller.ts';

/** The cluster's time, in milliseconds since the epoch. */
export interface ControllerClock {
  nowMs(): number;
}

export interface Controllers {
  /** Does what is due at the clock's present time. Called by the controllers' own timer; tests with a clock of their own call it. */
  tick(): void;
  /** Lets all containers of a pod die; they come back after three seconds. False when there is no such running pod (DESIGN D4). */
  crashPod(namespace: string, name: string): boolean;
  close(): void;
}

const TIMER_MS = 100;

/**
 * Runs the controllers of the demo cluster over its store: Deployments roll out and scale, pods start, lost pods are replaced, statuses and
 * EndpointSlices follow. Everything happens on changes; a timer runs only while pods are starting.
 */
export function startControllers(store: ControlledStore, clock: ControllerClock): Controllers {
  const kubelet = new Kubelet(store, () => clock.nowMs());
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closed = false;

  const tick = (): void => {
    kubelet.tick();
    arm();
  };
  const arm = (): void => {
    if (closed || timer !== undefined || !kubelet.busy) return;
    timer = setTimeout(() => {
      timer = undefined;
      tick();
    }, TIMER_MS);
    timer.unref();
  };
  const stop = store.onChange((change) => {
    react(store, kubelet, clock, change);
    arm();
  });
  arm();
  return {
    tick,
    crashPod(namespace, name) {
      const crashed = kubelet.crash(namespace, name);
      arm();
      return crashed;
    },
    close() {
      closed = true;
      stop();
      clearTimeout(timer);
    },
  };
}

function react(store: ControlledStore, kubelet: Kubelet, clock: ControllerClock, change: StoreChange): void {
  switch (`${change.plural}.${change.group}`) {
    case 'deployments.apps':
      if (change.type !== 'DELETED') onDeployment(store, clock, change.object);
      break;
    case 'replicasets.apps':
      onReplicaSet(store, clock, change);
      break;
    case 'pods.':
      onPod(store, kubelet, change);
      break;
    case 'services.':
      if (change.type !== 'DELETED') onService(store, change.object);
      break;
  }
}

/** Reads the object's present state: events are told one after the other, and the store may be further. */
function onDeployment(store: ControlledStore, clock: ControllerClock, object: KubernetesObject): void {
  const { namespace = 'default', name } = object.metadata;
  const present = store.get('deployments', 'apps', namespace, name) as DemoDeployment | undefined;
  if (present !== undefined) reconcileDeployment(store, present, clock.nowMs());
}

function onReplicaSet(store: ControlledStore, clock: ControllerClock, change: StoreChange): void {
  const { namespace = 'default', name } = change.object.metadata;
  const present = store.get('replicasets', 'apps', namespace, name) as DemoReplicaSet | undefined;
  if (present !== undefined) reconcileReplicaSet(store, present);
  const owner = controllerOf(change.object);
  const deployment = owner?.kind === 'Deployment' ? store.get('deployments', 'apps', namespace, owner.name) : undefined;
  if (deployment !== undefined) onDeployment(store, clock, deployment);
}

function onPod(store: ControlledStore, kubelet: Kubelet, change: StoreChange): void {
  const pod = change.object as DemoPod;
  if (change.type === 'ADDED') kubelet.admit(pod);
  if (change.type === 'DELETED') kubelet.release(pod as Pod);
  const { namespace = 'default' } = pod.metadata;
  const owner = controllerOf(pod);
  const replicaSet = owner?.kind === 'ReplicaSet' ? store.get('replicasets', 'apps', namespace, owner.name) : undefined;
  if (replicaSet !== undefined) reconcileReplicaSet(store, replicaSet as DemoReplicaSet);
  const before = change.previous === undefined ? [] : servicesOf(store, change.previous as Pod);
  const services = new Set([...before, ...servicesOf(store, pod as Pod)]);
  for (const service of services) reconcileEndpoints(store, service);
}

function onService(store: ControlledStore, object: KubernetesObject): void {
  const { namespace = 'default', name } = object.metadata;
  const present = store.get('services', '', namespace, name) as Service | undefined;
  if (present !== undefined) reconcileEndpoints(store, present);
}
