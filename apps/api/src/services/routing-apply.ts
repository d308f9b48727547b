import type { PlanDraft } from '@weir/mesh';
import type { ApplyRequest, ApplyResult, ObjectVersionRef, Plan, RoutingChanged } from '@weir/shared';
import { fromClusterError, WeirError } from '../errors.ts';
import type { Caller } from '../ports/caller.ts';
import {
  assertFindingsAllow,
  assertPermitted,
  assertRoutingKinds,
  dryRunRefusal,
  newFindings,
  partlyApplied,
  versionOf,
} from './apply-refusals.ts';
import { type LiveObjects, nameOf, readLive, refKey, refOf } from './live-objects.ts';
import { type CompletionDependencies, completed, isOutdated, reviewed, writePlanned } from './plan-completion.ts';
import { planDigest } from './plan-digest.ts';
import { draftOnLive, type Wish } from './plan-drafts.ts';
import { requireService, requireSnapshot, type ServiceName } from './require-snapshot.ts';
import { changesSince, type FindSeen, touchesWeights, unseen } from './routing-conflict.ts';
import { inWriteOrder, type TakenBack, type WriteDependencies, type WriteOutcome, writeAll } from './routing-writes.ts';

export interface ApplyDependencies extends CompletionDependencies, WriteDependencies {
  readonly findSeen: FindSeen;
}

const NOTHING = 'Nothing was written.';

/*
 * How a change is applied (DESIGN A, W6 to W8):
 * 1. read every object concerned live, as the person, and plan the same intent again on them;
 * 2. anything differs from what the person saw: 409 with what changed and the plan as it would be now;
 * 3. findings, permissions, and a dry run of every object;
 * 4. the writes, in order; 5. a conflict there is again a 409.
 */
export async function applyIntent(
  dependencies: ApplyDependencies,
  caller: Caller,
  service: ServiceName,
  request: ApplyRequest,
): Promise<ApplyResult> {
  assertRoutingKinds(request.expect);
  const wish: Wish = { caller, service, intent: request.intent };
  requireService(requireSnapshot(dependencies.cluster), caller, service);

  const { live, draft, refusal } = await planAgain(dependencies, wish, request.expect);
  if (draft === undefined || differs(draft, live, request)) {
    // A refusal of an intent that nobody else's change explains is the answer itself.
    if (refusal !== undefined && changesSince(request.expect, live, dependencies.findSeen).length === 0) throw refusal;
    throw await routingChanged(dependencies, wish, request.expect, { live, draft, refusal });
  }

  assertFindingsAllow(draft.findings, request.acknowledged);
  assertPermitted(await reviewed(dependencies.access, caller, draft.permissions));
  await dryRunAll(dependencies, wish, request.expect, draft);

  const outcome = await writeAll(dependencies, caller, draft.objects);
  if (outcome.kind === 'failed') throw await writeFailure(dependencies, wish, request.expect, outcome);
  return { applied: outcome.written.map(versionOf), historyId: null };
}

interface Again {
  readonly live: LiveObjects;
  readonly draft: PlanDraft | undefined;
  /** Why there is no draft. */
  readonly refusal: WeirError | undefined;
}

async function planAgain(
  { cluster, writer }: ApplyDependencies,
  wish: Wish,
  expect: readonly ObjectVersionRef[],
): Promise<Again> {
  const read = await readLive(writer, wish.caller, expect).catch((error: unknown) => {
    throw fromClusterError(error, 'The routing objects could not be read', NOTHING);
  });
  try {
    const { draft, live } = await draftOnLive(requireSnapshot(cluster), cluster, writer, wish, read);
    return { live, draft, refusal: undefined };
  } catch (error) {
    if (error instanceof WeirError) return { live: read, draft: undefined, refusal: error };
    throw fromClusterError(error, 'The routing objects could not be read', NOTHING);
  }
}

function differs(draft: PlanDraft, live: LiveObjects, { expect, digest }: ApplyRequest): boolean {
  const moved = expect.some(
    (ref) => (live.get(refKey(ref))?.object?.metadata.resourceVersion ?? null) !== ref.resourceVersion,
  );
  return moved || unseen(draft.objects, expect).length > 0 || planDigest(draft.objects, draft.findings) !== digest;
}

