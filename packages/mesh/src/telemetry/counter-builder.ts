import type { LabelSet } from './label-set.ts';
import {
  type HistogramCounter,
  type RequestCounter,
  type SidecarCounters,
  sameBounds,
  type TcpCounter,
} from './sidecar-counters.ts';

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
  /** Buckets by ascending bound. */
  readonly boundsMs: number[];
  readonly counts: number[];
};

/** Collects the lines of one page into counters. Series that differ only in labels that Weir does not read add up. */
export interface CounterBuilder {
  /** `upToMs` is the bucket's bound and only read for buckets. */
  readonly add: (field: MetricField, set: LabelSet, upToMs: number, value: number) => void;
  readonly build: (malformedLines: number) => SidecarCounters;
}

export function createCounterBuilder(): CounterBuilder {
  const requests = new Map<string, RequestDraft>();
  const tcp = new Map<string, Draft<TcpCounter>>();
  let last: { readonly set: LabelSet; readonly draft: RequestDraft } | undefined;
  const requestDraft = (set: LabelSet): RequestDraft => {
    if (last?.set === set) return last.draft;
    const draft = requests.get(set.key) ?? newRequestDraft(set);
    requests.set(set.key, draft);
    last = { set, draft };
    return draft;
  };
  return {
    add: (field, set, upToMs, value) => {
      if (set.labels.protocol === 'tcp') addTcp(tcp, set, field, value);
      else addRequest(requestDraft(set), field, upToMs, value);
    },
    build: (malformedLines) => {
      const built = new Map<string, RequestCounter>();
      let bounds: readonly number[] | undefined;
      for (const draft of requests.values()) {
        const counter = finished(draft, bounds);
        bounds = counter.duration?.boundsMs ?? bounds;
        built.set(counter.key, counter);
      }
      return { requests: built, tcp, malformedLines };
    },
  };
}

const newRequestDraft = ({ key, labels }: LabelSet): RequestDraft => ({
  key,
  labels,
  requests: 0,
  sumMs: 0,
  count: 0,
  boundsMs: [],
  counts: [],
});

function addRequest(draft: RequestDraft, field: MetricField, upToMs: number, value: number): void {
  if (field === 'requests') draft.requests += value;
  else if (field === 'sum') draft.sumMs += value;
  else if (field === 'bucket') addBucket(draft, upToMs, value);
  else draft.count += value;
}

/** Buckets come in the order of their bounds, except from odd exporters. */
function addBucket({ boundsMs, counts }: RequestDraft, upToMs: number, value: number): void {
  const last = boundsMs.at(-1);
  if (last === undefined || upToMs > last) {
    boundsMs.push(upToMs);
    counts.push(value);
    return;
  }
  const at = boundsMs.findIndex((bound) => bound >= upToMs);
  if (boundsMs[at] === upToMs) counts[at] = (counts[at] ?? 0) + value;
  else {
    boundsMs.splice(at, 0, upToMs);
    counts.splice(at, 0, value);
  }
}

function addTcp(
  into: Map<string, Draft<TcpCounter>>,
  { key, labels }: LabelSet,
  field: MetricField,
  value: number,
): void {
  const draft = into.get(key) ?? { key, labels, sentBytes: 0, receivedBytes: 0, connectionsOpened: 0 };
  into.set(key, draft);
  if (field === 'sent') draft.sentBytes += value;
  else if (field === 'received') draft.receivedBytes += value;
  else draft.connectionsOpened += value;
}

/**
 * A histogram without a `+Inf` bucket gets it from its count; without either there is none. The bounds of all series of a
 * page are mostly the same: then they are one list.
 */
function finished(draft: RequestDraft, otherBounds: readonly number[] | undefined): RequestCounter {
  const { key, labels, requests, sumMs, count, counts } = draft;
  if (count > 0 && draft.boundsMs.at(-1) !== Number.POSITIVE_INFINITY) {
    draft.boundsMs.push(Number.POSITIVE_INFINITY);
    counts.push(count);
  }
  if (counts.length === 0) return { key, labels, requests };
  const boundsMs = otherBounds !== undefined && sameBounds(otherBounds, draft.boundsMs) ? otherBounds : draft.boundsMs;
  const duration: HistogramCounter = { boundsMs, counts, sumMs };
  return { key, labels, requests, duration };
}
