import type { DestinationRule, KubernetesObject } from '@weir/mesh';
import type { PatchOperation, PlannedObject } from '@weir/shared';
import { messageOf } from '../errors.ts';
import type { Caller } from '../ports/caller.ts';
import type { Clock } from '../ports/clock.ts';
import type { ClusterSource } from '../ports/cluster-source.ts';
import { ClusterError, type ClusterWriter } from '../ports/cluster-writer.ts';
import { nameOf, refOf, snapshotObject } from './live-objects.ts';
import { writePlanned } from './plan-completion.ts';
import { watchShows } from './watch-arrival.ts';

/*
 * The order of writes (W6; Kubernetes has no transactions, and Weir does not pretend to have one):
 * 1. DestinationRules, 2. when one of them got a new subset: until the watch shows it, and then the settle time,
 * 3. the routes. When a step fails, 4. what was written before is taken back, but only where it is still ours.
 */

export interface WriteDependencies {
  readonly writer: ClusterWriter;
  readonly cluster: ClusterSource;
  readonly clock: Clock;
  readonly settleTimeMs: number;
}

export interface Written {
  readonly planned: PlannedObject;
  /** As the API server stored it. */
  readonly object: KubernetesObject;
}

/** An object that stays as Weir wrote it although a later write failed, and why. */
export interface LeftBehind extends Written {
  readonly reason: string;
}

/** An object that is again as it was before; `resourceVersion` is the one that it has now, null when it was deleted. */
export interface TakenBack {
  readonly planned: PlannedObject;
  readonly resourceVersion: string | null;
}

export type WriteOutcome =
  | { readonly kind: 'written'; readonly written: readonly Written[] }
  | {
      readonly kind: 'failed';
      readonly error: unknown;
      /** The object whose write failed, or before which the waiting failed. */
      readonly failed: PlannedObject;
      readonly reverted: readonly TakenBack[];
      readonly left: readonly LeftBehind[];
      /** Never tried. */
      readonly notTried: readonly PlannedObject[];
      /** The API server did not answer: whether the failed object was written is not known. */
      readonly unanswered: boolean;
    };

const UNKNOWN_OUTCOME = 'the outcome of the next write is not known';

const isUnanswered = (error: unknown): boolean =>
  error instanceof ClusterError &&
  (error.kind === 'unreachable' || (error.kind === 'internal' && error.status !== NO_REQUEST));

/** The status of an error that no request was made for. */
const NO_REQUEST = 0;

/** How long the watch may take to show a write. Usually it is some milliseconds. */
const WATCH_TIMEOUT_MS = 10_000;

const isRule = ({ kind }: PlannedObject): boolean => kind === 'DestinationRule';

/** Writes a plan's objects in the order that keeps traffic flowing. Never rejects. */
export async function writeAll(
  dependencies: WriteDependencies,
  caller: Caller,
  objects: readonly PlannedObject[],
): Promise<WriteOutcome> {
  const ordered = inWriteOrder(objects);
  const written: Written[] = [];
  for (const [index, planned] of ordered.entries()) {
    try {
      if (!isRule(planned)) await subsetsSettled(dependencies, written);
      written.push({ planned, object: await writePlanned(dependencies.writer, caller, planned, false) });
    } catch (error) {
      const unanswered = isUnanswered(error);
      // Routes that perhaps were written would need these subsets.
      const keep = () => ({ reverted: [], left: written.map((item) => ({ ...item, reason: UNKNOWN_OUTCOME })) });
      const { reverted, left } = unanswered ? keep() : await revert(dependencies.writer, caller, written);
      return { kind: 'failed', error, failed: planned, reverted, left, notTried: ordered.slice(index + 1), unanswered };
    }
  }
  return { kind: 'written', written };
}

/** DestinationRules first, otherwise as planned. */
export const inWriteOrder = (objects: readonly PlannedObject[]): readonly PlannedObject[] => [
  ...objects.filter(isRule),
  ...objects.filter((object) => !isRule(object)),
];

