import type { RequestSample, TelemetryWindow } from '@weir/mesh';
import type { TelemetrySource } from '../ports/telemetry-source.ts';
import type { ServiceName } from './require-snapshot.ts';

/** "Now" in a plan's effect: the last minute. */
const RATE_WINDOW_SECONDS = 60;

/** Requests per second that the service gets now; undefined when telemetry does not know. Never rejects. */
export async function serviceRate(telemetry: TelemetrySource, service: ServiceName): Promise<number | undefined> {
  const window = await telemetry.read({ namespaces: [service.namespace], windowSeconds: RATE_WINDOW_SECONDS });
  return rateIn(window, service);
}

/**
 * Counted by the service's own sidecars where they report; what only callers saw (no sidecar behind the service, or no
 * pods) by theirs. The two are never added up (G7).
 */
export function rateIn(window: TelemetryWindow, service: ServiceName): number | undefined {
  if (window.kind === 'none' || window.coveredSeconds <= 0) return undefined;
  const mine = window.requests.filter(
    (sample) =>
      sample.destinationServiceNamespace === service.namespace && sample.destinationServiceName === service.name,
  );
  const byServer = mine.filter((sample) => sample.reporter === 'destination');
  const counted = byServer.length > 0 ? byServer : mine.filter((sample) => sample.reporter === 'source');
  return sumOf(counted) / window.coveredSeconds;
}

const sumOf = (samples: readonly RequestSample[]): number => samples.reduce((sum, { requests }) => sum + requests, 0);
