import type { TelemetryWindow } from '@weir/mesh';
import type { SourceStatus } from '@weir/shared';

export interface TelemetryQuery {
  /** Namespaces somebody looks at. Sources that scrape by themselves keep to these. */
  readonly namespaces: readonly string[];
  readonly windowSeconds: number;
}

/** One source of samples (DESIGN T1). `read` never rejects: what failed is among the window's warnings (G9). */
export interface TelemetrySource {
  readonly read: (query: TelemetryQuery) => Promise<TelemetryWindow>;
  /** Called when new samples are there to be read. */
  readonly onSamples: (listener: () => void) => () => void;
  readonly status: () => SourceStatus;
  readonly start: () => void;
  readonly stop: () => Promise<void>;
}
