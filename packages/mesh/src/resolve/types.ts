import type { Pod } from '../resources/core.ts';
import type {
  ConsistentHash,
  DestinationRule,
  HttpRoute,
  Subset,
  TrafficPolicy,
  VirtualService,
} from '../resources/istio.ts';

/**
 * The public shapes of resolution: host names, effective VirtualServices and DestinationRules, and route matching,
 * implemented once (DESIGN "One resolution"). Semantics: research/istio-kubernetes.md 2, with the corrections of 2.10.
 */

/** Who sends: a workload's sidecar, or a gateway proxy (`gateway` is `<namespace>/<name>` of the Gateway object). */
export interface RouteClient {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly gateway?: string;
}

/** One VirtualService that names a host, and whether Istio uses it for this client. */
export interface VirtualServiceCandidate {
  readonly object: VirtualService;
  /** Its host that matched, fully qualified (may be a wildcard). */
  readonly matchedHost: string;
  readonly effective: boolean;
  /** A sentence, such as "an older VirtualService bookinfo/reviews has the same host". */
  readonly ignoredBecause?: string;
}

/** The DestinationRule that applies for a client and a host, merged as Istio merges rules of one namespace. */
export interface EffectiveDestinationRule {
  readonly namespace: string;
  /** Fully qualified, may be a wildcard. */
  readonly host: string;
  /** The merged parts, in order; the first gives the traffic policy. */
  readonly objects: readonly DestinationRule[];
  readonly trafficPolicy?: TrafficPolicy;
  readonly subsets: readonly (Subset & { readonly from: DestinationRule })[];
}

/** A destination of a compiled route. `weight` is the one in force: a single destination has 1 of 1; 0 never gets traffic. */
export interface CompiledDestination {
  /** JSON pointer within the VirtualService, as `/spec/http/0/route/1`; undefined for the default route. */
  readonly path?: string;
  /** Fully qualified. */
  readonly host: string;
  readonly port: number;
  readonly subset?: string;
  readonly weight: number;
  /** The registry service, when the host is one. */
  readonly service?: { readonly namespace: string; readonly name: string };
  /** Ready pods that the cluster balances over; empty gives 503 UH, unless they are unknown. */
  readonly endpoints: readonly Pod[];
  /** The endpoints are not (only) pods that Weir reads: of a ServiceEntry, a service without selector, a subset by zone. */
  readonly endpointsUnknown?: true;
  /** Set when the cluster does not exist: unknown host or port, or subset not defined for this client. Gives 503 NC. */
  readonly missing?: 'host' | 'subset' | 'port';
  readonly hash?: ConsistentHash;
  readonly loadBalancer: string;
}

/** One route in force for a virtual host, in the order in which requests try them. */
export interface CompiledRoute {
  /** The object and JSON pointer (`/spec/http/0`) that made it; undefined for the default route of a service without one. */
  readonly object?: VirtualService;
  readonly path?: string;
  readonly spec?: HttpRoute;
  readonly destinations: readonly CompiledDestination[];
  readonly totalWeight: number;
  /** The root's rule that delegated to `object`. */
  readonly delegatedBy?: { readonly object: VirtualService; readonly path: string };
  /** Direct outcome instead of destinations. */
  readonly direct?: { readonly status: number; readonly kind: 'redirect' | 'directResponse' };
}

/** Everything that one client can reach, with hosts compiled when first asked for. Opaque: use `decide`, `routesFor`. */
export interface RouteTable {
  readonly client: RouteClient;
  /** The routes that a request to this host and port tries; undefined when the host is outside the registry. */
  readonly routesFor: (host: string, port: number) => readonly CompiledRoute[] | undefined;
}

export interface RouteRequest {
  /**
   * As in the Host header, without port; short names are allowed as the client's DNS allows them. Matches on the authority
   * see it with the port, as clients send it, unless that is 80 (443 for HTTPS) or `headers` has `:authority` or `host`.
   */
  readonly host: string;
  readonly port: number;
  readonly method?: string;
  /** With the query, as `/a/b?x=1`. */
  readonly path?: string;
  /** Names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A uniform draw in [0, 1). */
export type Draw = () => number;

/** Where a request goes. */
export type Decision =
  | { readonly kind: 'routed'; readonly route: CompiledRoute; readonly destination: CompiledDestination }
  | {
      readonly kind: 'rejected';
      /** 0 for a TCP or TLS connection that is closed. */
      readonly status: number;
      /** Envoy's response flag: NR, NC, UH, FI or `-` for a direct response. */
      readonly flag: string;
      readonly route?: CompiledRoute;
      readonly destination?: CompiledDestination;
    }
  | { readonly kind: 'passthrough' }
  | { readonly kind: 'blackhole' };
