import type { DestinationWeight, Finding } from '@weir/shared';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { type JsonRecord, recordOf } from '../json.ts';
import { planIntent } from '../plan-intent.ts';
import type { PlanContext, PlanDraft, PlanRefusal } from '../plan-types.ts';
import type { ServiceName } from '../read-routing.ts';
import { STAFF } from './fixtures.ts';

export const CONTEXT: PlanContext = { networkingVersion: 'v1' };

/** Plans one change of one route. */
export const plan = (
  snapshot: Snapshot,
  route: string | null,
  weights: readonly DestinationWeight[],
  service: ServiceName = STAFF,
  context: PlanContext = CONTEXT,
): PlanDraft | PlanRefusal =>
  planIntent(snapshot, service, { kind: 'weights', changes: [{ route, weights: [...weights] }] }, context);

/** The draft; fails with the refusal's words when there is none. */
export function drafted(result: PlanDraft | PlanRefusal): PlanDraft {
  if (result.kind === 'refused') throw new Error(`${result.code}: ${result.detail}`);
  return result;
}

/** The refusal; fails when a draft was made. */
export function refused(result: PlanDraft | PlanRefusal): PlanRefusal {
  if (result.kind === 'draft') throw new Error(`A draft was made of ${result.objects.length} objects`);
  return result;
}

export const findingOf = (draft: PlanDraft, rule: string): Finding | undefined =>
  draft.findings.find((finding) => finding.rule === rule);

/** The spec of the planned object of a kind, as it would be written. */
export const specOf = (draft: PlanDraft, kind: string): JsonRecord =>
  recordOf(recordOf(draft.objects.find((object) => object.kind === kind)?.after).spec);
