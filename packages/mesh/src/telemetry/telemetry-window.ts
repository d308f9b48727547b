import type { RequestSample, TcpSample, TelemetryWindow } from './sample.ts';
import type { RequestCounter, SidecarCounters } from './sidecar-counters.ts';

/** What a window says about itself beside its samples. */
export type TelemetryWindowMeta = Pick<
  TelemetryWindow,
  'kind' | 'toMs' | 'windowSeconds' | 'coveredSeconds' | 'warnings'
>;

/** The increases of a window as samples, in the order of the counters. */
export function toTelemetryWindow(counters: SidecarCounters, meta: TelemetryWindowMeta): TelemetryWindow {
  return {
    kind: meta.kind,
    toMs: meta.toMs,
    windowSeconds: meta.windowSeconds,
    coveredSeconds: meta.coveredSeconds,
    warnings: meta.warnings,
    requests: [...counters.requests.values()].map(requestSample),
    tcp: [...counters.tcp.values()].map(
      ({ labels, sentBytes, receivedBytes, connectionsOpened }): TcpSample => ({
        ...labels,
        sentBytes,
        receivedBytes,
        connectionsOpened,
      }),
    ),
  };
}

function requestSample({ labels, requests, duration }: RequestCounter): RequestSample {
  if (duration === undefined) return { ...labels, requests };
  const buckets = duration.boundsMs.map((upToMs, at) => ({ upToMs, count: duration.counts[at] ?? 0 }));
  return { ...labels, requests, duration: { sumMs: duration.sumMs, buckets } };
}

/** A window that nothing measured: the configured graph only (DESIGN T1c). */
export const noTelemetry = (toMs: number, windowSeconds: number): TelemetryWindow => ({
  kind: 'none',
  toMs,
  windowSeconds,
  coveredSeconds: 0,
  requests: [],
  tcp: [],
  warnings: [],
});
