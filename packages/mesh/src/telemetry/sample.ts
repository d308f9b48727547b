/**
 * What telemetry sources deliver (DESIGN T1): increases of Istio's standard metrics over a window, by label set.
 * Missing label values are the empty string; Istio's literal `unknown` stays as it is.
 */

/** The two ends of a report, after research/istio-kubernetes.md 4. */
export interface Peer {
  readonly workload: string;
  readonly namespace: string;
  readonly canonicalService: string;
  readonly canonicalRevision: string;
  readonly principal: string;
  readonly cluster: string;
}

/** The label set of one HTTP, gRPC or TCP series. */
export interface SampleLabels {
  readonly reporter: 'source' | 'destination' | 'waypoint';
  readonly source: Peer;
  readonly destination: Peer;
  /** Host, as `reviews.bookinfo.svc.cluster.local`. */
  readonly destinationService: string;
  readonly destinationServiceName: string;
  readonly destinationServiceNamespace: string;
  readonly protocol: 'http' | 'grpc' | 'tcp';
  /** `200`; `0` when the client went away; empty for TCP. */
  readonly responseCode: string;
  readonly grpcStatus: string;
  /** Envoy's flags, comma-joined, `-` when none. */
  readonly responseFlags: string;
  /** `mutual_tls`, `none` or `unknown`. */
  readonly connectionSecurityPolicy: string;
}

/** Requests of one series within the window. `requests` is a count (a whole number from counters, any number from rate()). */
export interface RequestSample extends SampleLabels {
  readonly requests: number;
  /** Milliseconds of all requests together, with cumulative counts by upper bound (`+Inf` as Infinity), when latency was asked for. */
  readonly duration?: {
    readonly sumMs: number;
    readonly buckets: readonly { readonly upToMs: number; readonly count: number }[];
  };
}

/** TCP of one series within the window, in bytes, seen from the reporting proxy as Istio labels it. */
export interface TcpSample extends SampleLabels {
  readonly sentBytes: number;
  readonly receivedBytes: number;
  readonly connectionsOpened: number;
}

/** All samples of one window. `to` is milliseconds since the epoch. */
export interface TelemetryWindow {
  readonly kind: 'direct' | 'prometheus' | 'none';
  readonly toMs: number;
  readonly windowSeconds: number;
  /** How much of the window the samples cover: less after a start. */
  readonly coveredSeconds: number;
  readonly requests: readonly RequestSample[];
  readonly tcp: readonly TcpSample[];
  readonly warnings: readonly {
    readonly code: string;
    readonly source: string;
    readonly message: string;
    readonly remedy: string;
  }[];
}
