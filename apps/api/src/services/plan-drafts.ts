import { type PlanDraft, planIntent, type Snapshot } from '@weir/mesh';
import type { Intent, ObjectRef } from '@weir/shared';
import { WeirError } from '../errors.ts';
import type { Caller } from '../ports/caller.ts';
import type { ClusterSource } from '../ports/cluster-source.ts';
import type { ClusterWriter } from '../ports/cluster-writer.ts';
import { type LiveObjects, readLive, refKey, withLive } from './live-objects.ts';
import { requireService, type ServiceName } from './require-snapshot.ts';

export interface Wish {
  readonly caller: Caller;
  readonly service: ServiceName;
  readonly intent: Intent;
  readonly ratePerSecond?: number | undefined;
}

export interface LiveDraft {
  readonly draft: PlanDraft;
  readonly live: LiveObjects;
}

/** A plan can lead to objects that were not read yet, and these to others; more rounds than this mean a fault. */
const MAX_ROUNDS = 4;

/** The intent as a draft on this snapshot. Throws a WeirError where the intent is refused. */
export function draftOn(snapshot: Snapshot, cluster: ClusterSource, wish: Wish): PlanDraft {
  requireService(snapshot, wish.caller, wish.service);
  const { networkingVersion } = cluster.info();
  if (networkingVersion === undefined) {
    throw new WeirError('not-found', "This cluster does not serve Istio's routing kinds (networking.istio.io).", {
      notDone: 'Nothing was planned.',
      remedy: "Install Istio's custom resource definitions. Weir sees them by itself.",
    });
  }
  const planned = planIntent(snapshot, wish.service, wish.intent, {
    networkingVersion,
    ...(wish.ratePerSecond === undefined ? {} : { ratePerSecond: wish.ratePerSecond }),
  });
  if (planned.kind === 'draft') return planned;
  throw new WeirError(planned.code, planned.detail, { notDone: 'Nothing was planned.', remedy: planned.remedy });
}

/**
 * The draft on the snapshot with live objects in it: `refs`, and whatever the plan touches, read as the person. Rejects
 * with a ClusterError, or with a WeirError where the intent is refused.
 */
export async function draftOnLive(
  snapshot: Snapshot,
  cluster: ClusterSource,
  writer: ClusterWriter,
  wish: Wish,
  read: LiveObjects,
): Promise<LiveDraft> {
  let live = read;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const draft = draftOn(withLive(snapshot, live), cluster, wish);
    const missing = draft.objects.filter((object: ObjectRef) => !live.has(refKey(object)));
    if (missing.length === 0) return { draft, live };
    live = new Map([...live, ...(await readLive(writer, wish.caller, missing))]);
  }
  throw new WeirError('routing-changed', 'The routing changes faster than it can be planned.', {
    notDone: 'Nothing was written.',
    remedy: 'Wait until whoever changes it is done, then try again.',
  });
}
