import type { TelemetryWindow } from '@weir/mesh';
import type { Clock } from '../ports/clock.ts';
import type { TelemetryQuery, TelemetrySource } from '../ports/telemetry-source.ts';
import { createBoundedMap } from './bounded-map.ts';

/**
 * Reads windows of samples once for all who ask in the same moment, so that graphs of different types agree and a source
 * that takes samples one by one does not make every graph a new one. New samples end a moment, and so does this time: a
 * source must hear that somebody still looks.
 */
const MOMENT_MS = 1000;
const KEPT_WINDOWS = 64;

export interface SharedSamples {
  readonly read: (query: TelemetryQuery) => Promise<TelemetryWindow>;
}

export function createSharedSamples(telemetry: TelemetrySource, clock: Clock): SharedSamples {
  const windows = createBoundedMap<{
    readonly moment: number;
    readonly atMs: number;
    readonly window: Promise<TelemetryWindow>;
  }>(KEPT_WINDOWS);
  let moment = 0;
  telemetry.onSamples(() => {
    moment += 1;
  });
  return {
    read: (query) => {
      const key = `${query.windowSeconds}|${query.namespaces.join(',')}`;
      const known = windows.get(key);
      const nowMs = clock.nowMs();
      if (known?.moment === moment && nowMs - known.atMs < MOMENT_MS) return known.window;
      const window = telemetry.read(query);
      windows.set(key, { moment, atMs: nowMs, window });
      return window;
    },
  };
}
