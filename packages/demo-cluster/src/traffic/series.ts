import { BUCKETS, bucketOf } from './buckets.ts';

/** What Istio's metrics say of one end of a request. */
export interface PeerLabels {
  readonly workload: string;
  readonly namespace: string;
  readonly principal: string;
  readonly app: string;
  readonly version: string;
  readonly canonicalService: string;
  readonly canonicalRevision: string;
  readonly cluster: string;
}

/** An end that the reporting proxy knows nothing of (research/istio-kubernetes.md 4). */
export const UNKNOWN_PEER: PeerLabels = {
  workload: 'unknown',
  namespace: 'unknown',
  principal: 'unknown',
  app: 'unknown',
  version: 'unknown',
  canonicalService: 'unknown',
  canonicalRevision: 'latest',
  cluster: 'unknown',
};

/** The service that a request was sent to. */
export interface ServiceLabels {
  /** `reviews.bookinfo.svc.cluster.local` */
  readonly host: string;
  readonly name: string;
  readonly namespace: string;
}

export interface SeriesLabels {
  readonly reporter: 'source' | 'destination';
  readonly source: PeerLabels;
  readonly destination: PeerLabels;
  readonly service: ServiceLabels;
  readonly protocol: 'http' | 'grpc';
  readonly responseCode: number;
  /** Empty unless gRPC. */
  readonly grpcStatus: string;
  /** Envoy's flags, `-` when none. */
  readonly responseFlags: string;
  readonly connectionSecurityPolicy: 'mutual_tls' | 'none' | 'unknown';
}

const escaped = (value: string): string =>
  value.replace(/[\\"\n]/g, (character) => (character === '\n' ? '\\n' : `\\${character}`));

/** The label set of a series as text, in the order of Istio's sidecar. */
export function labelText(labels: SeriesLabels): string {
  const { source, destination, service } = labels;
  const pairs: readonly (readonly [string, string])[] = [
    ['reporter', labels.reporter],
    ['source_workload', source.workload],
    ['source_canonical_service', source.canonicalService],
    ['source_canonical_revision', source.canonicalRevision],
    ['source_workload_namespace', source.namespace],
    ['source_principal', source.principal],
    ['source_app', source.app],
    ['source_version', source.version],
    ['source_cluster', source.cluster],
    ['destination_workload', destination.workload],
    ['destination_workload_namespace', destination.namespace],
    ['destination_principal', destination.principal],
    ['destination_app', destination.app],
    ['destination_version', destination.version],
    ['destination_service', service.host],
    ['destination_canonical_service', destination.canonicalService],
    ['destination_canonical_revision', destination.canonicalRevision],
    ['destination_service_name', service.name],
    ['destination_service_namespace', service.namespace],
    ['destination_cluster', destination.cluster],
    ['request_protocol', labels.protocol],
    ['response_code', String(labels.responseCode)],
    ['grpc_response_status', labels.grpcStatus],
    ['response_flags', labels.responseFlags],
    ['connection_security_policy', labels.connectionSecurityPolicy],
  ];
  return pairs.map(([name, value]) => `${name}="${escaped(value)}"`).join(',');
}

/** The counters of one label set: requests, and their durations as a histogram. They only grow. */
export class Series {
  readonly labels: string;
  requests = 0;
  /** Milliseconds of all requests together. */
  sumMs = 0;
  /** Requests by bucket, not cumulative; the last one is `+Inf`. */
  readonly counts: number[] = new Array<number>(BUCKETS.length + 1).fill(0);

  constructor(labels: SeriesLabels) {
    this.labels = labelText(labels);
  }

  /** Counts one request of so many whole milliseconds. */
  record(ms: number): void {
    this.requests++;
    this.sumMs += ms;
    const bucket = bucketOf(ms);
    this.counts[bucket] = (this.counts[bucket] ?? 0) + 1;
  }

  /** Counts several requests of one bucket. */
  recordMany(bucket: number, requests: number, sumMs: number): void {
    this.requests += requests;
    this.sumMs += sumMs;
    this.counts[bucket] = (this.counts[bucket] ?? 0) + requests;
  }
}
