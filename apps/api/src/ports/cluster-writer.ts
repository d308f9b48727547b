import type { KubernetesObject } from '@weir/mesh';
import type { ObjectRef, PatchOperation } from '@weir/shared';
import type { Caller } from './caller.ts';

/** Why the API server did not do what was asked. */
export type ClusterErrorKind =
  | 'conflict'
  | 'already-exists'
  | 'not-found'
  | 'forbidden'
  | 'unauthenticated'
  | 'invalid'
  | 'rejected'
  | 'rate-limited'
  | 'unreachable'
  | 'internal';

/** An answer of the API server that is not a success. `rejected` is an admission webhook's no; `message` is the server's own text. */
export class ClusterError extends Error {
  readonly kind: ClusterErrorKind;
  readonly status: number;
  constructor(kind: ClusterErrorKind, status: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ClusterError';
    this.kind = kind;
    this.status = status;
  }
}

export interface WriteOptions {
  /** Full validation and admission, nothing stored. */
  readonly dryRun: boolean;
}

/** Live reads and writes as the person. Every method rejects with a ClusterError and nothing else. */
export interface ClusterWriter {
  /** The live object, or undefined when it does not exist. managedFields are reduced to manager, operation and time. */
  readonly get: (caller: Caller, ref: ObjectRef) => Promise<KubernetesObject | undefined>;
  readonly create: (caller: Caller, object: KubernetesObject, options: WriteOptions) => Promise<KubernetesObject>;
  /** A JSON Patch. A stale `/metadata/resourceVersion` in it is a `conflict`. */
  readonly patch: (
    caller: Caller,
    ref: ObjectRef,
    operations: readonly PatchOperation[],
    options: WriteOptions,
  ) => Promise<KubernetesObject>;
  /** Deletes only the named resourceVersion. */
  readonly delete: (caller: Caller, ref: ObjectRef, resourceVersion: string) => Promise<void>;
}
