import { parseAllDocuments } from 'yaml';
import type { Pod } from '../../resources/core.ts';
import type { KubernetesObject } from '../../resources/metadata.ts';
import { buildSnapshot, type SnapshotOptions } from '../../snapshot/build-snapshot.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';

/** Objects of YAML documents as an API server would give them back: in a namespace, with a version and an age. */
export function objects(yaml: string, resourceVersion = 100): KubernetesObject[] {
  return parseAllDocuments(yaml).map((document, index) => {
    const object = document.toJS() as KubernetesObject;
    const { metadata } = object;
    return {
      ...object,
      metadata: {
        namespace: 'default',
        resourceVersion: String(resourceVersion + index),
        creationTimestamp: `2024-01-01T00:00:${String(index).padStart(2, '0')}Z`,
        ...metadata,
      },
    };
  });
}

/** A pod of a Deployment, with a sidecar. */
export function pod(
  workload: string,
  number: number,
  labels: Readonly<Record<string, string>>,
  options: { readonly namespace?: string; readonly ready?: boolean } = {},
): Pod {
  const hash = 'abc12';
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `${workload}-${hash}-${number}`,
      namespace: options.namespace ?? 'default',
      labels: { ...labels, 'pod-template-hash': hash },
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: `${workload}-${hash}`, controller: true }],
    },
    spec: { containers: [{ name: 'app' }, { name: 'istio-proxy' }] },
    status: {
      phase: 'Running',
      conditions: [{ type: 'Ready', status: options.ready === false ? 'False' : 'True' }],
    },
  };
}

/** A namespace object, so that callers there exist although nothing runs in it. */
export const namespace = (name: string): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name },
});

export const STAFF = { namespace: 'default', name: 'fleetman-staff-service' } as const;
export const STAFF_HOST = 'fleetman-staff-service.default.svc.cluster.local';

/** The service of the mission: version safe with 2 pods, version risky with 1. */
export const STAFF_SERVICE = `
apiVersion: v1
kind: Service
metadata: {name: fleetman-staff-service, namespace: default}
spec:
  clusterIP: 10.0.0.7
  selector: {app: staff-service}
  ports: [{name: http, port: 8080, targetPort: 8080}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: staff-service, namespace: default}
spec:
  replicas: 2
  template: {metadata: {labels: {app: staff-service, version: safe}}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: staff-service-risky-version, namespace: default}
spec:
  replicas: 1
  template: {metadata: {labels: {app: staff-service, version: risky}}}
`;

export const STAFF_PODS: readonly Pod[] = [
  pod('staff-service', 1, { app: 'staff-service', version: 'safe' }),
  pod('staff-service', 2, { app: 'staff-service', version: 'safe' }),
  pod('staff-service-risky-version', 1, { app: 'staff-service', version: 'risky' }),
];

/** The mission's hand-written canary, made harder: a header route first, and everything a person may add around weights. */
export const CANARY_VIRTUAL_SERVICE = `
apiVersion: networking.istio.io/v1alpha3
kind: VirtualService
metadata:
  name: custom-routing-rules
  namespace: default
  labels: {team: fleet}
  annotations: {note: written by hand}
  managedFields:
  - {manager: kubectl-client-side-apply, operation: Update, time: "2024-05-01T10:00:00Z"}
spec:
  hosts: [fleetman-staff-service.default.svc.cluster.local]
  futureField: {kept: true}
  http:
  - name: testers
    match:
    - headers: {x-tester: {exact: "yes"}}
    route:
    - destination: {host: fleetman-staff-service, subset: risky-group}
  - timeout: 3s
    retries: {attempts: 2, perTryTimeout: 1s, retryOn: 5xx}
    corsPolicy: {allowOrigins: [{exact: "https://fleet.example"}]}
    unknownToWeir: [1, {two: 3}]
    route:
    - destination: {host: fleetman-staff-service.default.svc.cluster.local, subset: safe-group}
      weight: 90
      headers: {response: {add: {x-version: safe}}}
    - destination: {host: fleetman-staff-service.default.svc.cluster.local, subset: risky-group}
      weight: 10
`;

export const CANARY_RULE = `
apiVersion: networking.istio.io/v1alpha3
kind: DestinationRule
metadata: {name: canary-release-groups, namespace: default}
spec:
  host: fleetman-staff-service
  subsets:
  - {name: safe-group, labels: {version: safe}}
  - {name: risky-group, labels: {version: risky}}
`;

/** Session affinity as the mission's documents show it: one subset with all pods, hashed by a header. */
export const STICKY_VIRTUAL_SERVICE = `
apiVersion: networking.istio.io/v1alpha3
kind: VirtualService
metadata: {name: custom-routing-rules, namespace: default}
spec:
  hosts: [fleetman-staff-service.default.svc.cluster.local]
  http:
  - route:
    - destination: {host: fleetman-staff-service.default.svc.cluster.local, subset: all-staff-service-pods}
`;

export const STICKY_RULE = `
apiVersion: networking.istio.io/v1alpha3
kind: DestinationRule
metadata: {name: canary-release-grouping, namespace: default}
spec:
  host: fleetman-staff-service
  trafficPolicy: {loadBalancer: {consistentHash: {httpHeaderName: x-myval}}}
  subsets:
  - {name: all-staff-service-pods, labels: {app: staff-service}}
`;

/** A snapshot of the mission's service with these routing objects, and namespaces of callers. */
export function staffSnapshot(
  routing: readonly string[],
  more: readonly KubernetesObject[] = [],
  options: SnapshotOptions = {},
): Snapshot {
  const all = [STAFF_SERVICE, ...routing].flatMap((yaml, index) => objects(yaml, 100 * (index + 1)));
  return buildSnapshot([namespace('default'), namespace('shop'), ...all, ...STAFF_PODS, ...more], options);
}

export const ROUTE = {
  testers: 'VirtualService/default/custom-routing-rules/spec/http/0',
  others: 'VirtualService/default/custom-routing-rules/spec/http/1',
} as const;
