import type { ObjectRef, ObjectVersionRef } from '@weir/shared';
import type { KubernetesObject } from '../resources/metadata.ts';

/** Names an object as it was read. */
export const objectRef = (object: KubernetesObject): ObjectRef => ({
  apiVersion: object.apiVersion,
  kind: object.kind,
  namespace: object.metadata.namespace ?? 'default',
  name: object.metadata.name,
});

/** Names an object in the version that was read. */
export const objectVersionRef = (object: KubernetesObject): ObjectVersionRef => ({
  ...objectRef(object),
  resourceVersion: object.metadata.resourceVersion ?? null,
});

/** `VirtualService default/reviews`, for sentences. */
export const objectWords = (ref: {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}): string => `${ref.kind} ${ref.namespace}/${ref.name}`;
