import type { Snapshot } from '@weir/mesh';
import type { SourceStatus } from '@weir/shared';

/** What is known of the cluster besides its objects. */
export interface ClusterInfo {
  readonly name: string;
  readonly server: string;
  /** As `v1.34.4`; empty while unknown. */
  readonly version: string;
  /** Newest served version of networking.istio.io, as `v1`; undefined without Istio's routing kinds. */
  readonly networkingVersion: string | undefined;
  readonly gatewayApi: boolean;
}

/** Called after a publish with the new snapshot and the namespaces whose slices are new. */
export type SnapshotListener = (snapshot: Snapshot, changedNamespaces: ReadonlySet<string>) => void;

/** A live view of the cluster: list and watch, published at most every 50 ms. */
export interface ClusterSource {
  /** Undefined until the first synchronisation is done. */
  readonly snapshot: () => Snapshot | undefined;
  readonly info: () => ClusterInfo;
  readonly status: () => SourceStatus;
  /** Kinds or namespaces that could not be read, as sentences (forbidden, not served). */
  readonly warnings: () => readonly { readonly code: string; readonly message: string; readonly remedy: string }[];
  readonly onChange: (listener: SnapshotListener) => () => void;
  readonly start: () => void;
  readonly stop: () => Promise<void>;
}
