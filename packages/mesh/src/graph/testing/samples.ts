import type { Peer, RequestSample, SampleLabels, TcpSample, TelemetryWindow } from '../../telemetry/sample.ts';

/** Samples for tests, with the labels that Istio would give them. */

export const TO_MS = Date.parse('2026-06-01T12:00:00Z');

/** `default/api-gateway` or `default/staff-service:staff-service@risky` (`<namespace>/<workload>:<app>@<version>`); `unknown`. */
export function peer(text: string): Peer {
  const unknown: Peer = {
    workload: 'unknown',
    namespace: 'unknown',
    canonicalService: 'unknown',
    canonicalRevision: 'latest',
    principal: 'unknown',
    cluster: 'unknown',
  };
  const parts = /^([^/]+)\/([^:@]+)(?::([^@]+))?(?:@(.+))?$/.exec(text);
  if (parts === null) return unknown;
  const [, namespace = '', workload = '', app = workload, version = 'v1'] = parts;
  return { ...unknown, workload, namespace, canonicalService: app, canonicalRevision: version, cluster: 'Kubernetes' };
}

export interface CallOptions {
  readonly reporter?: SampleLabels['reporter'];
  readonly code?: string;
  readonly flags?: string;
  readonly grpc?: string;
  readonly mtls?: 'mutual_tls' | 'none' | 'unknown';
  readonly durationMs?: RequestSample['duration'];
  /** Overrides of what the service labels say. */
  readonly service?: Partial<
    Pick<SampleLabels, 'destinationService' | 'destinationServiceName' | 'destinationServiceNamespace'>
  >;
}

function labels(from: string, service: string, to: string, options: CallOptions): SampleLabels {
  const [namespace = '', name = ''] = service.split('/');
  const reporter = options.reporter ?? 'source';
  return {
    reporter,
    source: peer(from),
    destination: peer(to),
    destinationService: `${name}.${namespace}.svc.cluster.local`,
    destinationServiceName: name,
    destinationServiceNamespace: namespace,
    ...options.service,
    protocol: options.grpc === undefined ? 'http' : 'grpc',
    responseCode: options.code ?? '200',
    grpcStatus: options.grpc ?? '',
    responseFlags: options.flags ?? '-',
    connectionSecurityPolicy: options.mtls ?? (reporter === 'source' ? 'unknown' : 'mutual_tls'),
  };
}

/** Requests from one workload through a service (`<namespace>/<name>`) to another workload. */
export const call = (
  from: string,
  service: string,
  to: string,
  requests: number,
  options: CallOptions = {},
): RequestSample => ({
  ...labels(from, service, to, options),
  requests,
  ...(options.durationMs === undefined ? {} : { duration: options.durationMs }),
});

/** The same requests as both sidecars report them. */
export const bothSides = (from: string, service: string, to: string, requests: number, options: CallOptions = {}) => [
  call(from, service, to, requests, { ...options, reporter: 'source' }),
  call(from, service, to, requests, { ...options, reporter: 'destination' }),
];

export const tcpCall = (
  from: string,
  service: string,
  to: string,
  bytes: number,
  connectionsOpened: number,
  options: CallOptions = {},
): TcpSample => ({
  ...labels(from, service, to, options),
  protocol: 'tcp',
  responseCode: '',
  sentBytes: bytes,
  receivedBytes: 0,
  connectionsOpened,
});

/** A minute of telemetry. */
export const windowOf = (
  requests: readonly RequestSample[],
  tcp: readonly TcpSample[] = [],
  rest: Partial<TelemetryWindow> = {},
): TelemetryWindow => ({
  kind: 'prometheus',
  toMs: TO_MS,
  windowSeconds: 60,
  coveredSeconds: 60,
  warnings: [],
  requests,
  tcp,
  ...rest,
});
