import { badRequest, invalid, invalidField } from '../http/status.ts';
import { isJsonObject, type Json, type JsonObject, numberAt, objectAt, without } from '../json.ts';
import type { ObjectStore } from '../store/object-store.ts';
import { type StoredObject, withMeta } from '../store/stored-object.ts';
import { labelsText, NONE } from '../table/cells.ts';
import { existing, updateObject, type WriteTarget } from './object-writer.ts';

/** The scale subresource of a workload. */
export function scaleOf(object: StoredObject): JsonObject {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const spec = objectAt(object, 'spec');
  const replicas = numberAt(spec, 'replicas') ?? 0;
  const selector = labelsText(objectAt(objectAt(spec, 'selector'), 'matchLabels'));
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace: namespace ?? '', uid, resourceVersion, creationTimestamp },
    // As in Go, a number that is 0 is left out here.
    spec: replicas === 0 ? {} : { replicas },
    status: {
      replicas: numberAt(objectAt(object, 'status'), 'replicas') ?? 0,
      selector: selector === NONE ? '' : selector,
    },
  };
}

/** Writes a Scale: only the number of replicas of the workload changes. */
export function writeScale(store: ObjectStore, target: WriteTarget, scale: Json): JsonObject {
  const object = existing(store, target);
  if (!isJsonObject(scale)) throw badRequest('the object provided is not a Scale');
  const replicas = objectAt(scale, 'spec').replicas ?? 0;
  if (typeof replicas !== 'number' || !Number.isInteger(replicas)) {
    const given = Array.isArray(replicas) ? 'array' : typeof replicas;
    const why = `json: cannot unmarshal ${given} into Go struct field ScaleSpec.spec.replicas of type int32`;
    throw badRequest(`Scale in version "v1" cannot be handled as a Scale: ${why}`);
  }
  if (replicas < 0) {
    const problem = invalidField('spec.replicas', String(replicas), 'must be greater than or equal to 0');
    throw invalid({ kind: 'Scale', group: 'autoscaling', name: target.name }, [problem]);
  }
  const version = objectAt(scale, 'metadata').resourceVersion;
  const changed = withMeta(
    { ...without(object, 'status'), spec: { ...objectAt(object, 'spec'), replicas } },
    { resourceVersion: typeof version === 'string' && version !== '' ? version : undefined },
  );
  const written = updateObject(store, target, { object: changed, warnings: [] });
  return scaleOf(written.object);
}
