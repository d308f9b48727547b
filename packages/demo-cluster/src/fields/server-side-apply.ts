import { isJsonObject, type JsonObject } from '../json.ts';
import type { StructSchema } from '../schema/schema.ts';
import { differenceOf, EMPTY_SET, type FieldSet, intersectionOf, isEmptySet, pathsOf, unionOf } from './field-set.ts';
import { type FieldManager, type Ownership, ownershipOf, ownershipOfOthers } from './managed-fields.ts';
import { mergeApplied, removeFields } from './merge-applied.ts';
import { appliedSet, objectChanges, ownedPart } from './sets-of-values.ts';

/** A field that somebody else owns and that the apply would change. */
export interface ApplyConflict {
  readonly owner: Ownership;
  readonly path: string;
}

export type ApplyResult =
  | { readonly kind: 'applied'; readonly object: JsonObject; readonly owners: readonly Ownership[] }
  | { readonly kind: 'conflict'; readonly conflicts: readonly ApplyConflict[] };

/**
 * Server-side apply: merges a configuration into the live object, takes away what this manager applied before and no longer does, and
 * tells which other managers own what would change. `force` takes it from them.
 */
export function applyConfiguration(
  schema: StructSchema,
  live: JsonObject,
  configuration: JsonObject,
  owners: readonly Ownership[],
  manager: FieldManager,
  options: { readonly force: boolean; readonly custom: boolean },
): ApplyResult {
  const others = ownershipOfOthers(owners, manager);
  const before = ownershipOf(owners, manager)?.set ?? EMPTY_SET;
  const now = setOf(schema, configuration);
  const othersSet = others.reduce<FieldSet>((all, entry) => unionOf(all, entry.set), EMPTY_SET);
  const merged = mergeApplied(schema, live, configuration);
  const dropped = differenceOf(differenceOf(before, now), othersSet);
  const rest = removeFields(schema, merged, dropped, unionOf(now, othersSet)) ?? {};
  const object = isJsonObject(rest) ? rest : {};
  const changes = objectChanges(schema, live, object, options.custom);
  const taken = others.map((entry) => ({ entry, lost: intersectionOf(entry.set, changes.written) }));
  const conflicts = taken.flatMap(({ entry, lost }) => pathsOf(lost).map((path) => ({ owner: entry, path })));
  if (conflicts.length > 0 && !options.force) return { kind: 'conflict', conflicts };
  const left = taken.map(({ entry, lost }) => ({
    ...entry,
    set: differenceOf(differenceOf(entry.set, lost), changes.removed),
  }));
  const own = ownershipOf(owners, manager);
  const unchanged =
    own !== undefined && isEmptySet(differenceOf(own.set, now)) && isEmptySet(differenceOf(now, own.set));
  const time = unchanged && isEmptySet(changes.written) && isEmptySet(changes.removed) ? own.time : manager.time;
  return { kind: 'applied', object, owners: [...left, { ...manager, set: now, time }] };
}

function setOf(schema: StructSchema, configuration: JsonObject): FieldSet {
  const owned = ownedPart(configuration);
  return Object.keys(owned).length === 0 ? EMPTY_SET : appliedSet(schema, owned);
}

/** The conflict in the API server's words, one group a manager. */
export function conflictText(conflicts: readonly ApplyConflict[]): string {
  const [first] = conflicts;
  if (first !== undefined && conflicts.length === 1) {
    return `Apply failed with 1 conflict: conflict with ${ownerText(first.owner)}: ${first.path}`;
  }
  const groups = new Map<string, string[]>();
  for (const { owner, path } of conflicts)
    groups.set(ownerText(owner), [...(groups.get(ownerText(owner)) ?? []), path]);
  const lines = [...groups]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([owner, paths]) => {
      return `conflicts with ${owner}:\n${paths.map((path) => `- ${path}`).join('\n')}`;
    });
  return `Apply failed with ${conflicts.length} conflicts: ${lines.join('\n')}`;
}

/** `"kubectl" using apps/v1`; who applied is named without the version. */
export function ownerText(owner: Ownership): string {
  const subresource = owner.subresource === '' ? '' : ` with subresource "${owner.subresource}"`;
  return owner.operation === 'Apply'
    ? `"${owner.name}"${subresource}`
    : `"${owner.name}"${subresource} using ${owner.apiVersion}`;
}
