import type { HistogramCounter, RequestCounter, SidecarCounters, TcpCounter } from './sidecar-counters.ts';
import { NO_COUNTERS } from './sidecar-counters.ts';

/**
 * What was counted between two readings of one proxy. Only label sets that grew are in the result.
 *
 * - A counter that went down was reset by a restart: all that it shows now is increase, as Prometheus reads it.
 * - A label set that is new in a known proxy began at zero.
 * - Without an earlier reading nothing is known about when the counters ran up: the increase is empty.
 */
export function increase(before: SidecarCounters | undefined, after: SidecarCounters): SidecarCounters {
  if (before === undefined) return { ...NO_COUNTERS, malformedLines: after.malformedLines };
  const requests = new Map<string, RequestCounter>();
  for (const now of after.requests.values()) {
    const grown = requestIncrease(before.requests.get(now.key), now);
    if (grown !== undefined) requests.set(grown.key, grown);
  }
  const tcp = new Map<string, TcpCounter>();
  for (const now of after.tcp.values()) {
    const grown = tcpIncrease(before.tcp.get(now.key), now);
    if (grown !== undefined) tcp.set(grown.key, grown);
  }
  return { requests, tcp, malformedLines: after.malformedLines };
}

/** Key and labels are taken from the earlier reading, so that a kept history holds each label set once. */
function requestIncrease(before: RequestCounter | undefined, now: RequestCounter): RequestCounter | undefined {
  const start = before === undefined || now.requests < before.requests ? undefined : before;
  const requests = now.requests - (start?.requests ?? 0);
  const duration = now.duration === undefined ? undefined : histogramIncrease(start?.duration, now.duration);
  if (requests === 0 && duration === undefined) return undefined;
  const { key, labels } = before ?? now;
  return duration === undefined ? { key, labels, requests } : { key, labels, requests, duration };
}

/** Undefined when no request was timed. Other buckets than before are a restart with other settings. */
function histogramIncrease(before: HistogramCounter | undefined, now: HistogramCounter): HistogramCounter | undefined {
  const start = before !== undefined && continues(before, now) ? before : undefined;
  const counts = now.counts.map((count, at) => count - (start?.counts[at] ?? 0));
  if (!counts.some((count) => count > 0)) return undefined;
  return { boundsMs: start?.boundsMs ?? now.boundsMs, counts, sumMs: Math.max(0, now.sumMs - (start?.sumMs ?? 0)) };
}

const continues = (before: HistogramCounter, now: HistogramCounter): boolean =>
  before.boundsMs.length === now.boundsMs.length &&
  before.boundsMs.every((bound, at) => bound === now.boundsMs[at]) &&
  before.counts.every((count, at) => count <= (now.counts[at] ?? 0));

function tcpIncrease(before: TcpCounter | undefined, now: TcpCounter): TcpCounter | undefined {
  const isReset =
    before !== undefined &&
    (now.sentBytes < before.sentBytes ||
      now.receivedBytes < before.receivedBytes ||
      now.connectionsOpened < before.connectionsOpened);
  const start = isReset ? undefined : before;
  const sentBytes = now.sentBytes - (start?.sentBytes ?? 0);
  const receivedBytes = now.receivedBytes - (start?.receivedBytes ?? 0);
  const connectionsOpened = now.connectionsOpened - (start?.connectionsOpened ?? 0);
  if (sentBytes === 0 && receivedBytes === 0 && connectionsOpened === 0) return undefined;
  const { key, labels } = before ?? now;
  return { key, labels, sentBytes, receivedBytes, connectionsOpened };
}
