import type { TelemetryWindow } from '@weir/mesh';
import type { TelemetryQuery, TelemetrySource } from '../ports/telemetry-source.ts';

/** A telemetry source that gives what a test puts into it. */
export interface FakeTelemetry {
  readonly source: TelemetrySource;
  readonly queries: TelemetryQuery[];
  /** What `read` gives from now on, told to whoever waits for samples. */
  readonly give: (window: Partial<TelemetryWindow>) => void;
}

export function createFakeTelemetry(): FakeTelemetry {
  const listeners = new Set<() => void>();
  const queries: TelemetryQuery[] = [];
  let current: Partial<TelemetryWindow> = {};
  return {
    queries,
    give: (window) => {
      current = window;
      for (const listener of listeners) listener();
    },
    source: {
      read: async (query) => {
        queries.push(query);
        const { windowSeconds } = query;
        const empty = {
          kind: 'direct',
          toMs: 0,
          coveredSeconds: windowSeconds,
          requests: [],
          tcp: [],
          warnings: [],
        } as const;
        return { ...empty, windowSeconds, ...current };
      },
      onSamples: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      status: () => ({
        name: 'telemetry',
        kind: 'direct',
        state: 'ok',
        since: '2026-01-01T00:00:00.000Z',
        detail: 'Reading the sidecars.',
      }),
      start: () => undefined,
      stop: async () => undefined,
    },
  };
}
