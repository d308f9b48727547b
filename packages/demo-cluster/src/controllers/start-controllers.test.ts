import { hasSidecar, isPodReady, type KubernetesObject, type Pod } from '@weir/mesh';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applicationObjects } from '../world/index.ts';
import type { DemoDeployment, DemoEndpointSlice, DemoPod, DemoReplicaSet } from '../world/objects.ts';
import { type Controllers, startControllers } from './start-controllers.ts';
import { TestStore } from './test-store.ts';

const KINDS = new Set(['Namespace', 'Pod', 'Service', 'Deployment', 'ReplicaSet', 'EndpointSlice']);
let store: TestStore;
let nowMs: number;
let controllers: Controllers;

beforeEach(() => {
  store = new TestStore();
  nowMs = Date.UTC(2026, 0, 1);
  for (const object of applicationObjects({ nowMs, seed: 1 })) if (KINDS.has(object.kind)) store.create(object);
  controllers = startControllers(store, { nowMs: () => nowMs });
});
afterEach(() => controllers.close());

const later = (ms: number): void => {
  nowMs += ms;
  controllers.tick();
};
const deployment = (name = 'staff-service'): DemoDeployment =>
  store.get('deployments', 'apps', 'default', name) as DemoDeployment;
const podsOf = (app: string): readonly DemoPod[] =>
  (store.list('pods', '', 'default') as readonly DemoPod[]).filter((pod) => pod.metadata.labels?.app === app);
const safePods = (): readonly DemoPod[] =>
  podsOf('staff-service').filter((pod) => pod.metadata.labels?.version === 'safe');
const endpoints = (service: string): readonly { address: string | undefined; ready: boolean }[] =>
  (store.list('endpointslices', 'discovery.k8s.io', 'default') as readonly DemoEndpointSlice[])
    .filter((slice) => slice.metadata.labels?.['kubernetes.io/service-name'] === service)
    .flatMap((slice) =>
      slice.endpoints.map((endpoint) => ({ address: endpoint.addresses[0], ready: endpoint.conditions.ready })),
    );
const scale = (replicas: number, name = 'staff-service'): void => {
  const present = deployment(name);
  store.update({ ...present, spec: { ...present.spec, replicas } } as KubernetesObject);
};
const newImage = (image: string): void => {
  const present = deployment();
  const template = { ...present.spec.template, spec: { containers: [{ name: 'app', image }] } };
  store.update({ ...present, spec: { ...present.spec, template } } as KubernetesObject);
};

