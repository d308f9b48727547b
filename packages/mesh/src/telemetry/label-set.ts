import type { Peer, SampleLabels } from './sample.ts';

const SEPARATOR = '\u0001';
const REPORTERS: Readonly<Record<string, SampleLabels['reporter']>> = {
  source: 'source',
  destination: 'destination',
  waypoint: 'waypoint',
};

const peerOf = (raw: ReadonlyMap<string, string>, end: 'source' | 'destination'): Peer => ({
  workload: raw.get(`${end}_workload`) ?? '',
  namespace: raw.get(`${end}_workload_namespace`) ?? '',
  canonicalService: raw.get(`${end}_canonical_service`) ?? '',
  canonicalRevision: raw.get(`${end}_canonical_revision`) ?? '',
  principal: raw.get(`${end}_principal`) ?? '',
  cluster: raw.get(`${end}_cluster`) ?? '',
});

/**
 * Istio's labels as Weir reads them (research/istio-kubernetes.md 4). Missing ones are empty; flags are `-` when none.
 * Undefined when the line does not say who reports: without it a request could be counted twice.
 */
export function sampleLabelsOf(raw: ReadonlyMap<string, string>, isTcp: boolean): SampleLabels | undefined {
  const reporter = REPORTERS[raw.get('reporter') ?? ''];
  if (reporter === undefined) return undefined;
  return {
    reporter,
    source: peerOf(raw, 'source'),
    destination: peerOf(raw, 'destination'),
    destinationService: raw.get('destination_service') ?? '',
    destinationServiceName: raw.get('destination_service_name') ?? '',
    destinationServiceNamespace: raw.get('destination_service_namespace') ?? '',
    protocol: isTcp ? 'tcp' : raw.get('request_protocol') === 'grpc' ? 'grpc' : 'http',
    responseCode: isTcp ? '' : (raw.get('response_code') ?? ''),
    grpcStatus: isTcp ? '' : (raw.get('grpc_response_status') ?? ''),
    responseFlags: raw.get('response_flags') || '-',
    connectionSecurityPolicy: raw.get('connection_security_policy') ?? '',
  };
}

/** The label set as text: equal exactly when all labels that Weir reads are equal. */
export function labelSetKey(labels: SampleLabels): string {
  const { source, destination } = labels;
  return [
    labels.reporter,
    labels.protocol,
    ...peerValues(source),
    ...peerValues(destination),
    labels.destinationService,
    labels.destinationServiceName,
    labels.destinationServiceNamespace,
    labels.responseCode,
    labels.grpcStatus,
    labels.responseFlags,
    labels.connectionSecurityPolicy,
  ].join(SEPARATOR);
}

const peerValues = (peer: Peer): readonly string[] => [
  peer.workload,
  peer.namespace,
  peer.canonicalService,
  peer.canonicalRevision,
  peer.principal,
  peer.cluster,
];
