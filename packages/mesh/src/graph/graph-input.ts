import type { Graph, GraphType, SourceStatus, Warning } from '@weir/shared';
import type { LabelNames } from '../snapshot/labels.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import type { TelemetryWindow } from '../telemetry/sample.ts';

/** Everything that a graph is made of. The same input gives the same graph, in the same order (DESIGN G10). */
export interface GraphInput {
  readonly snapshot: Snapshot;
  readonly telemetry: TelemetryWindow;
  readonly type: GraphType;
  /** The namespaces that are asked for and may be read. Callers from others appear, their callees do not go further. */
  readonly namespaces: readonly string[];
  /** Whether nodes without traffic in the window are shown (G8). Default true; without telemetry they always are. */
  readonly includeIdle?: boolean;
  readonly sources: readonly SourceStatus[];
  /** Warnings that the caller adds to those of the builder and of the telemetry window. */
  readonly warnings?: readonly Warning[];
  /** `beyondSampling` of the graph one whole window earlier (G4: two windows in a row). */
  readonly previousBeyondSampling?: ReadonlySet<string>;
  readonly labelNames?: LabelNames;
}

export interface GraphResult {
  readonly graph: Graph;
  /** Ids of edges whose observed share lies outside what chance explains in this window. */
  readonly beyondSampling: ReadonlySet<string>;
}
