import type { PodCounts } from '@weir/shared';
import type { NodeDraft } from './draft.ts';

/** The pods of a node's workloads together; undefined for a node without a workload that is in the snapshot. */
export function podsOfNode(node: NodeDraft): PodCounts | undefined {
  if (node.workloads.length === 0) return undefined;
  const pods = { desired: 0, current: 0, ready: 0 };
  for (const { counts } of node.workloads) {
    pods.desired += counts.desired;
    pods.current += counts.current;
    pods.ready += counts.ready;
  }
  return pods;
}
