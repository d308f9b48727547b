import { internedValue } from './interned-value.ts';
import type { Peer, SampleLabels } from './sample.ts';

const SEPARATOR = '\u0001';
const REPORTERS: Readonly<Record<string, SampleLabels['reporter']>> = {
  source: 'source',
  destination: 'destination',
  waypoint: 'waypoint',
};

/** Labels with the text that stands for them: equal exactly when all labels that Weir reads are equal. */
export interface LabelSet {
  readonly key: string;
  readonly labels: SampleLabels;
}

const peerNames = (end: 'source' | 'destination'): Readonly<Record<keyof Peer, string>> => ({
  workload: `${end}_workload`,
  namespace: `${end}_workload_namespace`,
  canonicalService: `${end}_canonical_service`,
  canonicalRevision: `${end}_canonical_revision`,
  principal: `${end}_principal`,
  cluster: `${end}_cluster`,
});
const SOURCE = peerNames('source');
const DESTINATION = peerNames('destination');

const value = (raw: ReadonlyMap<string, string>, name: string): string => internedValue(raw.get(name) ?? '');

const peerOf = (raw: ReadonlyMap<string, string>, names: Readonly<Record<keyof Peer, string>>): Peer => ({
  workload: value(raw, names.workload),
  namespace: value(raw, names.namespace),
  canonicalService: value(raw, names.canonicalService),
  canonicalRevision: value(raw, names.canonicalRevision),
  principal: value(raw, names.principal),
  cluster: value(raw, names.cluster),
});

/**
 * Istio's labels as Weir reads them (research/istio-kubernetes.md 4). Missing ones are empty; flags are `-` when none.
 * Undefined when the line does not say who reports: without it a request could be counted twice.
 */
export function labelSetOf(raw: ReadonlyMap<string, string>, isTcp: boolean): LabelSet | undefined {
  const reporter = REPORTERS[raw.get('reporter') ?? ''];
  if (reporter === undefined) return undefined;
  const labels: SampleLabels = {
    reporter,
    source: peerOf(raw, SOURCE),
    destination: peerOf(raw, DESTINATION),
    destinationService: value(raw, 'destination_service'),
    destinationServiceName: value(raw, 'destination_service_name'),
    destinationServiceNamespace: value(raw, 'destination_service_namespace'),
    protocol: isTcp ? 'tcp' : raw.get('request_protocol') === 'grpc' ? 'grpc' : 'http',
    responseCode: isTcp ? '' : value(raw, 'response_code'),
    grpcStatus: isTcp ? '' : value(raw, 'grpc_response_status'),
    responseFlags: value(raw, 'response_flags') || '-',
    connectionSecurityPolicy: value(raw, 'connection_security_policy'),
  };
  return { key: labelSetKey(labels), labels };
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
