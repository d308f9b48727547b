import type { Finding, NeededPermission, ObjectVersionRef, Plan, PlannedObject } from '@weir/shared';
import { fromClusterError, messageOf, WeirError } from '../errors.ts';
import { nameOf, refOf } from './live-objects.ts';
import { permissionText } from './plan-completion.ts';
import type { WriteOutcome, Written } from './routing-writes.ts';

const NOTHING = 'Nothing was written.';

/** Only routing objects may be named in `expect`: it is read as the person, and must not be a way to anything else. */
export function assertRoutingKinds(expect: readonly ObjectVersionRef[]): void {
  const other = expect.find(
    ({ apiVersion, kind }) =>
      !apiVersion.startsWith('networking.istio.io/') || (kind !== 'VirtualService' && kind !== 'DestinationRule'),
  );
  if (other === undefined) return;
  throw new WeirError(
    'invalid-request',
    `expect names ${nameOf(other)} of ${other.apiVersion}, which is no routing object.`,
    {
      notDone: NOTHING,
      remedy: 'Send the objects of the plan, and nothing else.',
    },
  );
}

/** Throws `blocked-by-finding` or `not-acknowledged` where the plan's findings forbid it (W7). */
export function assertFindingsAllow(findings: readonly Finding[], acknowledged: readonly string[]): void {
  const blocking = findings.filter((finding) => finding.blocking);
  if (blocking.length > 0) {
    throw new WeirError('blocked-by-finding', blocking.map(({ title, message }) => `${title}: ${message}`).join(' '), {
      notDone: NOTHING,
      remedy: blocking.map(({ remedy }) => remedy).join(' '),
      extension: { findings: blocking },
    });
  }
  const open = findings.filter(({ id, needsAcknowledgement }) => needsAcknowledgement && !acknowledged.includes(id));
  if (open.length === 0) return;
  throw new WeirError('not-acknowledged', open.map(({ title, message }) => `${title}: ${message}`).join(' '), {
    notDone: NOTHING,
    remedy: `Decide knowingly, and send in acknowledged: ${open.map(({ id }) => id).join(', ')}`,
    extension: { findings: open },
  });
}

/** Throws `forbidden`, naming what is missing, where the API server said no. */
export function assertPermitted(permissions: readonly NeededPermission[]): void {
  const missing = permissions.filter(({ allowed }) => allowed === false).map(permissionText);
  if (missing.length === 0) return;
  throw new WeirError('forbidden', `You may not ${missing.join(', nor ')}.`, {
    notDone: NOTHING,
    remedy: "Ask the cluster's administrator for these permissions.",
  });
}

/** The answer to a dry run that the API server refused. */
export const dryRunRefusal = (error: unknown, object: PlannedObject): unknown =>
  fromClusterError(error, `The API server refuses ${nameOf(object)} in a dry run`, NOTHING);

type Failure = Extract<WriteOutcome, { kind: 'failed' }>;

/** The answer to writes that failed after at least one was done: exactly what stands now, and what does not (W6). */
export function partlyApplied(failure: Failure): WeirError {
  const { error, failed, reverted, left, notTried, unanswered } = failure;
  const stays = left.map(({ planned, reason }) => `${nameOf(planned)} stays as Weir wrote it (${reason}).`);
  const back = reverted.map(({ planned }) => `${nameOf(planned)} was written and taken back.`);
  const notWritten = unanswered ? notTried : [failed, ...notTried];
  return new WeirError('partly-applied', [`${nameOf(failed)}: ${messageOf(error)}`, ...stays, ...back].join(' '), {
    notDone: [
      ...(unanswered ? [`Whether ${nameOf(failed)} was written is not known.`] : []),
      ...(notWritten.length > 0 ? [`Not written: ${notWritten.map(nameOf).join(', ')}.`] : []),
    ].join(' '),
    remedy:
      left.length === 0
        ? 'The routing is as it was before. Mend the cause, then apply again.'
        : 'Subsets that no route refers to are harmless. Mend the cause, then apply again.',
    extension: {
      applied: left.map((item) => ({ ...versionOf(item), reason: item.reason })),
      reverted: reverted.map(({ planned, resourceVersion }) => ({ ...refOf(planned), resourceVersion })),
      notApplied: notWritten.map(refOf),
      unknown: unanswered ? [refOf(failed)] : [],
    },
    cause: error,
  });
}

export const versionOf = ({ planned, object }: Written) => ({
  ...refOf(planned),
  resourceVersion: object.metadata.resourceVersion ?? null,
  operation: planned.operation,
});

/** In which words a plan is another one although no object changed: its findings. */
export const newFindings = (plan: Plan | null): string => {
  const titles = (plan?.findings ?? []).map(({ title }) => title);
  return titles.length === 0 ? '' : ` Its findings now: ${titles.join('; ')}.`;
};
