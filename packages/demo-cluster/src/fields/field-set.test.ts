import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../json.ts';
import {
  differenceOf,
  EMPTY_SET,
  type FieldSet,
  fromFieldsV1,
  intersectionOf,
  isEmptySet,
  pathsOf,
  sameSet,
  toFieldsV1,
  unionOf,
} from './field-set.ts';

const key = fc.constantFrom('f:a', 'f:b', 'k:{"name":"x"}', 'v:"y"');
const fieldsV1: fc.Arbitrary<JsonObject> = fc.letrec((tie) => ({
  node: fc.oneof(
    { depthSize: 'small' },
    fc.constant({}),
    fc
      .tuple(fc.boolean(), fc.dictionary(key, tie('node') as fc.Arbitrary<JsonObject>, { minKeys: 1, maxKeys: 3 }))
      .map(([member, children]): JsonObject => (member ? { '.': {}, ...children } : children)),
  ),
})).node as fc.Arbitrary<JsonObject>;
const sets: fc.Arbitrary<FieldSet> = fieldsV1.map(fromFieldsV1);

describe('field sets', () => {
  it('D1: fieldsV1 is read and written without loss', () => {
    fc.assert(fc.property(sets, (set) => sameSet(fromFieldsV1(toFieldsV1(set)), set)));
    const written = { 'f:metadata': { 'f:labels': { '.': {}, 'f:app': {} } }, 'f:spec': { 'f:http': {} } };
    expect(toFieldsV1(fromFieldsV1(written))).toEqual(written);
  });

  it('D1: union, difference and intersection are those of sets of paths', () => {
    const paths = (set: FieldSet): Set<string> => new Set(pathsOf(set));
    fc.assert(
      fc.property(sets, sets, (a, b) => {
        const [left, right] = [paths(a), paths(b)];
        expect(paths(unionOf(a, b))).toEqual(new Set([...left, ...right]));
        expect(paths(differenceOf(a, b))).toEqual(new Set([...left].filter((path) => !right.has(path))));
        expect(paths(intersectionOf(a, b))).toEqual(new Set([...left].filter((path) => right.has(path))));
        expect(isEmptySet(differenceOf(a, a))).toBe(true);
      }),
    );
  });

  it('D1: paths are named as the API server names them, members of a level first', () => {
    const set = fromFieldsV1({
      'f:spec': {
        'f:containers': {
          'k:{"name":"c"}': { '.': {}, 'f:env': { 'k:{"name":"A"}': { 'f:value': {} } }, 'f:image': {} },
        },
      },
      'f:metadata': { 'f:finalizers': { 'v:"x/y"': {} } },
    });
    expect(pathsOf(set)).toEqual([
      '.metadata.finalizers[="x/y"]',
      '.spec.containers[name="c"]',
      '.spec.containers[name="c"].image',
      '.spec.containers[name="c"].env[name="A"].value',
    ]);
    expect(pathsOf(EMPTY_SET)).toEqual([]);
  });
});
