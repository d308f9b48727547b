import type { KubernetesObject } from './metadata.ts';

/** Istio's StringMatch: exactly one of the three, or none (presence). */
export interface StringMatch {
  readonly exact?: string;
  readonly prefix?: string;
  readonly regex?: string;
}

export interface HttpMatch {
  readonly name?: string;
  readonly uri?: StringMatch;
  readonly scheme?: StringMatch;
  readonly method?: StringMatch;
  readonly authority?: StringMatch;
  readonly headers?: Readonly<Record<string, StringMatch>>;
  readonly withoutHeaders?: Readonly<Record<string, StringMatch>>;
  readonly queryParams?: Readonly<Record<string, StringMatch>>;
  readonly ignoreUriCase?: boolean;
  readonly port?: number;
  readonly gateways?: readonly string[];
  readonly sourceLabels?: Readonly<Record<string, string>>;
  readonly sourceNamespace?: string;
}

export interface Destination {
  readonly host: string;
  readonly subset?: string;
  readonly port?: { readonly number?: number };
}

export interface WeightedDestination {
  readonly destination: Destination;
  readonly weight?: number;
  readonly headers?: unknown;
}

export interface HttpRoute {
  readonly name?: string;
  readonly match?: readonly HttpMatch[];
  readonly route?: readonly WeightedDestination[];
  readonly redirect?: unknown;
  readonly directResponse?: { readonly status?: number };
  readonly delegate?: { readonly name?: string; readonly namespace?: string };
  readonly rewrite?: unknown;
  readonly timeout?: string;
  readonly retries?: { readonly attempts?: number; readonly perTryTimeout?: string; readonly retryOn?: string };
  readonly fault?: {
    readonly delay?: { readonly fixedDelay?: string; readonly percentage?: { readonly value?: number } };
    readonly abort?: {
      readonly httpStatus?: number;
      readonly grpcStatus?: string;
      readonly percentage?: { readonly value?: number };
    };
  };
  readonly mirror?: Destination;
  readonly mirrorPercentage?: { readonly value?: number };
  readonly mirrors?: readonly {
    readonly destination: Destination;
    readonly percentage?: { readonly value?: number };
  }[];
  readonly corsPolicy?: unknown;
  readonly headers?: unknown;
}

export interface L4Match {
  readonly port?: number;
  readonly gateways?: readonly string[];
  readonly sourceLabels?: Readonly<Record<string, string>>;
  readonly sourceNamespace?: string;
  readonly destinationSubnets?: readonly string[];
  readonly sniHosts?: readonly string[];
}

export interface TcpRoute {
  readonly match?: readonly L4Match[];
  readonly route?: readonly WeightedDestination[];
}

export interface VirtualService extends KubernetesObject {
  readonly kind: 'VirtualService';
  readonly spec?: {
    readonly hosts?: readonly string[];
    readonly gateways?: readonly string[];
    readonly exportTo?: readonly string[];
    readonly http?: readonly HttpRoute[];
    readonly tcp?: readonly TcpRoute[];
    readonly tls?: readonly TcpRoute[];
  };
}

export interface ConsistentHash {
  readonly httpHeaderName?: string;
  readonly httpCookie?: { readonly name?: string; readonly path?: string; readonly ttl?: string };
  readonly useSourceIp?: boolean;
  readonly httpQueryParameterName?: string;
  readonly minimumRingSize?: number;
  readonly ringHash?: { readonly minimumRingSize?: number };
  readonly maglev?: { readonly tableSize?: number };
}

export interface TrafficPolicy {
  readonly loadBalancer?: { readonly simple?: string; readonly consistentHash?: ConsistentHash };
  readonly connectionPool?: unknown;
  readonly outlierDetection?: unknown;
  readonly tls?: { readonly mode?: string };
  readonly portLevelSettings?: readonly (Omit<TrafficPolicy, 'portLevelSettings'> & {
    readonly port?: { readonly number?: number };
  })[];
}

export interface Subset {
  readonly name: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly trafficPolicy?: TrafficPolicy;
}

export interface DestinationRule extends KubernetesObject {
  readonly kind: 'DestinationRule';
  readonly spec?: {
    readonly host?: string;
    readonly exportTo?: readonly string[];
    readonly subsets?: readonly Subset[];
    readonly trafficPolicy?: TrafficPolicy;
    readonly workloadSelector?: { readonly matchLabels?: Readonly<Record<string, string>> };
  };
}

export interface Gateway extends KubernetesObject {
  readonly kind: 'Gateway';
  readonly spec?: {
    readonly selector?: Readonly<Record<string, string>>;
    readonly servers?: readonly {
      readonly port?: { readonly number?: number; readonly name?: string; readonly protocol?: string };
      readonly hosts?: readonly string[];
    }[];
  };
}

export interface ServiceEntry extends KubernetesObject {
  readonly kind: 'ServiceEntry';
  readonly spec?: {
    readonly hosts?: readonly string[];
    readonly exportTo?: readonly string[];
    readonly location?: string;
    readonly resolution?: string;
    readonly ports?: readonly { readonly number?: number; readonly name?: string; readonly protocol?: string }[];
  };
}

/** Istio's Sidecar: only what limits which hosts a client can see. */
export interface Sidecar extends KubernetesObject {
  readonly kind: 'Sidecar';
  readonly spec?: {
    readonly workloadSelector?: { readonly labels?: Readonly<Record<string, string>> };
    readonly egress?: readonly { readonly hosts?: readonly string[] }[];
  };
}
