import { type Static, Type } from 'typebox';

/** Names one Kubernetes object. */
export const ObjectRef = Type.Object({
  apiVersion: Type.String(),
  kind: Type.String(),
  namespace: Type.String(),
  name: Type.String(),
});
export type ObjectRef = Static<typeof ObjectRef>;

/** An object in the version that somebody saw; `resourceVersion: null` means that it did not exist. */
export const ObjectVersionRef = Type.Object({
  ...ObjectRef.properties,
  resourceVersion: Type.Union([Type.String(), Type.Null()]),
});
export type ObjectVersionRef = Static<typeof ObjectVersionRef>;
