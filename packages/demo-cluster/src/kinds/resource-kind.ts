import type { StructSchema } from '../schema/schema.ts';

/** A kind that the cluster serves. */
export interface ResourceKind {
  readonly group: string;
  /** Served versions, the preferred one first. All have the same schema: objects are only relabelled. */
  readonly versions: readonly string[];
  /** The version that objects are kept in. */
  readonly storageVersion: string;
  readonly plural: string;
  readonly singular: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly verbs: readonly string[];
  /** Defined by a CustomResourceDefinition: no strategic merge patch, updates need a resourceVersion, items of lists name their kind. */
  readonly custom: boolean;
  readonly subresources: readonly ('status' | 'scale')[];
  /** Whether `metadata.generation` counts changes of the specification. */
  readonly counted: boolean;
  readonly schema: StructSchema;
}

/** `deployments.apps`, `pods`: how the API server names a kind in its messages, and the key of the kind's table. */
export const resourceName = (kind: { readonly group: string; readonly plural: string }): string =>
  kind.group === '' ? kind.plural : `${kind.plural}.${kind.group}`;

/** `apps/v1`, `v1`. */
export const apiVersionOf = (group: string, version: string): string =>
  group === '' ? version : `${group}/${version}`;

/** Group and version of an apiVersion. */
export function splitApiVersion(apiVersion: string): { readonly group: string; readonly version: string } {
  const slash = apiVersion.indexOf('/');
  return slash < 0
    ? { group: '', version: apiVersion }
    : { group: apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1) };
}
