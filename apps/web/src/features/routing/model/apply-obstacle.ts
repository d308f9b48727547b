import type { Plan } from '@weir/shared';

/** Why a plan cannot be applied as it is, as the button says it; undefined when it can (W7). */
export function planObstacle(plan: Plan, acknowledged: ReadonlySet<string>): string | undefined {
  if (plan.objects.length === 0) return 'Nothing would change';
  if (plan.findings.some((finding) => finding.blocking)) return 'A finding blocks this change';
  if (plan.findings.some((finding) => finding.needsAcknowledgement && !acknowledged.has(finding.id))) {
    return 'A finding needs your explicit choice';
  }
  if (plan.permissions.some((permission) => permission.allowed === false)) {
    return 'You may not write these objects: see Permissions';
  }
  return plan.dryRun.state === 'failed' ? 'The API server refused the dry run' : undefined;
}

/** The findings that stay in sight under every tab: all but mere information. */
export const standingFindings = (plan: Plan | undefined): Plan['findings'] =>
  (plan?.findings ?? []).filter(
    (finding) => finding.severity !== 'info' || finding.needsAcknowledgement || finding.blocking,
  );
