import type { PlannedObject } from '@weir/shared';
import type { KubernetesObject } from '../resources/metadata.ts';
import { sliceKindOf, withObject } from '../snapshot/build-snapshot.ts';
import { emptySlice, type Snapshot } from '../snapshot/snapshot.ts';
import { isRecord } from './json.ts';

/** Istio orders objects by age. What is created now is younger than everything there is. */
const YOUNGEST = '9999-12-31T23:59:59Z';

/** The snapshot as it would be after the planned objects were written. Slices that they do not touch keep their identity. */
export function imagine(snapshot: Snapshot, objects: readonly PlannedObject[]): Snapshot {
  const slices = new Map(snapshot.slices);
  for (const planned of objects) {
    const object = asObject(planned);
    const kind = sliceKindOf(object);
    if (kind === undefined) continue;
    const slice = slices.get(planned.namespace) ?? emptySlice(planned.namespace);
    slices.set(planned.namespace, withObject(slice, kind, planned.name, object));
  }
  return { ...snapshot, slices };
}

function asObject(planned: PlannedObject): KubernetesObject {
  const object = (isRecord(planned.after) ? planned.after : {}) as unknown as KubernetesObject;
  if (planned.operation === 'patch') return object;
  const metadata = { ...object.metadata, creationTimestamp: YOUNGEST, resourceVersion: '0' };
  return { ...object, metadata };
}
