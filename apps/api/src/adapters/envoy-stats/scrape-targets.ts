import { hasSidecar, isPodFinished, type Pod, type Snapshot } from '@weir/mesh';

/** One proxy to read. */
export interface ScrapeTarget {
  readonly namespace: string;
  readonly pod: string;
  /** Names the pod for good: one that comes back under the same name counts from zero. */
  readonly key: string;
  /** When its counters were zero at the latest; undefined when the cluster does not say. */
  readonly startedMs: number | undefined;
}

/**
 * The proxies of the namespaces that somebody looks at, and the gateways of the mesh's root namespace, which report the traffic
 * that enters. In the order of their names.
 */
export function scrapeTargets(snapshot: Snapshot, namespaces: ReadonlySet<string>): readonly ScrapeTarget[] {
  if (namespaces.size === 0) return [];
  const targets: ScrapeTarget[] = [];
  for (const name of new Set([...namespaces, snapshot.mesh.rootNamespace])) {
    for (const pod of snapshot.slices.get(name)?.pods.values() ?? []) {
      if (hasSidecar(pod) && isReachable(pod)) targets.push(targetOf(name, pod));
    }
  }
  return targets;
}

/** Running, or not saying: a pod that is being created has no address yet. */
const isReachable = (pod: Pod): boolean =>
  !isPodFinished(pod) && pod.status?.phase !== 'Pending' && pod.status?.podIP !== undefined && pod.status.podIP !== '';

function targetOf(namespace: string, pod: Pod): ScrapeTarget {
  const { name, uid, creationTimestamp } = pod.metadata;
  const startedMs = creationTimestamp === undefined ? Number.NaN : Date.parse(creationTimestamp);
  return {
    namespace,
    pod: name,
    key: `${namespace}/${name}/${uid ?? ''}`,
    startedMs: Number.isNaN(startedMs) ? undefined : startedMs,
  };
}

/** The namespace of a target's key. */
export const namespaceOfKey = (key: string): string => key.slice(0, key.indexOf('/'));
