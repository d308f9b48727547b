import { labelSetKey } from '../label-set.ts';
import type { SampleLabels } from '../sample.ts';
import type { HistogramCounter, RequestCounter, SidecarCounters, TcpCounter } from '../sidecar-counters.ts';

/** Counters for tests: requests, or bytes of TCP, to a service by name. */

const labelsTo = (service: string, protocol: SampleLabels['protocol']): SampleLabels => {
  const nobody = {
    workload: '',
    namespace: '',
    canonicalService: '',
    canonicalRevision: '',
    principal: '',
    cluster: '',
  };
  return {
    reporter: 'source',
    source: nobody,
    destination: nobody,
    destinationService: service,
    destinationServiceName: service,
    destinationServiceNamespace: 'default',
    protocol,
    responseCode: protocol === 'tcp' ? '' : '200',
    grpcStatus: '',
    responseFlags: '-',
    connectionSecurityPolicy: '',
  };
};

export function countersOf(
  requests: Readonly<Record<string, number>>,
  extra: {
    readonly durations?: Readonly<Record<string, HistogramCounter>>;
    readonly tcp?: Readonly<Record<string, Omit<TcpCounter, 'key' | 'labels'>>>;
  } = {},
): SidecarCounters {
  const http = Object.entries(requests).map(([service, count]): [string, RequestCounter] => {
    const labels = labelsTo(service, 'http');
    const key = labelSetKey(labels);
    const duration = extra.durations?.[service];
    const counter = { key, labels, requests: count };
    return [key, duration === undefined ? counter : { ...counter, duration }];
  });
  const tcp = Object.entries(extra.tcp ?? {}).map(([service, counts]): [string, TcpCounter] => {
    const labels = labelsTo(service, 'tcp');
    const key = labelSetKey(labels);
    return [key, { key, labels, ...counts }];
  });
  return { requests: new Map(http), tcp: new Map(tcp), malformedLines: 0 };
}

/** Requests by service name. */
export const requestsOf = (counters: SidecarCounters): Record<string, number> =>
  Object.fromEntries(
    [...counters.requests.values()].map(({ labels, requests }) => [labels.destinationService, requests]),
  );
