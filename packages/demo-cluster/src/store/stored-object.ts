import { isJsonObject, type Json, type JsonObject } from '../json.ts';

/** An object as it is kept: JSON with names that are there for certain. Never changed in place. */
export interface StoredObject extends JsonObject {
  apiVersion: string;
  kind: string;
  metadata: StoredMeta;
}

export interface StoredMeta extends JsonObject {
  name: string;
  uid: string;
  resourceVersion: string;
  creationTimestamp: string;
}

/** Text member of the metadata, or undefined. */
export function metaText(object: JsonObject, key: string): string | undefined {
  const value = isJsonObject(object.metadata) ? object.metadata[key] : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Labels of the object; members that are not text are left out. */
export function labelsOf(object: JsonObject): ReadonlyMap<string, string> {
  const labels = isJsonObject(object.metadata) ? object.metadata.labels : undefined;
  if (!isJsonObject(labels)) return new Map();
  return new Map(Object.entries(labels).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

/** The object with some members of its metadata replaced; undefined takes a member away. */
export function withMeta<T extends JsonObject>(object: T, changes: Readonly<Record<string, Json | undefined>>): T {
  const metadata: JsonObject = isJsonObject(object.metadata) ? { ...object.metadata } : {};
  for (const [key, value] of Object.entries(changes)) {
    if (value === undefined) delete metadata[key];
    else metadata[key] = value;
  }
  return { ...object, metadata };
}
