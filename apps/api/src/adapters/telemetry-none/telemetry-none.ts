import type { TelemetryWindow } from '@weir/mesh';
import type { SourceStatus } from '@weir/shared';
import type { Clock } from '../../ports/clock.ts';
import type { TelemetrySource } from '../../ports/telemetry-source.ts';

export interface NoTelemetryOptions {
  readonly clock: Clock;
  /** Why there is none and how to get one, as one sentence for a person. */
  readonly detail?: string;
}

const DETAIL =
  'Telemetry is switched off: the graph shows what is configured. Start Weir with --telemetry auto to see traffic.';

/** The way to run without figures (DESIGN T1c): every window is empty, and the status says why. */
export function createNoTelemetry(options: NoTelemetryOptions): TelemetrySource {
  const since = new Date(options.clock.nowMs()).toISOString();
  const status: SourceStatus = {
    name: 'telemetry',
    kind: 'none',
    state: 'off',
    since,
    detail: options.detail ?? DETAIL,
  };
  const read = async (query: { readonly windowSeconds: number }): Promise<TelemetryWindow> => ({
    kind: 'none',
    toMs: options.clock.nowMs(),
    windowSeconds: query.windowSeconds,
    coveredSeconds: 0,
    requests: [],
    tcp: [],
    warnings: [],
  });
  return {
    read,
    onSamples: () => () => undefined,
    status: () => status,
    start: () => undefined,
    stop: async () => undefined,
  };
}
