import { KINDS, kindOf } from '../kinds/kinds.ts';
import { type ResourceKind, resourceName } from '../kinds/resource-kind.ts';
import type { ObjectStore } from './object-store.ts';

const DEFINITIONS = kindOf('customresourcedefinitions', 'apiextensions.k8s.io');

/** Built-in kinds are always served, others while there is a CustomResourceDefinition of theirs. */
export const isServed = (store: ObjectStore, kind: ResourceKind): boolean =>
  !kind.custom || (DEFINITIONS !== undefined && store.get(DEFINITIONS, '', resourceName(kind)) !== undefined);

/** The kinds that are served at present, groups in the order of discovery. */
export const servedKinds = (store: ObjectStore): readonly ResourceKind[] =>
  KINDS.filter((kind) => isServed(store, kind));
