import type { Finding } from '@weir/shared';
import { callerCannotSee } from './caller-cannot-see.ts';
import { faultedRoute } from './faulted-route.ts';
import { gatewayRouteNotChanged } from './gateway-route-not-changed.ts';
import { helmRelease } from './helm-release.ts';
import { ignoredVirtualService } from './ignored-virtual-service.ts';
import { kubectlApply } from './kubectl-apply.ts';
import { managedByGitops } from './managed-by-gitops.ts';
import { mirroredRoute } from './mirrored-route.ts';
import { missingSubset } from './missing-subset.ts';
import type { PlanCheckInput, PlanRule } from './plan-rule.ts';
import { podsWithoutVersion } from './pods-without-version.ts';
import { routeWithoutEffect } from './route-without-effect.ts';
import { rulesDifferByCaller } from './rules-differ-by-caller.ts';
import { sessionAffinityWithWeights } from './session-affinity-with-weights.ts';
import { shortHostOtherNamespace } from './short-host-other-namespace.ts';
import { subsetSelectsSeveralVersions } from './subset-selects-several-versions.ts';
import { versionWithoutReadyPods } from './version-without-ready-pods.ts';
import { weightsNot100 } from './weights-not-100.ts';

/** Every rule about plans, in the order in which findings are shown: what blocks, what needs a choice, the rest. */
export const PLAN_RULES: readonly PlanRule[] = [
  versionWithoutReadyPods,
  missingSubset,
  callerCannotSee,
  rulesDifferByCaller,
  managedByGitops,
  routeWithoutEffect,
  ignoredVirtualService,
  sessionAffinityWithWeights,
  podsWithoutVersion,
  shortHostOtherNamespace,
  subsetSelectsSeveralVersions,
  gatewayRouteNotChanged,
  faultedRoute,
  mirroredRoute,
  weightsNot100,
  helmRelease,
  kubectlApply,
];

/** What a person should know about a plan before it is applied (C1, W7). Deterministic. */
export function checkPlan(input: PlanCheckInput): Finding[] {
  return PLAN_RULES.flatMap((rule) =>
    rule.check(input).map(({ subject, ...draft }) => ({
      id: `${rule.id}:${subject}`,
      rule: rule.id,
      blocking: false,
      needsAcknowledgement: false,
      ...draft,
    })),
  );
}