/** The 409: what somebody else changed, who and when, and the plan of the same intent on what is there now (W8). */
async function routingChanged(
  dependencies: ApplyDependencies,
  wish: Wish,
  expect: readonly ObjectVersionRef[],
  { live, draft, refusal }: Again,
): Promise<WeirError> {
  const planned = (draft?.objects ?? []).filter((object) => !expect.some((ref) => refKey(ref) === refKey(object)));
  const appeared = planned.map((object) => ({ ...refOf(object), resourceVersion: null }));
  const changed = changesSince([...expect, ...appeared], live, dependencies.findSeen);
  const plan = draft === undefined ? null : await planOrNull(dependencies, wish, draft);
  const extension: RoutingChanged = {
    changed: [...changed],
    weightsTouched: touchesWeights(changed, wish.intent),
    plan,
  };
  return new WeirError('routing-changed', whatChanged(extension), {
    notDone: NOTHING,
    remedy:
      refusal === undefined
        ? 'Look at what changed and at the new plan, then decide.'
        : `${refusal.message} Choose again.`,
    extension: { ...extension },
  });
}

/** The rebased plan. When it is outdated again already, the next look gives the next one. */
async function planOrNull(dependencies: ApplyDependencies, wish: Wish, draft: PlanDraft): Promise<Plan | null> {
  try {
    return await completed(dependencies, wish.caller, draft);
  } catch (error) {
    if (isOutdated(error)) return null;
    throw error;
  }
}

function whatChanged({ changed, plan }: RoutingChanged): string {
  if (changed.length === 0) return `The plan is not the one that you saw.${newFindings(plan)}`;
  const objects = [...new Set(changed.map(({ object }) => nameOf(object)))].join(', ');
  const managers = [...new Set(changed.map(({ manager }) => manager))].filter((manager) => manager !== null);
  return `${objects} changed since you saw it${managers.length === 0 ? '' : `, by ${managers.join(', ')}`}.`;
}

/** All dry runs come before the first write. */
async function dryRunAll(
  dependencies: ApplyDependencies,
  wish: Wish,
  expect: readonly ObjectVersionRef[],
  draft: PlanDraft,
): Promise<void> {
  const objects = inWriteOrder(draft.objects);
  const results = await Promise.allSettled(
    objects.map((object) => writePlanned(dependencies.writer, wish.caller, object, true)),
  );
  for (const [index, result] of results.entries()) {
    const object = objects[index];
    if (result.status === 'fulfilled' || object === undefined) continue;
    if (isOutdated(result.reason)) throw await changedMeanwhile(dependencies, wish, expect, result.reason);
    throw dryRunRefusal(result.reason, object);
  }
}

/** The answer to a conflict of the API server itself: the same as when the change had been seen beforehand. */
async function changedMeanwhile(
  dependencies: ApplyDependencies,
  wish: Wish,
  expect: readonly ObjectVersionRef[],
  conflict: unknown,
): Promise<unknown> {
  const again = await planAgain(dependencies, wish, expect);
  const changed = await routingChanged(dependencies, wish, expect, again);
  const same = changesSince(expect, again.live, dependencies.findSeen).length === 0;
  // Nothing that the plan rests on changed, and still the API server refuses: its own words say more.
  return same ? fromClusterError(conflict, 'The API server refuses the change', NOTHING) : changed;
}

async function writeFailure(
  dependencies: ApplyDependencies,
  wish: Wish,
  expect: readonly ObjectVersionRef[],
  failure: Extract<WriteOutcome, { kind: 'failed' }>,
): Promise<unknown> {
  const { error, failed, reverted, left, unanswered } = failure;
  if (left.length === 0 && isOutdated(error)) {
    return changedMeanwhile(dependencies, wish, afterTakingBack(expect, reverted), error);
  }
  if (left.length + reverted.length > 0) return partlyApplied(failure);
  const notDone = unanswered ? `Whether ${nameOf(failed)} was written is not known.` : NOTHING;
  return fromClusterError(error, `${nameOf(failed)} was not accepted`, notDone);
}

/** What Weir itself wrote and took back has a new version, which is nobody else's change. */
function afterTakingBack(expect: readonly ObjectVersionRef[], reverted: readonly TakenBack[]): ObjectVersionRef[] {
  const versions = new Map(reverted.map(({ planned, resourceVersion }) => [refKey(planned), resourceVersion]));
  return expect.map((ref) => ({ ...ref, resourceVersion: versions.get(refKey(ref)) ?? ref.resourceVersion }));
}
