import { labelSetKey } from './label-set.ts';
import type { SampleLabels } from './sample.ts';
import type { HistogramCounter, RequestCounter, SidecarCounters, TcpCounter } from './sidecar-counters.ts';

/** The metrics that are read, by name without Istio's prefix, and which figure of a series each one fills. */
export const METRIC_FIELDS = {
  requests_total: 'requests',
  request_duration_milliseconds_bucket: 'bucket',
  request_duration_milliseconds_sum: 'sum',
  request_duration_milliseconds_count: 'count',
  tcp_sent_bytes_total: 'sent',
  tcp_received_bytes_total: 'received',
  tcp_connections_opened_total: 'opened',
} as const;
export type MetricField = (typeof METRIC_FIELDS)[keyof typeof METRIC_FIELDS];

type Draft<T> = { -readonly [K in keyof T]: T[K] };
type RequestDraft = Draft<Omit<RequestCounter, 'duration'>> & {
  sumMs: number;
  count: number;
  readonly buckets: Map<number, number>;
};

/** Collects the lines of one page into counters. Series that differ only in labels that Weir does not read add up. */
export interface CounterBuilder {
  /** `upToMs` is the bucket's bound and only read for buckets. */
  readonly add: (field: MetricField, labels: SampleLabels, upToMs: number, value: number) => void;
  readonly build: (malformedLines: number) => SidecarCounters;
}

export function createCounterBuilder(): CounterBuilder {
  const requests = new Map<string, RequestDraft>();
  const tcp = new Map<string, Draft<TcpCounter>>();
  return {
    add: (field, labels, upToMs, value) => {
      const key = labelSetKey(labels);
      if (labels.protocol === 'tcp') addTcp(tcp, key, labels, field, value);
      else addRequest(requests, key, labels, field, upToMs, value);
    },
    build: (malformedLines) => ({
      requests: new Map([...requests].map(([key, draft]) => [key, finished(draft)])),
      tcp,
      malformedLines,
    }),
  };
}

function addRequest(
  into: Map<string, RequestDraft>,
  key: string,
  labels: SampleLabels,
  field: MetricField,
  upToMs: number,
  value: number,
): void {
  const draft = into.get(key) ?? { key, labels, requests: 0, sumMs: 0, count: 0, buckets: new Map<number, number>() };
  into.set(key, draft);
  if (field === 'requests') draft.requests += value;
  else if (field === 'sum') draft.sumMs += value;
  else if (field === 'bucket') draft.buckets.set(upToMs, (draft.buckets.get(upToMs) ?? 0) + value);
  else draft.count += value;
}

function addTcp(
  into: Map<string, Draft<TcpCounter>>,
  key: string,
  labels: SampleLabels,
  field: MetricField,
  value: number,
): void {
  const draft = into.get(key) ?? { key, labels, sentBytes: 0, receivedBytes: 0, connectionsOpened: 0 };
  into.set(key, draft);
  if (field === 'sent') draft.sentBytes += value;
  else if (field === 'received') draft.receivedBytes += value;
  else draft.connectionsOpened += value;
}

/** A histogram without a `+Inf` bucket gets it from its count; without either there is none. */
function finished({ key, labels, requests, sumMs, count, buckets }: RequestDraft): RequestCounter {
  if (!buckets.has(Number.POSITIVE_INFINITY) && count > 0) buckets.set(Number.POSITIVE_INFINITY, count);
  if (buckets.size === 0) return { key, labels, requests };
  const boundsMs = [...buckets.keys()].sort((a, b) => a - b);
  const duration: HistogramCounter = { boundsMs, counts: boundsMs.map((bound) => buckets.get(bound) ?? 0), sumMs };
  return { key, labels, requests, duration };
}
