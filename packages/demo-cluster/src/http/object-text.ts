import { type JsonObject, without } from '../json.ts';
import type { ResourceKind } from '../kinds/resource-kind.ts';
import { apiVersionOf } from '../kinds/resource-kind.ts';
import type { StoredObject } from '../store/stored-object.ts';

/** The object as a version of its kind. */
export const asVersion = <T extends JsonObject>(kind: ResourceKind, version: string, object: T): T =>
  object.apiVersion === apiVersionOf(kind.group, version)
    ? object
    : { ...object, apiVersion: apiVersionOf(kind.group, version) };

const texts = new WeakMap<StoredObject, Map<string, string>>();

function remembered(object: StoredObject, key: string, write: () => string): string {
  const known = texts.get(object) ?? new Map<string, string>();
  texts.set(object, known);
  const text = known.get(key) ?? write();
  known.set(key, text);
  return text;
}

/** A stored object as JSON. Objects never change, so each is written once. */
export const objectText = (kind: ResourceKind, version: string, object: StoredObject): string =>
  remembered(object, version, () => JSON.stringify(asVersion(kind, version, object)));

/** An item of a list: built-in kinds leave out what the list says already. */
export const itemText = (kind: ResourceKind, version: string, object: StoredObject): string =>
  kind.custom
    ? objectText(kind, version, object)
    : remembered(object, 'item', () => JSON.stringify(without(object, 'apiVersion', 'kind')));
