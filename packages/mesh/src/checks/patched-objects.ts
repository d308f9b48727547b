import type { ObjectRef } from '@weir/shared';
import type { KubernetesObject } from '../resources/metadata.ts';
import { objectRef } from '../routing/refs.ts';
import { sliceKindOf } from '../snapshot/build-snapshot.ts';
import type { PlanCheckInput } from './plan-rule.ts';

/** The existing objects that a plan edits, whole (with managedFields), as the snapshot holds them. */
export function patchedObjects({ before, objects }: PlanCheckInput): { ref: ObjectRef; object: KubernetesObject }[] {
  return objects.flatMap((planned) => {
    if (planned.operation !== 'patch') return [];
    const { apiVersion, kind, namespace, name } = planned;
    const plural = sliceKindOf({ apiVersion, kind, metadata: { name } });
    const object = plural === undefined ? undefined : before.snapshot.slices.get(namespace)?.[plural].get(name);
    return object === undefined ? [] : [{ ref: objectRef(object), object }];
  });
}

/** As the id of a finding about an object needs it. */
export const subjectOf = ({ kind, namespace, name }: ObjectRef): string => `${kind}/${namespace}/${name}`;
