import { ensureNode } from '../draft.ts';
import type { GraphContext } from '../graph-context.ts';
import { proxyKind, serviceIdentity, workloadIdentity } from '../node-identity.ts';

/**
 * Nodes of everything that stands in the requested namespaces, with or without traffic (G2, G3). A service graph holds
 * services and the proxies that stand alone; its workloads are their services.
 */
export function addTopology(context: GraphContext): void {
  for (const namespace of context.namespaces) {
    const topology = context.topology(namespace);
    if (topology === undefined) continue;
    for (const facts of topology.services.values()) ensureNode(context.draft, serviceIdentity(facts));
    for (const workload of topology.workloads.values()) {
      const proxy = proxyKind(workload, context.gateways);
      if (context.type === 'service' && proxy === undefined) continue;
      ensureNode(context.draft, workloadIdentity(workload, context.type, proxy));
    }
  }
}
