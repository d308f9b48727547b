import type { KubernetesObject, PlanDraft } from '@weir/mesh';
import type { DryRun, NeededPermission, Plan, PlannedObject } from '@weir/shared';
import { messageOf } from '../errors.ts';
import type { AccessReviewer } from '../ports/access-reviewer.ts';
import type { Caller } from '../ports/caller.ts';
import { ClusterError, type ClusterErrorKind, type ClusterWriter } from '../ports/cluster-writer.ts';
import { nameOf, refOf } from './live-objects.ts';
import { planDigest } from './plan-digest.ts';
import { READ_ONLY_REASON } from './session-service.ts';

export interface CompletionDependencies {
  readonly writer: ClusterWriter;
  readonly access: AccessReviewer;
  readonly readOnly: boolean;
}

/** Errors of a dry run that say that the plan was made of an outdated state. */
const OUTDATED: ReadonlySet<ClusterErrorKind> = new Set(['conflict', 'already-exists', 'not-found']);

export const isOutdated = (error: unknown): boolean => error instanceof ClusterError && OUTDATED.has(error.kind);

/** Writes one planned object, or only tries to. Rejects with a ClusterError. */
export const writePlanned = (
  writer: ClusterWriter,
  caller: Caller,
  planned: PlannedObject,
  dryRun: boolean,
): Promise<KubernetesObject> =>
  planned.operation === 'create'
    ? writer.create(caller, planned.after as KubernetesObject, { dryRun })
    : writer.patch(caller, refOf(planned), planned.patch, { dryRun });

/** The permissions that the plan needs, with the API server's answers; `null` where it did not answer. */
export async function reviewed(
  access: AccessReviewer,
  caller: Caller,
  permissions: PlanDraft['permissions'],
): Promise<readonly NeededPermission[]> {
  try {
    return await access.review(caller, permissions);
  } catch (error) {
    if (!(error instanceof ClusterError)) throw error;
    return permissions.map((permission) => ({ ...permission, allowed: null }));
  }
}

/** `patch destinationrules.networking.istio.io in bookinfo`, for sentences. */
export const permissionText = ({ verb, group, resource, namespace }: NeededPermission): string =>
  `${verb} ${resource}.${group} in ${namespace}`;

/** Completes a draft: permissions, dry run and digest (W7). Rejects with a ClusterError only when the dry run shows that the draft is outdated. */
export async function completed(
  { writer, access, readOnly }: CompletionDependencies,
  caller: Caller,
  draft: PlanDraft,
): Promise<Plan> {
  const permissions = await reviewed(access, caller, draft.permissions);
  return {
    digest: planDigest(draft.objects, draft.findings),
    objects: [...draft.objects],
    findings: [...draft.findings],
    permissions: [...permissions],
    dryRun: readOnly
      ? { state: 'skipped', detail: READ_ONLY_REASON }
      : await dryRun(writer, caller, draft.objects, permissions),
    effect: [...draft.effect],
    notes: [...draft.notes],
  };
}

async function dryRun(
  writer: ClusterWriter,
  caller: Caller,
  objects: readonly PlannedObject[],
  permissions: readonly NeededPermission[],
): Promise<DryRun> {
  const missing = permissions.filter(({ allowed }) => allowed === false).map(permissionText);
  if (missing.length > 0) return { state: 'skipped', detail: `You may not ${missing.join(', nor ')}.` };
  if (objects.length === 0) return { state: 'skipped', detail: 'There is nothing to write.' };
  // Each object is tried by itself: a VirtualService need not wait for the DestinationRule that comes before it.
  const results = await Promise.allSettled(objects.map((object) => writePlanned(writer, caller, object, true)));
  const failures = results.flatMap((result, index) => {
    const object = objects[index];
    return result.status === 'rejected' && object !== undefined ? [{ object, error: result.reason as unknown }] : [];
  });
  const outdated = failures.find(({ error }) => isOutdated(error));
  if (outdated !== undefined) throw outdated.error;
  if (failures.length === 0)
    return { state: 'passed', detail: `The API server accepts ${objects.map(nameOf).join(' and ')}.` };
  const detail = failures.map(({ object, error }) => `${nameOf(object)}: ${messageOf(error)}`).join(' ');
  return { state: failures.some(({ error }) => isVerdict(error)) ? 'failed' : 'skipped', detail };
}

/** Whether the API server judged the object; a missing permission or answer is no verdict. */
const isVerdict = (error: unknown): boolean =>
  !(error instanceof ClusterError) || !['forbidden', 'unreachable', 'rate-limited'].includes(error.kind);
