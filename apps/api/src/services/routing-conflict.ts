import { compareRouting, type KubernetesObject, weightsTouched } from '@weir/mesh';
import { type Intent, type ObjectRef, type ObjectVersionRef, type RoutingChange, routeId } from '@weir/shared';
import { type LiveObjects, refKey, refOf } from './live-objects.ts';

/** Finds the version that a person saw; undefined when it is not known any more. */
export type FindSeen = (ref: ObjectVersionRef) => KubernetesObject | undefined;

/** What is otherwise than the person saw it, field by field where the version that they saw is still known (W8). */
export function changesSince(
  expect: readonly ObjectVersionRef[],
  live: LiveObjects,
  findSeen: FindSeen,
): readonly RoutingChange[] {
  return expect.flatMap((expected) => {
    const object = live.get(refKey(expected))?.object;
    if ((object?.metadata.resourceVersion ?? null) === expected.resourceVersion) return [];
    return changesOf(expected, object, findSeen(expected));
  });
}

function changesOf(
  expected: ObjectVersionRef,
  live: KubernetesObject | undefined,
  seen: KubernetesObject | undefined,
): readonly RoutingChange[] {
  const ref = refOf(expected);
  const changes = compareRouting(seen, live, ref, live?.metadata.managedFields);
  const unknown = seen === undefined && expected.resourceVersion !== null;
  if (!unknown && changes.length > 0) return changes;
  const [writer] = compareRouting(undefined, live, ref, live?.metadata.managedFields);
  const by = { manager: writer?.manager ?? null, time: writer?.time ?? null };
  // Without the version that the person saw, all of it may be otherwise.
  if (unknown) return [{ object: ref, path: '', ...by }];
  // Nothing of meaning is: still another version than the plan is made of, and told as such.
  const [before, after] = [expected.resourceVersion, live?.metadata.resourceVersion];
  return [{ object: ref, path: '/metadata/resourceVersion', before, after, ...by }];
}

/**
 * Whether the weights that the intent sets are among the changes. A change whose extent is not known (a version that is
 * not known any more, a list that was replaced) touches them: unknown is never a no.
 */
export function touchesWeights(changed: readonly RoutingChange[], intent: Intent): boolean {
  return intent.changes.some(({ route }) => changed.some((change) => touchesRoute(change, route)));
}

function touchesRoute(change: RoutingChange, route: string | null): boolean {
  const { object } = change;
  // The route is yet to be made: any other routing of the service concerns it.
  if (route === null) return object.kind === 'VirtualService';
  const prefix = routeId(object.kind, object.namespace, object.name, '');
  return route.startsWith(`${prefix}/`) && weightsTouched([change], route.slice(prefix.length));
}

/** Objects of a plan that the person did not see in the version that the plan is made of. */
export function unseen(planned: readonly ObjectVersionRef[], expect: readonly ObjectVersionRef[]): ObjectRef[] {
  const seen = new Map(expect.map((ref) => [refKey(ref), ref.resourceVersion]));
  return planned.filter((object) => seen.get(refKey(object)) !== object.resourceVersion).map(refOf);
}
