import {
  type HistogramCounter,
  type RequestCounter,
  type SidecarCounters,
  sameBounds,
  type TcpCounter,
} from './sidecar-counters.ts';

type Sum<T> = { -readonly [K in keyof T]: T[K] };

/** The sum of several counters by label set, as of the pods of one mesh. */
export function mergeCounters(list: Iterable<SidecarCounters>): SidecarCounters {
  const requests = new Map<string, RequestCounter>();
  const tcp = new Map<string, TcpCounter>();
  // Counters that stand alone are taken as they are; the others get a sum of their own, which grows in place.
  const requestSums = new Map<string, RequestSum>();
  const tcpSums = new Map<string, Sum<TcpCounter>>();
  let malformedLines = 0;
  for (const counters of list) {
    for (const counter of counters.requests.values()) {
      const { key } = counter;
      const known = requests.get(key);
      if (known === undefined) {
        requests.set(key, counter);
        continue;
      }
      const sum = requestSums.get(key) ?? requestSumOf(known);
      addRequests(sum, counter);
      requestSums.set(key, sum);
    }
    for (const counter of counters.tcp.values()) {
      const { key } = counter;
      const known = tcp.get(key);
      if (known === undefined) {
        tcp.set(key, counter);
        continue;
      }
      const sum = tcpSums.get(key) ?? { ...known };
      sum.sentBytes += counter.sentBytes;
      sum.receivedBytes += counter.receivedBytes;
      sum.connectionsOpened += counter.connectionsOpened;
      tcpSums.set(key, sum);
    }
    malformedLines += counters.malformedLines;
  }
  for (const [key, { counter, histogram }] of requestSums) {
    requests.set(key, histogram === undefined ? counter : { ...counter, duration: histogram });
  }
  for (const [key, sum] of tcpSums) tcp.set(key, sum);
  return { requests, tcp, malformedLines };
}

interface RequestSum {
  readonly counter: Sum<Omit<RequestCounter, 'duration'>>;
  histogram: HistogramSum | undefined;
}

const requestSumOf = ({ key, labels, requests, duration }: RequestCounter): RequestSum => ({
  counter: { key, labels, requests },
  histogram: duration === undefined ? undefined : histogramSumOf(duration),
});

function addRequests(sum: RequestSum, { requests, duration }: RequestCounter): void {
  sum.counter.requests += requests;
  if (duration === undefined) return;
  if (sum.histogram === undefined) sum.histogram = histogramSumOf(duration);
  else addHistogram(sum.histogram, duration);
}

/** A histogram that others are added to. */
export interface HistogramSum {
  boundsMs: readonly number[];
  counts: number[];
  sumMs: number;
}

/** A sum that begins with this histogram, which stays as it is. */
export const histogramSumOf = ({ boundsMs, counts, sumMs }: HistogramCounter): HistogramSum => ({
  boundsMs,
  counts: counts.slice(),
  sumMs,
});

/** Cumulative counts can only be added at bounds that both have; every histogram has `+Inf`, so none is lost whole. */
export function addHistogram(sum: HistogramSum, other: HistogramCounter): void {
  sum.sumMs += other.sumMs;
  const { boundsMs, counts } = sum;
  if (sameBounds(boundsMs, other.boundsMs)) {
    for (let at = 0; at < counts.length; at += 1) counts[at] = (counts[at] ?? 0) + (other.counts[at] ?? 0);
    return;
  }
  const theirs = new Map(other.boundsMs.map((bound, at) => [bound, other.counts[at] ?? 0]));
  const shared = boundsMs.flatMap((bound, at) => (theirs.has(bound) ? [at] : []));
  sum.counts = shared.map((at) => (counts[at] ?? 0) + (theirs.get(boundsMs[at] ?? Number.NaN) ?? 0));
  sum.boundsMs = shared.map((at) => boundsMs[at] ?? Number.NaN);
}
