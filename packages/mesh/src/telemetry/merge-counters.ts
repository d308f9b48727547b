import type { HistogramCounter, RequestCounter, SidecarCounters, TcpCounter } from './sidecar-counters.ts';

/** The sum of several counters by label set, as of the pods of one mesh. */
export function mergeCounters(list: Iterable<SidecarCounters>): SidecarCounters {
  const requests = new Map<string, RequestCounter>();
  const tcp = new Map<string, TcpCounter>();
  let malformedLines = 0;
  for (const counters of list) {
    for (const counter of counters.requests.values()) {
      const known = requests.get(counter.key);
      requests.set(counter.key, known === undefined ? counter : sumRequests(known, counter));
    }
    for (const counter of counters.tcp.values()) {
      const known = tcp.get(counter.key);
      tcp.set(counter.key, known === undefined ? counter : sumTcp(known, counter));
    }
    malformedLines += counters.malformedLines;
  }
  return { requests, tcp, malformedLines };
}

function sumRequests(a: RequestCounter, b: RequestCounter): RequestCounter {
  const { key, labels } = a;
  const requests = a.requests + b.requests;
  const duration =
    a.duration === undefined || b.duration === undefined ? undefined : sumHistograms(a.duration, b.duration);
  const either = duration ?? a.duration ?? b.duration;
  return either === undefined ? { key, labels, requests } : { key, labels, requests, duration: either };
}

/** Cumulative counts can only be added at bounds that both have; every histogram has `+Inf`, so none is lost whole. */
export function sumHistograms(a: HistogramCounter, b: HistogramCounter): HistogramCounter {
  const sumMs = a.sumMs + b.sumMs;
  const same = a.boundsMs === b.boundsMs || a.boundsMs.join() === b.boundsMs.join();
  if (same) return { boundsMs: a.boundsMs, counts: a.counts.map((count, at) => count + (b.counts[at] ?? 0)), sumMs };
  const other = new Map(b.boundsMs.map((bound, at) => [bound, b.counts[at] ?? 0]));
  const boundsMs = a.boundsMs.filter((bound) => other.has(bound));
  const mine = new Map(a.boundsMs.map((bound, at) => [bound, a.counts[at] ?? 0]));
  return { boundsMs, counts: boundsMs.map((bound) => (mine.get(bound) ?? 0) + (other.get(bound) ?? 0)), sumMs };
}

const sumTcp = (a: TcpCounter, b: TcpCounter): TcpCounter => ({
  key: a.key,
  labels: a.labels,
  sentBytes: a.sentBytes + b.sentBytes,
  receivedBytes: a.receivedBytes + b.receivedBytes,
  connectionsOpened: a.connectionsOpened + b.connectionsOpened,
});
