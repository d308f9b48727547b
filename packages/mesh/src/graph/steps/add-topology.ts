import { ensureNode } from '../draft.ts';
import type { GraphContext } from '../graph-context.ts';

/**
 * Nodes of everything that stands in the requested namespaces, with or without traffic (G2, G3). A service graph holds
 * services and the proxies that stand alone; its workloads are their services.
 */
export function addTopology(context: GraphContext): void {
  for (const namespace of context.namespaces) {
    const topology = context.topology(namespace);
    if (topology === undefined) continue;
    for (const facts of topology.services.values()) ensureNode(context.draft, context.nodeOfService(facts));
    for (const workload of topology.workloads.values()) {
      if (context.type === 'service' && context.proxyOf(workload) === undefined) continue;
      ensureNode(context.draft, context.nodeOf(workload));
    }
  }
}
