/** What an application is made of, before it becomes Kubernetes objects. */

/** One Deployment of a service: a version with its pods and its behaviour. */
export interface WorkloadBlueprint {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly replicas: number;
  /** False keeps the injector away. */
  readonly sidecar: boolean;
  /** The container's name: `app`, or `istio-proxy` for a gateway. */
  readonly container: 'app' | 'istio-proxy';
  readonly image: string;
  readonly serviceAccount?: string;
  /** The annotations of the Deployment that tell the traffic simulation how it behaves (traffic/behaviour.ts). */
  readonly behaviour: Readonly<Record<string, string>>;
}

/** A service and the workloads that its selector finds. */
export interface ServiceBlueprint {
  readonly namespace: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly selector: Readonly<Record<string, string>>;
  readonly port: number;
  readonly targetPort: number;
  /** The port's name, from which Istio takes the protocol: `http`, `grpc`, `http2`. */
  readonly portName: string;
  readonly type: 'ClusterIP' | 'LoadBalancer';
  readonly workloads: readonly WorkloadBlueprint[];
}

/** The annotations of a behaviour; see traffic/behaviour.ts for their meaning and grammar. */
export const BEHAVIOUR = {
  calls: 'demo.weir.dev/calls',
  load: 'demo.weir.dev/load',
  latencyMs: 'demo.weir.dev/latency-ms',
  latencySpread: 'demo.weir.dev/latency-spread',
  errors: 'demo.weir.dev/errors',
  forwardsHeaders: 'demo.weir.dev/forwards-headers',
} as const;

/** How one workload behaves, in words of the domain. */
export interface BehaviourBlueprint {
  /** Median of the log-normal time that it takes by itself. */
  readonly latencyMs: number;
  /** Standard deviation of the logarithm of that time. */
  readonly spread?: number;
  /** `500=0.04 503=0.02`. */
  readonly errors?: string;
  readonly calls?: readonly string[];
  readonly load?: readonly string[];
  readonly forwardsHeaders?: boolean;
}

/** The annotations that stand for a behaviour. */
export function behaviourAnnotations(behaviour: BehaviourBlueprint): Record<string, string> {
  return {
    [BEHAVIOUR.latencyMs]: String(behaviour.latencyMs),
    [BEHAVIOUR.latencySpread]: String(behaviour.spread ?? 0.4),
    [BEHAVIOUR.forwardsHeaders]: String(behaviour.forwardsHeaders ?? false),
    ...(behaviour.errors === undefined ? {} : { [BEHAVIOUR.errors]: behaviour.errors }),
    ...(behaviour.calls === undefined ? {} : { [BEHAVIOUR.calls]: behaviour.calls.join('; ') }),
    ...(behaviour.load === undefined ? {} : { [BEHAVIOUR.load]: behaviour.load.join('; ') }),
  };
}

/** An HTTP service of the demo applications: app label, one port, its workloads. */
export function httpService(
  namespace: string,
  name: string,
  app: string,
  port: number,
  workloads: readonly WorkloadBlueprint[],
): ServiceBlueprint {
  return {
    namespace,
    name,
    labels: { app },
    selector: { app },
    port,
    targetPort: port,
    portName: 'http',
    type: 'ClusterIP',
    workloads,
  };
}

/** One version of an app, named and labelled as Deployments usually are. */
export function version(
  app: string,
  label: string,
  behaviour: BehaviourBlueprint,
  more: Partial<Pick<WorkloadBlueprint, 'name' | 'replicas' | 'sidecar' | 'image' | 'serviceAccount'>> = {},
): WorkloadBlueprint {
  return {
    name: more.name ?? `${app}-${label}`,
    labels: { app, version: label },
    replicas: more.replicas ?? 1,
    sidecar: more.sidecar ?? true,
    container: 'app',
    image: more.image ?? `docker.io/weir-demo/${app}:${label}`,
    ...(more.serviceAccount === undefined ? {} : { serviceAccount: more.serviceAccount }),
    behaviour: behaviourAnnotations(behaviour),
  };
}
