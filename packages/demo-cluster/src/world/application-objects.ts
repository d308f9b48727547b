import type { KubernetesObject } from '@weir/mesh';
import { podAddress, serviceAddress } from './addresses.ts';
import type { ServiceBlueprint } from './blueprint.ts';
import { BOOKSHOP_LOAD, bookshop, bookshopEntry } from './bookshop.ts';
import { deploymentOf } from './deployment.ts';
import { endpointSliceOf } from './endpoint-slice.ts';
import { FLEETMAN_LOAD, fleetman, fleetmanEntry } from './fleetman.ts';
import { safeSuffix, uidOf } from './hash.ts';
import { ingressGateway } from './ingress-gateway.ts';
import { meshConfigMap, namespaceOf } from './mesh-objects.ts';
import { type DemoPod, type Labels, timestamp } from './objects.ts';
import { podOf, runningStatus } from './pod.ts';
import { replicaSetOf } from './replica-set.ts';
import { serviceOf } from './service.ts';
import { syntheticMesh } from './synthetic.ts';

export interface ApplicationOptions {
  /** When the cluster starts, in milliseconds since the epoch; its objects are a week older. */
  readonly nowMs: number;
  /** Synthetic services besides fleetman and the bookshop. None unless given. */
  readonly services?: number;
  /** False leaves out everything of Istio's: its objects and namespace, injection and so sidecars, and the ingress gateway. */
  readonly istio?: boolean;
  /** The same seed gives the same objects. */
  readonly seed: number;
}

const WEEK_MS = 7 * 24 * 3600 * 1000;
const INJECTED: Labels = { 'istio-injection': 'enabled' };

/** Gives an object what the API server would: a uid, a time of creation, a generation. */
function admit<T extends KubernetesObject>(object: T, seed: number, atMs: number): T {
  const { kind, metadata } = object;
  const uid = uidOf(`${seed}/${kind}/${metadata.namespace ?? ''}/${metadata.name}`);
  // Core kinds have no generation.
  const generation = object.apiVersion.includes('/') ? { generation: 1 } : {};
  return { ...object, metadata: { ...metadata, uid, creationTimestamp: timestamp(atMs), ...generation } };
}

/**
 * Everything that stands in the demo cluster when it starts (DESIGN D2), in an order in which owners come before what they own: Namespaces,
 * istiod's ConfigMap, Services with EndpointSlices, Deployments with ReplicaSets and running Pods, Istio's objects. All have uids.
 */
export function applicationObjects(options: ApplicationOptions): KubernetesObject[] {
  const { seed } = options;
  const bornMs = options.nowMs - WEEK_MS;
  const synthetic = syntheticMesh(options.services ?? 0, seed);
  const istio = options.istio ?? true;
  const loads = [FLEETMAN_LOAD, BOOKSHOP_LOAD, ...synthetic.loads];
  const services = [...fleetman(), ...bookshop(), ...(istio ? [ingressGateway(loads)] : []), ...synthetic.services];
  const injection = istio ? INJECTED : {};
  const namespaces = ['default', 'bookinfo', ...synthetic.namespaces].map((name) => namespaceOf(name, injection));
  const cluster = [...namespaces, ...(istio ? [namespaceOf('istio-system', {}), meshConfigMap()] : [])];
  const routing = istio ? [...fleetmanEntry(), ...bookshopEntry(), ...synthetic.objects] : [];
  const admitted = (object: KubernetesObject): KubernetesObject => admit(object, seed, bornMs);
  const addresses = { pods: 0, services: 0 };
  return [
    ...cluster.map(admitted),
    ...services.flatMap((service) => serviceObjects(service, injection, seed, bornMs, addresses)),
    ...routing.map(admitted),
  ];
}

function serviceObjects(
  blueprint: ServiceBlueprint,
  injection: Labels,
  seed: number,
  bornMs: number,
  next: { pods: number; services: number },
): KubernetesObject[] {
  const namespaceLabels = blueprint.namespace === 'istio-system' ? {} : injection;
  const objects: KubernetesObject[] = [];
  const pods: DemoPod[] = [];
  for (const workload of blueprint.workloads) {
    const deployment = admit(deploymentOf(blueprint, workload, bornMs), seed, bornMs);
    const bare = replicaSetOf(deployment);
    const counts = {
      replicas: workload.replicas,
      readyReplicas: workload.replicas,
      availableReplicas: workload.replicas,
    };
    const replicaSet = admit({ ...bare, status: { observedGeneration: 1, ...counts } }, seed, bornMs);
    objects.push(deployment, replicaSet);
    for (let i = 0; i < workload.replicas; i++) {
      const name = `${replicaSet.metadata.name}-${safeSuffix(`${seed}/${replicaSet.metadata.name}/${i}`)}`;
      const pod = podOf(replicaSet, workload.name, namespaceLabels, name);
      const address = podAddress(next.pods++);
      pods.push(admit({ ...pod, status: runningStatus(pod.spec, address, bornMs + 2000) }, seed, bornMs));
    }
  }
  const service = admit(serviceOf(blueprint, serviceAddress(next.services++)), seed, bornMs);
  const slice = admit(endpointSliceOf(service, pods), seed, bornMs);
  return [service, slice, ...objects, ...pods];
}
