import type { NeededPermission, PatchOperation, PlannedObject } from '@weir/shared';
import { applyPatch, type Operation } from 'rfc6902';
import type { KubernetesObject } from '../resources/metadata.ts';
import { cloneJson, isRecord } from './json.ts';
import { objectVersionRef } from './refs.ts';
import { yamlDiff } from './yaml-diff.ts';

/** An existing object and the operations that a plan makes on it, the guard not among them. */
export interface ObjectEdit {
  readonly object: KubernetesObject;
  readonly operations: readonly PatchOperation[];
}

/**
 * W5: an edit of an existing object. The guard comes first: the API server answers a stale resourceVersion with a clean
 * 409. Throws on operations that do not fit the object, which would be a defect of planning.
 */
export function plannedPatch(edit: ObjectEdit): PlannedObject {
  const ref = objectVersionRef(edit.object);
  const guard: PatchOperation = { op: 'replace', path: '/metadata/resourceVersion', value: ref.resourceVersion };
  const patch = [guard, ...edit.operations];
  const before = withoutManagedFields(edit.object);
  const after = cloneJson(before);
  const failed = applyPatch(after, cloneJson(patch) as Operation[]).find((result) => result !== null);
  if (failed)
    throw new Error(`A planned operation does not fit ${ref.kind} ${ref.namespace}/${ref.name}`, { cause: failed });
  return { ...ref, operation: 'patch', patch, before, after, diff: yamlDiff(before, after) };
}

/** W6: an object that does not exist yet. */
export const plannedCreation = (object: KubernetesObject): PlannedObject => ({
  ...objectVersionRef(object),
  operation: 'create',
  patch: [],
  before: null,
  after: object,
  diff: yamlDiff(null, object),
});

function withoutManagedFields(object: KubernetesObject): unknown {
  const copy: unknown = cloneJson(object);
  if (!isRecord(copy) || !isRecord(copy.metadata)) return copy;
  const { managedFields: _, ...metadata } = copy.metadata;
  return { ...copy, metadata };
}

const RESOURCES: Readonly<Record<string, string>> = {
  VirtualService: 'virtualservices',
  DestinationRule: 'destinationrules',
};

/** The permissions that writing these objects needs: a live read of each, and its write. */
export function permissionsFor(objects: readonly PlannedObject[]): Omit<NeededPermission, 'allowed'>[] {
  const needed = new Map<string, Omit<NeededPermission, 'allowed'>>();
  for (const object of objects) {
    const resource = RESOURCES[object.kind] ?? `${object.kind.toLowerCase()}s`;
    const group = object.apiVersion.includes('/') ? object.apiVersion.slice(0, object.apiVersion.indexOf('/')) : '';
    for (const verb of ['get', object.operation]) {
      const permission = { verb, group, resource, namespace: object.namespace };
      needed.set(Object.values(permission).join(' '), permission);
    }
  }
  return [...needed.values()];
}
