import type { KubernetesObject } from '@weir/mesh';
import type { ObjectVersionRef } from '@weir/shared';
import { createBoundedMap } from './bounded-map.ts';
import type { ChangedRoutingObject } from './routing-changes.ts';

/** Earlier versions of routing objects, so that a conflict can say what changed since the version that a person saw (W8). */
export interface SeenVersions {
  /** Keeps the versions that these changes replaced. */
  readonly keep: (changes: readonly ChangedRoutingObject[]) => void;
  /** The version that the reference names, when it is still known. */
  readonly find: (ref: ObjectVersionRef) => KubernetesObject | undefined;
}

/** One object is a few kilobytes: 2,000 superseded versions stay below some 10 MB. */
const KEPT_VERSIONS = 2000;

export function createSeenVersions(): SeenVersions {
  const versions = createBoundedMap<KubernetesObject>(KEPT_VERSIONS);
  const key = (kind: string, namespace: string, name: string, version: string) =>
    `${kind}/${namespace}/${name}@${version}`;
  return {
    keep: (changes) => {
      for (const { before } of changes) {
        const version = before?.metadata.resourceVersion;
        if (before === undefined || version === undefined) continue;
        versions.set(key(before.kind, before.metadata.namespace ?? 'default', before.metadata.name, version), before);
      }
    },
    find: ({ kind, namespace, name, resourceVersion }) =>
      resourceVersion === null ? undefined : versions.get(key(kind, namespace, name, resourceVersion)),
  };
}
