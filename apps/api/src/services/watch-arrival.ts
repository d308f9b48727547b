import type { Snapshot } from '@weir/mesh';
import type { Clock } from '../ports/clock.ts';
import type { ClusterSource } from '../ports/cluster-source.ts';

/** Waits until the cluster's snapshot fulfils the condition; false when it did not within the time. */
export async function watchShows(
  cluster: ClusterSource,
  clock: Clock,
  condition: (snapshot: Snapshot) => boolean,
  timeoutMs: number,
): Promise<boolean> {
  const holds = () => {
    const snapshot = cluster.snapshot();
    return snapshot !== undefined && condition(snapshot);
  };
  if (holds()) return true;
  const arrived = new AbortController();
  const stop = cluster.onChange(() => {
    if (holds()) arrived.abort();
  });
  await clock.sleep(timeoutMs, arrived.signal);
  stop();
  return holds();
}
