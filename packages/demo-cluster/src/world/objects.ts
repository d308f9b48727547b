import type { ContainerSpec, KubernetesObject, OwnerReference, ServicePort } from '@weir/mesh';

/** Kubernetes objects as the demo cluster writes them: what a real cluster has and its clients look at. */

export type Labels = Readonly<Record<string, string>>;

/** An owner reference as controllers write it. */
export interface ControllerReference extends OwnerReference {
  readonly uid: string;
  readonly controller: true;
  readonly blockOwnerDeletion: true;
}

export interface PodSpec {
  readonly containers: readonly ContainerSpec[];
  readonly initContainers?: readonly ContainerSpec[];
  readonly serviceAccountName?: string;
  readonly nodeName?: string;
  readonly restartPolicy?: string;
  readonly terminationGracePeriodSeconds?: number;
  readonly dnsPolicy?: string;
  readonly securityContext?: object;
  readonly schedulerName?: string;
}

export interface PodTemplate {
  readonly metadata?: { readonly labels?: Labels; readonly annotations?: Labels };
  readonly spec?: PodSpec;
}

export interface Condition {
  readonly type: string;
  readonly status: 'True' | 'False';
  readonly lastTransitionTime?: string;
  readonly lastUpdateTime?: string;
  readonly reason?: string;
  readonly message?: string;
}

export interface ContainerStatus {
  readonly name: string;
  readonly image: string;
  readonly ready: boolean;
  readonly started: boolean;
  readonly restartCount: number;
  readonly state: Readonly<Record<string, unknown>>;
}

export interface PodStatus {
  readonly phase: string;
  readonly podIP?: string;
  readonly podIPs?: readonly { readonly ip: string }[];
  readonly hostIP?: string;
  readonly startTime?: string;
  readonly conditions: readonly Condition[];
  readonly containerStatuses?: readonly ContainerStatus[];
}

export interface DemoPod extends KubernetesObject {
  readonly kind: 'Pod';
  readonly spec: PodSpec;
  readonly status: PodStatus;
}

export interface ReplicaStatus {
  readonly observedGeneration: number;
  readonly replicas: number;
  readonly readyReplicas: number;
  readonly availableReplicas: number;
}

export interface DemoReplicaSet extends KubernetesObject {
  readonly kind: 'ReplicaSet';
  readonly spec: {
    readonly replicas: number;
    readonly selector: { matchLabels: Labels };
    readonly template: PodTemplate;
  };
  readonly status: ReplicaStatus;
}

export interface DemoDeployment extends KubernetesObject {
  readonly kind: 'Deployment';
  readonly spec: {
    readonly replicas?: number;
    readonly revisionHistoryLimit?: number;
    readonly progressDeadlineSeconds?: number;
    readonly strategy?: object;
    readonly selector: { readonly matchLabels: Labels };
    readonly template: PodTemplate;
  };
  readonly status?: ReplicaStatus & { readonly updatedReplicas: number; readonly conditions: readonly Condition[] };
}

export interface DemoService extends KubernetesObject {
  readonly kind: 'Service';
  readonly spec: {
    readonly type: string;
    readonly clusterIP: string;
    readonly clusterIPs: readonly string[];
    readonly selector: Labels;
    readonly ports: readonly (ServicePort & { readonly nodePort?: number })[];
    readonly sessionAffinity: string;
    readonly ipFamilies: readonly string[];
    readonly ipFamilyPolicy: string;
    readonly internalTrafficPolicy: string;
    readonly externalTrafficPolicy?: string;
  };
  readonly status: { readonly loadBalancer: object };
}

export interface Endpoint {
  readonly addresses: readonly string[];
  readonly conditions: { readonly ready: boolean; readonly serving: boolean; readonly terminating: boolean };
  readonly nodeName?: string;
  readonly targetRef: { readonly kind: 'Pod'; readonly namespace: string; readonly name: string; readonly uid: string };
}

export interface DemoEndpointSlice extends KubernetesObject {
  readonly kind: 'EndpointSlice';
  readonly addressType: 'IPv4';
  readonly endpoints: readonly Endpoint[];
  readonly ports: readonly { readonly name: string; readonly port: number; readonly protocol: string }[];
}

/** A Kubernetes timestamp: RFC 3339 in whole seconds. */
export const timestamp = (ms: number): string => new Date(ms).toISOString().replace(/\.\d{3}Z$/, 'Z');

/** The reference by which a controller owns an object. */
export const ownedBy = (owner: KubernetesObject): ControllerReference => ({
  apiVersion: owner.apiVersion,
  kind: owner.kind,
  name: owner.metadata.name,
  uid: owner.metadata.uid ?? '',
  controller: true,
  blockOwnerDeletion: true,
});
