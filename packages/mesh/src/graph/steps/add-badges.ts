import type { Badge, Route } from '@weir/shared';
import { routeBadges } from '../badges/route-badges.ts';
import { trafficBadges } from '../badges/rule-badges.ts';
import { workloadBadges } from '../badges/workload-badges.ts';
import type { NodeDraft } from '../draft.ts';
import type { GraphContext } from '../graph-context.ts';
import { effectiveRoutes } from '../split/service-routes.ts';
import { gatewaysSelecting } from '../topology/gateway-index.ts';

/** Marks on nodes: what routing does to a service, what a workload lacks, what a gateway takes in, what is gone. */
export function addBadges(context: GraphContext): void {
  for (const node of context.draft.nodes.values()) {
    if (node.kind === 'box') continue;
    node.badges.push(...badgesOf(context, node));
  }
}

function badgesOf(context: GraphContext, node: NodeDraft): readonly Badge[] {
  if (node.deleted) {
    return [{ kind: 'deleted', detail: 'It has figures in this window, but does not exist any more.' }];
  }
  if (node.service !== undefined) {
    const routes: readonly Route[] = effectiveRoutes(context, node.service);
    return [...routeBadges(context, node.service, routes), ...trafficBadges(context, node.service)];
  }
  if (node.kind === 'gateway' || node.kind === 'waypoint') return gatewayBadges(context, node);
  return workloadBadges(context, node);
}

function gatewayBadges(context: GraphContext, node: NodeDraft): readonly Badge[] {
  const gateways = node.workloads.flatMap((workload) => gatewaysSelecting(context.gateways, workload.labels));
  const details = [...new Set(gateways)].map(
    ({ key, hosts }) => `Gateway ${key} takes in ${hosts.join(', ') || 'no host'}`,
  );
  if (node.kind === 'waypoint') return [{ kind: 'ambient', detail: 'A waypoint of the ambient mesh.' }];
  return [{ kind: 'gateway', detail: `${details.join('; ') || 'A gateway that no Gateway object configures'}.` }];
}
