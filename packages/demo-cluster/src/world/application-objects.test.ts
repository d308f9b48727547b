import {
  buildSnapshot,
  hasSidecar,
  isPodReady,
  type KubernetesObject,
  labelsMatch,
  type Pod,
  podsOfService,
  type Service,
  workloadOf,
} from '@weir/mesh';
import { describe, expect, it } from 'vitest';
import { withBuiltInDefaults } from '../admission/built-in-defaults.ts';
import { KINDS } from '../kinds/kinds.ts';
import { applicationObjects } from './application-objects.ts';
import type { DemoEndpointSlice, DemoReplicaSet } from './objects.ts';

const NOW_MS = Date.UTC(2026, 0, 1);
const world = (services = 0, seed = 1): KubernetesObject[] => applicationObjects({ nowMs: NOW_MS, services, seed });
const ofKind = <T extends KubernetesObject>(objects: readonly KubernetesObject[], kind: string): readonly T[] =>
  objects.filter((object) => object.kind === kind) as unknown as readonly T[];
const nameOf = ({ metadata }: KubernetesObject): string => `${metadata.namespace ?? ''}/${metadata.name}`;

describe('D2: the applications', () => {
  const objects = world();
  const snapshot = buildSnapshot(objects);

  it('fleetman is named as its users know it', () => {
    const inDefault = (kind: string): string[] =>
      ofKind(objects, kind)
        .filter((object) => object.metadata.namespace === 'default')
        .map((object) => object.metadata.name)
        .sort();
    expect(inDefault('Service')).toEqual([
      'fleetman-api-gateway',
      'fleetman-position-simulator',
      'fleetman-position-tracker',
      'fleetman-staff-service',
      'fleetman-vehicle-telemetry',
      'fleetman-webapp',
    ]);
    expect(inDefault('Deployment')).toEqual([
      'api-gateway',
      'position-simulator',
      'position-tracker',
      'staff-service',
      'staff-service-risky-version',
      'vehicle-telemetry',
      'webapp',
    ]);
  });

  it('staff-service has two safe pods and one risky one behind its selector', () => {
    const slice = snapshot.slices.get('default');
    const service = slice?.services.get('fleetman-staff-service');
    const versions = slice === undefined || service === undefined ? [] : podsOfService(slice, service);
    expect(versions.map((pod) => pod.metadata.labels?.version).sort()).toEqual(['risky', 'safe', 'safe']);
  });

  it('reviews run in three versions; istio-system has the ingress gateway', () => {
    const names = ofKind(objects, 'Deployment').map(nameOf);
    expect(names).toEqual(
      expect.arrayContaining([
        'bookinfo/productpage-v1',
        'bookinfo/details-v1',
        'bookinfo/reviews-v1',
        'bookinfo/reviews-v2',
        'bookinfo/reviews-v3',
        'bookinfo/ratings-v1',
        'istio-system/istio-ingressgateway',
      ]),
    );
  });

  it('the mesh starts without any routing of its own', () => {
    expect(ofKind(objects, 'DestinationRule')).toEqual([]);
    const routing = ofKind<KubernetesObject & { spec: { gateways?: string[] } }>(objects, 'VirtualService');
    expect(routing.map(nameOf).sort()).toEqual(['bookinfo/bookinfo-entry', 'default/fleetman-entry']);
    for (const { spec } of routing) expect(spec.gateways).not.toContain('mesh');
    for (const { spec } of routing) expect(spec.gateways?.length).toBe(1);
  });

  it('istiod’s mesh configuration can be read', () => {
    expect(ofKind<KubernetesObject & { data: Record<string, string> }>(objects, 'ConfigMap')[0]).toMatchObject({
      metadata: { name: 'istio', namespace: 'istio-system' },
      data: { mesh: expect.stringContaining('rootNamespace: istio-system') },
    });
  });

  it('the injector’s work stands on every pod but the simulator’s', () => {
    const pods = ofKind<Pod & KubernetesObject>(objects, 'Pod');
    expect(pods.filter((pod) => !hasSidecar(pod)).map((pod) => workloadOf(pod).name)).toEqual(['position-simulator']);
    const safe = pods.find((pod) => workloadOf(pod).name === 'staff-service');
    expect(safe?.metadata.labels).toMatchObject({
      'service.istio.io/canonical-name': 'staff-service',
      'service.istio.io/canonical-revision': 'safe',
      'security.istio.io/tlsMode': 'istio',
    });
    const gateway = pods.find((pod) => workloadOf(pod).name === 'istio-ingressgateway');
    expect(gateway?.spec?.containers?.map((container) => container.name)).toEqual(['istio-proxy']);
    expect(gateway?.metadata.labels?.['service.istio.io/canonical-revision']).toBe('latest');
  });
});

