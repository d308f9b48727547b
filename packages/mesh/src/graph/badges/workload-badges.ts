import type { Badge } from '@weir/shared';
import { counted } from '../../stats/significant.ts';
import type { NodeDraft } from '../draft.ts';
import type { GraphContext } from '../graph-context.ts';
import type { WorkloadFacts } from '../topology/workload-facts.ts';

/** What a workload lacks to be seen and routed (G1), each with what to do. The control plane needs no sidecar. */
export function workloadBadges(context: GraphContext, node: NodeDraft): readonly Badge[] {
  if (node.workloads.length === 0) return [];
  const badges: Badge[] = [];
  const sidecar = node.namespace === context.snapshot.mesh.rootNamespace ? undefined : sidecarBadge(node.workloads);
  if (sidecar !== undefined) badges.push(sidecar);
  const withoutApp = node.workloads.filter((workload) => workload.app === undefined);
  if (withoutApp.length > 0) {
    const detail = `No label ${context.labelNames.app.join(', ')} on the pods of ${names(withoutApp)}: drawn under the workload's name.`;
    badges.push({ kind: 'missing-app-label', detail });
  }
  const withoutVersion = node.workloads.filter((workload) => workload.version === undefined);
  if (withoutVersion.length > 0 && context.type !== 'app') {
    const detail = `No label ${context.labelNames.version.join(', ')} on the pods of ${names(withoutVersion)}: its version can't be told apart.`;
    badges.push({ kind: 'missing-version-label', detail });
  }
  return badges;
}

function sidecarBadge(workloads: readonly WorkloadFacts[]): Badge | undefined {
  const ambient = workloads.filter((workload) => workload.ambient && workload.sidecars === 0);
  const bare = workloads.filter((workload) => !workload.ambient && workload.sidecars < workload.pods.length);
  if (bare.length > 0) {
    const pods = bare.reduce((sum, workload) => sum + workload.pods.length, 0);
    const missing = pods - bare.reduce((sum, workload) => sum + workload.sidecars, 0);
    const which = missing === pods ? counted(pods, 'pod') : `${missing} of ${counted(pods, 'pod')}`;
    return {
      kind: 'missing-sidecar',
      detail: `No sidecar in ${which} of ${names(bare)}: Istio neither routes nor measures there.`,
    };
  }
  return ambient.length > 0 ? { kind: 'ambient', detail: 'In the ambient mesh, without a sidecar.' } : undefined;
}

const names = (workloads: readonly WorkloadFacts[]): string =>
  workloads
    .map((workload) => workload.name)
    .sort()
    .join(', ');