describe('startControllers', () => {
  it('leaves a cluster that is as it should be alone', () => {
    const { writes } = store;
    later(60_000);
    expect(store.writes).toBe(writes);
  });

  it('a Deployment that grows gets pods, which are ready two seconds later', () => {
    scale(4);
    expect(safePods()).toHaveLength(4);
    expect(safePods().filter(isPodReady)).toHaveLength(2);
    expect(endpoints('fleetman-staff-service').filter(({ ready }) => ready)).toHaveLength(3);
    expect(deployment().status).toMatchObject({ replicas: 4, readyReplicas: 2, updatedReplicas: 4 });
    later(1999);
    expect(safePods().filter(isPodReady)).toHaveLength(2);
    later(1);
    expect(safePods().filter(isPodReady)).toHaveLength(4);
    expect(endpoints('fleetman-staff-service').filter(({ ready }) => ready)).toHaveLength(5);
    expect(deployment().status).toMatchObject({ replicas: 4, readyReplicas: 4, availableReplicas: 4 });
  });

  it('new pods have sidecars, canonical labels and addresses of their own', () => {
    scale(5);
    later(2000);
    const pods = safePods();
    expect(pods.every((pod) => hasSidecar(pod as Pod))).toBe(true);
    expect(pods.every((pod) => pod.metadata.labels?.['service.istio.io/canonical-revision'] === 'safe')).toBe(true);
    const all = store.list('pods', '') as readonly DemoPod[];
    expect(new Set(all.map((pod) => pod.status.podIP)).size).toBe(all.length);
    expect(pods.every((pod) => pod.status.phase === 'Running')).toBe(true);
  });

  it('a Deployment that shrinks loses pods, those that are not ready first', () => {
    scale(3);
    scale(2);
    expect(safePods()).toHaveLength(2);
    expect(safePods().every(isPodReady)).toBe(true);
    scale(0);
    expect(safePods()).toEqual([]);
    expect(endpoints('fleetman-staff-service')).toHaveLength(1);
    expect(deployment().status).toMatchObject({ replicas: 0, readyReplicas: 0 });
  });

  it('a deleted pod is replaced, under a new name', () => {
    const [pod] = safePods();
    const name = pod?.metadata.name ?? '';
    store.delete('pods', '', 'default', name);
    expect(safePods()).toHaveLength(2);
    expect(safePods().map(({ metadata }) => metadata.name)).not.toContain(name);
    expect(endpoints('fleetman-staff-service').filter(({ ready }) => ready)).toHaveLength(2);
    later(2000);
    expect(endpoints('fleetman-staff-service').filter(({ ready }) => ready)).toHaveLength(3);
  });

  it('a new template rolls out: never fewer ready pods than wanted, and old ones go at the end', () => {
    newImage('staff:2');
    const sets = (): readonly DemoReplicaSet[] =>
      (store.list('replicasets', 'apps', 'default') as readonly DemoReplicaSet[]).filter(({ metadata }) =>
        metadata.ownerReferences?.some(({ name }) => name === 'staff-service'),
      );
    expect(sets()).toHaveLength(2);
    expect(safePods().filter(isPodReady)).toHaveLength(2);
    later(2000);
    expect(safePods()).toHaveLength(2);
    expect(safePods().every((pod) => isPodReady(pod) && pod.spec.containers[0]?.image === 'staff:2')).toBe(true);
    expect(
      sets()
        .map(({ spec }) => spec.replicas)
        .sort(),
    ).toEqual([0, 2]);
    expect(deployment().metadata.annotations?.['deployment.kubernetes.io/revision']).toBe('2');
  });

  it('going back to an older template takes its ReplicaSet up again', () => {
    const before = deployment().spec.template;
    newImage('staff:2');
    later(2000);
    store.update({ ...deployment(), spec: { ...deployment().spec, template: before } } as KubernetesObject);
    later(2000);
    expect(safePods().every((pod) => pod.spec.containers[0]?.image !== 'staff:2')).toBe(true);
    expect(safePods()).toHaveLength(2);
    expect(deployment().metadata.annotations?.['deployment.kubernetes.io/revision']).toBe('3');
  });

  it('a change of annotations rolls nothing out', () => {
    later(10_000);
    const conditions = deployment().status?.conditions;
    const names = safePods().map(({ metadata }) => metadata.name);
    store.update({
      ...deployment(),
      metadata: { ...deployment().metadata, annotations: { a: 'b' } },
    } as KubernetesObject);
    later(5000);
    expect(safePods().map(({ metadata }) => metadata.name)).toEqual(names);
    // Nothing has changed, so no condition has a new time.
    expect(deployment().status?.conditions).toEqual(conditions);
  });

  it('D4: a pod that crashes leaves its Service for three seconds and counts the restart', () => {
    const [pod] = safePods();
    const name = pod?.metadata.name ?? '';
    expect(controllers.crashPod('default', name)).toBe(true);
    expect(endpoints('fleetman-staff-service').filter(({ ready }) => ready)).toHaveLength(2);
    later(2999);
    expect(safePods().filter(isPodReady)).toHaveLength(1);
    later(1);
    const back = store.get('pods', '', 'default', name) as DemoPod;
    expect(isPodReady(back)).toBe(true);
    expect(back.metadata.uid).toBe(pod?.metadata.uid);
    expect(back.status.podIP).toBe(pod?.status.podIP);
    expect(back.status.containerStatuses?.map(({ restartCount }) => restartCount)).toEqual([1, 1]);
    expect(controllers.crashPod('default', 'nobody')).toBe(false);
  });

  it('what is deleted with its owner does not come back', () => {
    store.delete('deployments', 'apps', 'default', 'staff-service');
    expect(safePods()).toEqual([]);
    later(5000);
    expect(safePods()).toEqual([]);
    store.delete('namespaces', '', '', 'bookinfo');
    later(5000);
    expect(store.list('pods', '', 'bookinfo')).toEqual([]);
    expect(store.list('replicasets', 'apps', 'bookinfo')).toEqual([]);
  });

  it('a new Service finds the pods that are there', () => {
    const service = store.get('services', '', 'default', 'fleetman-webapp');
    store.create({ ...service, metadata: { name: 'web', namespace: 'default' } } as KubernetesObject);
    expect(endpoints('web')).toHaveLength(1);
  });

  it('a naked pod gets a sidecar where its namespace wants one, an address, and starts', () => {
    const metadata = { name: 'shell', namespace: 'default', labels: { app: 'shell' } };
    store.create({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata,
      spec: { containers: [{ name: 'sh' }] },
    } as KubernetesObject);
    later(2000);
    const pod = store.get('pods', '', 'default', 'shell') as DemoPod;
    expect(pod.spec.containers.map(({ name }) => name)).toEqual(['sh', 'istio-proxy']);
    expect(isPodReady(pod)).toBe(true);
    expect(pod.metadata.labels?.['service.istio.io/canonical-name']).toBe('shell');
  });

  it('does nothing after close', () => {
    controllers.close();
    const { writes } = store;
    scale(4);
    expect(store.writes).toBe(writes + 1);
  });
});