describe.each([0, 60])('a world with %i synthetic services', (services) => {
  const objects = world(services);
  const byUid = new Map(objects.map((object) => [object.metadata.uid, object]));
  const pods = ofKind<Pod & KubernetesObject>(objects, 'Pod');

  it('names every object once, and gives each a uid of its own', () => {
    expect(new Set(objects.map((object) => `${object.kind} ${nameOf(object)}`)).size).toBe(objects.length);
    expect(byUid.size).toBe(objects.length);
    for (const object of objects) expect(object.metadata.name).toMatch(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/);
  });

  it('owners stand before what they own, under their uid', () => {
    const seen = new Set<string | undefined>();
    for (const object of objects) {
      for (const owner of object.metadata.ownerReferences ?? []) {
        expect(seen.has(owner.uid)).toBe(true);
        expect(byUid.get(owner.uid)).toMatchObject({ kind: owner.kind, metadata: { name: owner.name } });
      }
      seen.add(object.metadata.uid);
    }
  });

  it('pods belong to their Deployments, run, and have addresses of their own', () => {
    const deployments = new Set(ofKind(objects, 'Deployment').map(nameOf));
    for (const pod of pods) {
      const workload = workloadOf(pod);
      expect(workload.kind).toBe('Deployment');
      expect(deployments.has(`${workload.namespace}/${workload.name}`)).toBe(true);
      expect(isPodReady(pod)).toBe(true);
    }
    expect(new Set(pods.map((pod) => pod.status?.podIP)).size).toBe(pods.length);
  });

  it('selectors find pods: a ReplicaSet’s exactly its own, a Service’s at least one', () => {
    for (const replicaSet of ofKind<DemoReplicaSet>(objects, 'ReplicaSet')) {
      const found = pods.filter(
        (pod) =>
          pod.metadata.namespace === replicaSet.metadata.namespace &&
          labelsMatch(replicaSet.spec.selector.matchLabels, pod.metadata.labels),
      );
      expect(found).toHaveLength(replicaSet.spec.replicas);
      for (const pod of found) expect(pod.metadata.ownerReferences?.[0]?.uid).toBe(replicaSet.metadata.uid);
    }
    for (const service of ofKind<Service & KubernetesObject>(objects, 'Service')) {
      const found = pods.filter(
        (pod) =>
          pod.metadata.namespace === service.metadata.namespace &&
          labelsMatch(service.spec?.selector ?? {}, pod.metadata.labels),
      );
      expect(found.length).toBeGreaterThan(0);
    }
  });

  it('EndpointSlices hold the addresses of the pods behind their Services', () => {
    const slices = ofKind<DemoEndpointSlice>(objects, 'EndpointSlice');
    expect(slices).toHaveLength(ofKind(objects, 'Service').length);
    for (const { endpoints } of slices) {
      for (const { addresses, targetRef } of endpoints) {
        expect(byUid.get(targetRef.uid)).toMatchObject({ kind: 'Pod', status: { podIP: addresses[0] } });
      }
    }
    expect(slices.reduce((sum, { endpoints }) => sum + endpoints.length, 0)).toBe(pods.length);
  });

  it('the API server has nothing to fill in: a later write changes only what its author means', () => {
    const address = (): string => 'a new address';
    for (const kind of KINDS.filter((candidate) =>
      ['Deployment', 'ReplicaSet', 'Pod', 'Service'].includes(candidate.kind),
    )) {
      for (const object of ofKind(objects, kind.kind)) {
        const json = JSON.parse(JSON.stringify(object));
        expect(withBuiltInDefaults(kind, json, address)).toEqual(json);
      }
    }
  });

  it('is the same for the same seed', () => {
    expect(world(services)).toEqual(objects);
  });
});

it('another seed makes another synthetic mesh, but the same applications', () => {
  const labels = (seed: number): string[] => world(40, seed).map((object) => `${object.kind} ${nameOf(object)}`);
  expect(labels(1)).not.toEqual(labels(2));
  const deployments = (seed: number): KubernetesObject[] =>
    world(0, seed).filter((object) => object.kind === 'Deployment');
  expect(deployments(1).map((object) => object.metadata.annotations)).toEqual(
    deployments(2).map((object) => object.metadata.annotations),
  );
});

it('D2: a thousand services have about 1.4 workloads each', () => {
  const objects = world(1000);
  const count = (kind: string): number => ofKind(objects, kind).length;
  expect(count('Service')).toBe(1011);
  expect(count('Deployment') / count('Service')).toBeGreaterThan(1.25);
  expect(count('Deployment') / count('Service')).toBeLessThan(1.55);
  expect(count('VirtualService')).toBeGreaterThan(60);
});
