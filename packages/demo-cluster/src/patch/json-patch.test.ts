import fc from 'fast-check';
import { createPatch } from 'rfc6902';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../json.ts';
import { applyJsonPatch } from './json-patch.ts';
import { applyMergePatch } from './merge-patch.ts';
import { PatchError } from './patch-error.ts';

const OBJECT: JsonObject = { spec: { hosts: ['a', 'b'], route: { weight: 1 } } };

describe('D1: JSON patch', () => {
  it.each<[JsonObject, Json]>([
    [{ op: 'add', path: '/spec/hosts/2', value: 'c' }, { spec: { hosts: ['a', 'b', 'c'], route: { weight: 1 } } }],
    [{ op: 'add', path: '/spec/hosts/-', value: 'c' }, { spec: { hosts: ['a', 'b', 'c'], route: { weight: 1 } } }],
    [{ op: 'add', path: '/spec/route/weight', value: 2 }, { spec: { hosts: ['a', 'b'], route: { weight: 2 } } }],
    [
      { op: 'move', from: '/spec/hosts/0', path: '/spec/hosts/1' },
      { spec: { hosts: ['b', 'a'], route: { weight: 1 } } },
    ],
    [{ op: 'replace', path: '', value: {} }, {}],
    [{ op: 'add', path: '/spec/route/port' }, { spec: { hosts: ['a', 'b'], route: { weight: 1, port: null } } }],
  ])('%j', (operation, expected) => {
    expect(applyJsonPatch(OBJECT, [operation])).toEqual(expected);
  });

  it.each<[JsonObject]>([
    [{ op: 'add', path: '/spec/hosts/3', value: 'c' }],
    [{ op: 'add', path: '/spec/hosts/01', value: 'c' }],
    [{ op: 'replace', path: '/spec/hosts/2', value: 'c' }],
    [{ op: 'remove', path: '/spec/nope' }],
    [{ op: 'replace', path: '/spec/nope/x', value: 1 }],
    [{ op: 'test', path: '/spec/hosts/0', value: 'x' }],
    [{ op: 'copy', from: '/spec/hosts/9', path: '/spec/x' }],
    [{ op: 'nope', path: '/spec' }],
    [{ op: 'add', path: 'spec', value: 1 }],
    [{ op: 'add', value: 1 }],
  ])('refuses %j', (operation) => {
    expect(() => applyJsonPatch(OBJECT, [operation])).toThrow(PatchError);
  });

  it('W5: leaves the object that it is given as it was, also when it fails half way', () => {
    const before = structuredClone(OBJECT);
    const operations = [
      { op: 'add', path: '/spec/route/weight', value: 2 },
      { op: 'remove', path: '/nope' },
    ];
    expect(() => applyJsonPatch(OBJECT, operations)).toThrow(PatchError);
    expect(OBJECT).toEqual(before);
  });

  it('makes of one state the other that a patch was made for', () => {
    const state = fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue());
    fc.assert(
      fc.property(state, state, (before, after) => {
        const operations = createPatch(before, after) as unknown as Json[];
        // JSON knows no negative zero.
        const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
        expect(plain(applyJsonPatch(before as JsonObject, operations))).toEqual(plain(after));
      }),
    );
  });
});

describe('D1: merge patch', () => {
  // The cases of RFC 7396, appendix A, that patch objects.
  it.each<[Json, JsonObject, JsonObject]>([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [['a'], { a: 'c' }, { a: 'c' }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])('%j with %j', (target, patch, expected) => {
    expect(applyMergePatch(target, patch)).toEqual(expected);
  });
});
