import type { ObjectRef, RoutingChange } from '@weir/shared';
import type { ManagedField } from '../resources/metadata.ts';
import { isRecord, type JsonRecord, listOf, ownValue, pointerSegment, recordOf, sameJson, textOf } from './json.ts';
import { authoredPart } from './yaml-diff.ts';

/**
 * W8: what somebody else changed between the object that the person saw and the live one, field by field, with who wrote
 * last and when (the newest entry of managedFields that is not about the status). The server's own metadata is left
 * out. `undefined` stands for an object that does not exist. Empty when nothing of meaning changed.
 */
export function compareRouting(
  before: unknown,
  after: unknown,
  ref: ObjectRef,
  managedFields: readonly ManagedField[] | undefined,
): RoutingChange[] {
  const writer = lastWriter(managedFields);
  return differences(authoredPart(before ?? undefined), authoredPart(after ?? undefined), '').map(
    ({ path, left, right }) => ({
      object: { apiVersion: ref.apiVersion, kind: ref.kind, namespace: ref.namespace, name: ref.name },
      path,
      ...(left === undefined ? {} : { before: left }),
      ...(right === undefined ? {} : { after: right }),
      manager: writer?.manager ?? null,
      time: writer?.time ?? null,
    }),
  );
}

function lastWriter(managedFields: unknown): { manager?: string; time?: string } | undefined {
  const entries = listOf(managedFields)
    .map(recordOf)
    .filter((entry) => entry.subresource !== 'status');
  let newest: JsonRecord | undefined;
  for (const entry of entries) if (newest === undefined || momentOf(entry) >= momentOf(newest)) newest = entry;
  if (newest === undefined) return undefined;
  const [manager, time] = [textOf(newest.manager), textOf(newest.time)];
  return { ...(manager === undefined ? {} : { manager }), ...(time === undefined ? {} : { time }) };
}

/** Milliseconds since the epoch; an entry without a readable time counts as oldest. */
function momentOf(entry: JsonRecord): number {
  const moment = Date.parse(textOf(entry.time) ?? '');
  return Number.isNaN(moment) ? Number.NEGATIVE_INFINITY : moment;
}

interface Difference {
  readonly path: string;
  readonly left: unknown;
  readonly right: unknown;
}

function differences(left: unknown, right: unknown, path: string): Difference[] {
  if (sameJson(left, right)) return [];
  if (isRecord(left) && isRecord(right)) {
    const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])];
    return keys.flatMap((key) =>
      differences(ownValue(left, key), ownValue(right, key), `${path}/${pointerSegment(key)}`),
    );
  }
  if (Array.isArray(left) && Array.isArray(right)) {
    const length = Math.max(left.length, right.length);
    return Array.from({ length }, (_, index) => differences(left[index], right[index], `${path}/${index}`)).flat();
  }
  return [{ path, left, right }];
}

/**
 * Whether the changes reach what an intent for the route stands on: its weights and destinations, or which requests it takes
 * (its match or name: a route put in above shifts all others). Then the person decides; otherwise the plan is rebased (W8).
 */
export function weightsTouched(changes: readonly RoutingChange[], routePath: string): boolean {
  const watched = [`${routePath}/route`, `${routePath}/match`, `${routePath}/name`];
  return changes.some(({ path }) =>
    watched.some((place) => path === place || path.startsWith(`${place}/`) || place.startsWith(`${path}/`)),
  );
}
