import { isJsonObject, type JsonObject, listAt, sameJson, textAt } from '../json.ts';
import type { StructSchema } from '../schema/schema.ts';
import { differenceOf, EMPTY_SET, type FieldSet, fromFieldsV1, isEmptySet, toFieldsV1, unionOf } from './field-set.ts';
import { objectChanges } from './sets-of-values.ts';

/** Who writes, how and when. */
export interface FieldManager {
  readonly name: string;
  readonly operation: 'Apply' | 'Update';
  /** The version that the request speaks. */
  readonly apiVersion: string;
  readonly subresource: string;
  readonly time: string;
}

/** One entry of managedFields, read. */
export interface Ownership extends Omit<FieldManager, 'time'> {
  readonly time: string | undefined;
  readonly set: FieldSet;
}

const isSameManager = (a: Omit<FieldManager, 'time'>, b: Omit<FieldManager, 'time'>): boolean =>
  a.name === b.name && a.operation === b.operation && a.apiVersion === b.apiVersion && a.subresource === b.subresource;

/** The entries of an object's managedFields. Entries that say nothing readable own nothing. */
export function readManagedFields(object: JsonObject): readonly Ownership[] {
  return listAt(object.metadata, 'managedFields')
    .filter((entry): entry is JsonObject => isJsonObject(entry))
    .filter((entry) => textAt(entry, 'operation') !== undefined)
    .map((entry) => ({
      name: textAt(entry, 'manager') ?? 'unknown',
      operation: entry.operation === 'Apply' ? 'Apply' : 'Update',
      apiVersion: textAt(entry, 'apiVersion') ?? '',
      subresource: textAt(entry, 'subresource') ?? '',
      time: textAt(entry, 'time'),
      set: fromFieldsV1(entry.fieldsV1),
    }));
}

/** Equal fieldsV1 are kept once: thousands of pods have the same. */
const interned = new Map<string, JsonObject>();
const INTERNED_LIMIT = 5_000;

function intern(fields: JsonObject): JsonObject {
  const text = JSON.stringify(fields);
  const known = interned.get(text);
  if (known !== undefined) return known;
  if (interned.size > INTERNED_LIMIT) interned.clear();
  interned.set(text, fields);
  return fields;
}

/** managedFields as the API writes them: applied before updated, then by time and name; nothing for who owns nothing. */
export function writeManagedFields(entries: readonly Ownership[]): JsonObject[] {
  const order = (entry: Ownership): string => `${entry.operation} ${entry.time ?? ''} ${entry.name}`;
  return entries
    .filter((entry) => !isEmptySet(entry.set))
    .toSorted((a, b) => (order(a) < order(b) ? -1 : order(a) > order(b) ? 1 : 0))
    .map((entry) => ({
      manager: entry.name,
      operation: entry.operation,
      apiVersion: entry.apiVersion,
      ...(entry.time === undefined ? {} : { time: entry.time }),
      fieldsType: 'FieldsV1',
      fieldsV1: intern(toFieldsV1(entry.set)),
      ...(entry.subresource === '' ? {} : { subresource: entry.subresource }),
    }));
}

/** The managedFields that a writer may start from: its own words about them count only when they differ from what is stored. */
export function requestedOwnership(live: JsonObject | undefined, requested: JsonObject): readonly Ownership[] {
  const asked = listAt(requested.metadata, 'managedFields');
  const stored = live === undefined ? [] : listAt(live.metadata, 'managedFields');
  const source = asked.length > 0 && !sameJson([...asked], [...stored]) ? requested : (live ?? {});
  return readManagedFields(source);
}

/** Who owns what after an update: the writer takes what it changed, and the others lose it. */
export function ownershipAfterUpdate(
  schema: StructSchema,
  before: JsonObject | undefined,
  after: JsonObject,
  owners: readonly Ownership[],
  manager: FieldManager,
  custom: boolean,
): readonly Ownership[] {
  const { written, removed } = objectChanges(schema, before ?? {}, after, custom);
  if (isEmptySet(written) && isEmptySet(removed)) return owners;
  const others = owners
    .filter((entry) => !isSameManager(entry, manager))
    .map((entry) => ({ ...entry, set: differenceOf(differenceOf(entry.set, written), removed) }));
  const mine = owners.find((entry) => isSameManager(entry, manager));
  const set = unionOf(differenceOf(mine?.set ?? EMPTY_SET, removed), written);
  return [...others, { ...manager, set, time: manager.time }];
}

/** The entry of a manager, if it has one. */
export const ownershipOf = (owners: readonly Ownership[], manager: FieldManager): Ownership | undefined =>
  owners.find((entry) => isSameManager(entry, manager));

/** All entries but the manager's. */
export const ownershipOfOthers = (owners: readonly Ownership[], manager: FieldManager): readonly Ownership[] =>
  owners.filter((entry) => !isSameManager(entry, manager));
