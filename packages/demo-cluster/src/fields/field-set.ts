import { isJsonObject, type Json, type JsonObject } from '../json.ts';

/**
 * A set of field paths, as fieldsV1 writes them: `f:name` for a field, `k:{"key":value}` for an item of a list by its keys,
 * `v:value` for an item of a set. A node is itself in the set, or only leads to members below it.
 */
export interface FieldSet {
  readonly member: boolean;
  readonly children: ReadonlyMap<string, FieldSet>;
}

export const EMPTY_SET: FieldSet = { member: false, children: new Map() };
export const LEAF: FieldSet = { member: true, children: new Map() };

export const isEmptySet = (set: FieldSet): boolean => !set.member && set.children.size === 0;

/** A node without the children that hold nothing. */
export function fieldSet(member: boolean, children: Iterable<readonly [string, FieldSet]>): FieldSet {
  const kept = [...children].filter(([, child]) => !isEmptySet(child));
  return kept.length === 0 ? (member ? LEAF : EMPTY_SET) : { member, children: new Map(kept) };
}

export function unionOf(a: FieldSet, b: FieldSet): FieldSet {
  if (isEmptySet(a)) return b;
  if (isEmptySet(b)) return a;
  const children = new Map(a.children);
  for (const [key, child] of b.children) children.set(key, unionOf(children.get(key) ?? EMPTY_SET, child));
  return fieldSet(a.member || b.member, children);
}

/** What is in `a` and not in `b`, path by path. */
export function differenceOf(a: FieldSet, b: FieldSet): FieldSet {
  if (isEmptySet(b)) return a;
  const children = [...a.children].map(([key, child]): readonly [string, FieldSet] => {
    const other = b.children.get(key);
    return [key, other === undefined ? child : differenceOf(child, other)];
  });
  return fieldSet(a.member && !b.member, children);
}

/** `a` without the paths of `b` and everything below them. */
export function withoutBelow(a: FieldSet, b: FieldSet): FieldSet {
  if (b.member) return EMPTY_SET;
  const children = [...a.children].map(([key, child]): readonly [string, FieldSet] => {
    const other = b.children.get(key);
    return [key, other === undefined ? child : withoutBelow(child, other)];
  });
  return fieldSet(a.member, children);
}

export function intersectionOf(a: FieldSet, b: FieldSet): FieldSet {
  const children = [...a.children].map(([key, child]): readonly [string, FieldSet] => {
    const other = b.children.get(key);
    return [key, other === undefined ? EMPTY_SET : intersectionOf(child, other)];
  });
  return fieldSet(a.member && b.member, children);
}

export const sameSet = (a: FieldSet, b: FieldSet): boolean =>
  isEmptySet(differenceOf(a, b)) && isEmptySet(differenceOf(b, a));

/** The set as fieldsV1. */
export function toFieldsV1(set: FieldSet): JsonObject {
  const members: [string, Json][] = set.member && set.children.size > 0 ? [['.', {}]] : [];
  for (const key of [...set.children.keys()].sort())
    members.push([key, toFieldsV1(set.children.get(key) ?? EMPTY_SET)]);
  return Object.fromEntries(members);
}

/** Reads fieldsV1; what is no object below counts as a leaf. The root itself is never a member. */
export function fromFieldsV1(value: Json | undefined): FieldSet {
  if (!isJsonObject(value)) return EMPTY_SET;
  return fieldSet(
    false,
    Object.entries(value)
      .filter(([key]) => key !== '.')
      .map(([key, child]): readonly [string, FieldSet] => [key, nodeOf(child)]),
  );
}

function nodeOf(value: Json): FieldSet {
  if (!isJsonObject(value)) return LEAF;
  const keys = Object.keys(value);
  const below = keys
    .filter((key) => key !== '.')
    .map((key): readonly [string, FieldSet] => [key, nodeOf(value[key] ?? {})]);
  return fieldSet(keys.length === 0 || keys.includes('.'), below);
}

/** The paths of the set as conflicts name them, `.spec.http`, `.spec.containers[name="c"].image`; members of a level before what is below. */
export function pathsOf(set: FieldSet, prefix = ''): readonly string[] {
  const keys = [...set.children.keys()].sort();
  const own = keys.filter((key) => set.children.get(key)?.member === true).map((key) => prefix + stepOf(key));
  return [...own, ...keys.flatMap((key) => pathsOf(set.children.get(key) ?? EMPTY_SET, prefix + stepOf(key)))];
}

function stepOf(key: string): string {
  if (key.startsWith('f:')) return `.${key.slice(2)}`;
  if (key.startsWith('v:')) return `[=${key.slice(2)}]`;
  const keys = JSON.parse(key.slice(2)) as JsonObject;
  return `[${Object.entries(keys)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join(',')}]`;
}
