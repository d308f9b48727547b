import { hasSidecar, isPodReady, type Pod, workloadOf } from '@weir/mesh';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createIntern } from './intern.ts';
import { projection } from './project.ts';

const KINDS = ['Pod', 'Service', 'Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet', 'Namespace', 'VirtualService'];

const POD = {
  metadata: {
    name: 'reviews-1',
    namespace: 'shop',
    uid: 'u1',
    resourceVersion: '77',
    creationTimestamp: '2026-01-01T00:00:00Z',
    labels: { app: 'reviews', 'pod-template-hash': 'abc' },
    annotations: { 'sidecar.istio.io/status': 'long', 'kubectl.kubernetes.io/x': 'dropped' },
    ownerReferences: [
      {
        apiVersion: 'apps/v1',
        kind: 'ReplicaSet',
        name: 'reviews-abc',
        uid: 'r',
        controller: true,
        blockOwnerDeletion: true,
      },
    ],
    managedFields: [{ manager: 'kubelet', fieldsV1: { 'f:status': {} } }],
  },
  spec: {
    serviceAccountName: 'sa',
    volumes: [{ name: 'secret' }],
    nodeName: 'n1',
    containers: [
      {
        name: 'app',
        image: 'i:1',
        env: [{ name: 'PASSWORD', value: 'sesame' }],
        ports: [{ containerPort: 80, hostPort: 1 }],
      },
    ],
    initContainers: [{ name: 'istio-proxy', image: 'proxy', restartPolicy: 'Always', args: ['x'] }],
  },
  status: {
    phase: 'Running',
    podIP: '10.0.0.1',
    conditions: [{ type: 'Ready', status: 'True', lastProbeTime: null }],
    containerStatuses: [{ name: 'app' }],
  },
};

describe('projection', () => {
  const project = (kind: string, raw: unknown) => projection('v1', kind, createIntern())(raw);

  it('P: a pod keeps what is read of it, and no environment, volumes or resourceVersion', () => {
    const pod = project('Pod', POD);
    expect(pod).toEqual({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: 'reviews-1',
        namespace: 'shop',
        uid: 'u1',
        creationTimestamp: '2026-01-01T00:00:00Z',
        labels: { app: 'reviews', 'pod-template-hash': 'abc' },
        annotations: { 'sidecar.istio.io/status': 'long' },
        ownerReferences: [
          { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'reviews-abc', uid: 'r', controller: true },
        ],
      },
      spec: {
        serviceAccountName: 'sa',
        containers: [{ name: 'app', image: 'i:1', ports: [{ containerPort: 80 }] }],
        initContainers: [{ name: 'istio-proxy', image: 'proxy', restartPolicy: 'Always' }],
      },
      status: { phase: 'Running', podIP: '10.0.0.1', conditions: [{ type: 'Ready', status: 'True' }] },
    });
    expect(JSON.stringify(pod)).not.toContain('sesame');
    expect(hasSidecar(pod as Pod) && isPodReady(pod as Pod)).toBe(true);
    expect(workloadOf(pod as Pod)).toEqual({ kind: 'Deployment', namespace: 'shop', name: 'reviews' });
  });

  it('a service keeps the annotations that decide routing and health', () => {
    const service = project('Service', {
      metadata: {
        name: 's',
        annotations: {
          'networking.istio.io/exportTo': '.',
          'health.kiali.io/rate': '5',
          'meta.helm.sh/release-name': 'r',
        },
      },
      spec: {
        type: 'ClusterIP',
        clusterIP: '10.1.1.1',
        selector: { app: 'x' },
        ports: [{ port: 80, targetPort: 'http' }, { name: 'odd' }],
      },
    });
    expect(service?.metadata.annotations).toEqual({ 'networking.istio.io/exportTo': '.', 'health.kiali.io/rate': '5' });
    expect(service).toMatchObject({ spec: { ports: [{ port: 80, targetPort: 'http' }], selector: { app: 'x' } } });
  });

  it('a controller keeps its numbers, its selector and the labels of its template', () => {
    const raw = {
      metadata: { name: 'd' },
      spec: {
        replicas: 0,
        selector: { matchLabels: { app: 'x' } },
        template: { metadata: { labels: { version: 'v1' } }, spec: { containers: [{}] } },
      },
      status: { replicas: 2, readyReplicas: 1, conditions: [{ type: 'Available' }] },
    };
    expect(project('Deployment', raw)).toEqual({
      apiVersion: 'v1',
      kind: 'Deployment',
      metadata: { name: 'd' },
      spec: {
        replicas: 0,
        selector: { matchLabels: { app: 'x' } },
        template: { metadata: { labels: { version: 'v1' } } },
      },
      status: { replicas: 2, readyReplicas: 1 },
    });
  });

  it('W5: a routing object is kept whole, with fields that Weir has no type for', () => {
    const raw = {
      metadata: {
        name: 'vs',
        resourceVersion: '5',
        annotations: { anything: 'x' },
        managedFields: [
          { manager: 'kubectl', operation: 'Update', time: 't', fieldsType: 'FieldsV1', fieldsV1: { 'f:spec': {} } },
        ],
      },
      spec: { http: [{ novelty: { deep: true } }] },
      status: { x: 1 },
    };
    expect(projection('networking.istio.io/v1', 'VirtualService', createIntern())(raw)).toEqual({
      ...raw,
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { ...raw.metadata, managedFields: [{ manager: 'kubectl', operation: 'Update', time: 't' }] },
    });
  });

  it('S4: nothing that a cluster sends makes it throw; without a name it is left out', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...KINDS),
        fc.jsonValue(),
        fc.jsonValue(),
        fc.jsonValue(),
        (kind, metadata, spec, status) => {
          const projected = project(kind, { metadata, spec, status });
          if (projected !== undefined) expect(projected.metadata.name).not.toBe('');
          const named = project(kind, {
            metadata: { name: 'n', labels: metadata, ownerReferences: spec },
            spec: { containers: spec, ports: [spec], template: status },
            status,
          });
          expect(named?.metadata.name).toBe('n');
        },
      ),
    );
    for (const raw of [undefined, null, 7, 'x', [], {}, { metadata: {} }, { metadata: { name: 7 } }]) {
      for (const kind of KINDS) expect(project(kind, raw)).toBeUndefined();
    }
  });
});