/** Waits after new subsets, once: before the first object that is not a DestinationRule. */
async function subsetsSettled(
  { cluster, clock, settleTimeMs }: WriteDependencies,
  written: readonly Written[],
): Promise<void> {
  if (!written.every(({ planned }) => isRule(planned))) return;
  const rules = written.filter(({ planned }) => addsSubsets(planned));
  for (const rule of rules) {
    const shown = await watchShows(
      cluster,
      clock,
      (snapshot) => shows(snapshotObject(snapshot, rule.planned), rule),
      WATCH_TIMEOUT_MS,
    );
    if (!shown) {
      const seconds = WATCH_TIMEOUT_MS / 1000;
      throw new ClusterError(
        'internal',
        NO_REQUEST,
        `The watch did not show ${nameOf(rule.planned)} within ${seconds} s.`,
      );
    }
  }
  if (rules.length > 0) await clock.sleep(settleTimeMs);
}

const addsSubsets = ({ operation, patch }: PlannedObject): boolean =>
  operation === 'create' || patch.some(({ path }) => path === '/spec/subsets' || path.startsWith('/spec/subsets/'));

/** Exactly what was written, or a later version that still has all of its subsets. */
function shows(seen: KubernetesObject | undefined, { object }: Written): boolean {
  if (seen === undefined) return false;
  if (seen.metadata.resourceVersion === object.metadata.resourceVersion) return true;
  const names = new Set(subsetsOf(seen).map(({ name }) => name));
  return subsetsOf(object).every(({ name }) => names.has(name));
}

const subsetsOf = (object: KubernetesObject) => (object as DestinationRule).spec?.subsets ?? [];

/** Takes back what was written, the last first, each only while its resourceVersion is still the one that was written. */
async function revert(
  writer: ClusterWriter,
  caller: Caller,
  written: readonly Written[],
): Promise<{ reverted: TakenBack[]; left: LeftBehind[] }> {
  const reverted: TakenBack[] = [];
  const left: LeftBehind[] = [];
  for (const item of written.toReversed()) {
    try {
      reverted.push(await takeBack(writer, caller, item));
    } catch (error) {
      left.push({ ...item, reason: whyLeft(error) });
    }
  }
  return { reverted, left };
}

async function takeBack(writer: ClusterWriter, caller: Caller, { planned, object }: Written): Promise<TakenBack> {
  const { resourceVersion } = object.metadata;
  if (resourceVersion === undefined)
    throw new ClusterError('internal', NO_REQUEST, 'The API server gave it no resourceVersion.');
  if (planned.operation === 'create') {
    await writer.delete(caller, refOf(planned), resourceVersion);
    return { planned, resourceVersion: null };
  }
  const operations = inverseOf(planned, resourceVersion);
  const restored = await writer.patch(caller, refOf(planned), operations, { dryRun: false });
  return { planned, resourceVersion: restored.metadata.resourceVersion ?? null };
}

function whyLeft(error: unknown): string {
  if (error instanceof ClusterError && (error.kind === 'conflict' || error.kind === 'not-found')) {
    return 'somebody else changed it in the meantime';
  }
  return messageOf(error);
}

/** What a patch may touch, to be put back as it was. */
const ROOTS = ['/spec', '/metadata/labels', '/metadata/annotations'] as const;

/** The patch that puts back what a patch changed, guarded by the version that was written. */
export function inverseOf(planned: PlannedObject, resourceVersion: string): PatchOperation[] {
  const touched = ROOTS.filter((root) =>
    planned.patch.some(({ path }) => path === root || path.startsWith(`${root}/`)),
  );
  const restore = touched.map((root): PatchOperation => {
    const value = valueAt(planned.before, root);
    return value === undefined ? { op: 'remove', path: root } : { op: 'add', path: root, value };
  });
  return [{ op: 'replace', path: '/metadata/resourceVersion', value: resourceVersion }, ...restore];
}

function valueAt(document: unknown, pointer: string): unknown {
  return pointer
    .slice(1)
    .split('/')
    .reduce<unknown>(
      (value, key) =>
        typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined,
      document,
    );
}
