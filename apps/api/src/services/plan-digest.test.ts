import type { Finding, PlannedObject } from '@weir/shared';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, planDigest } from './plan-digest.ts';

const patched: PlannedObject = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  namespace: 'default',
  name: 'reviews',
  resourceVersion: '7',
  operation: 'patch',
  patch: [{ op: 'add', path: '/spec/http/0/route/0/weight', value: 5 }],
  before: {},
  after: {},
  diff: [],
};
const finding = (id: string): Finding => ({
  id,
  rule: id,
  severity: 'warning',
  blocking: false,
  needsAcknowledgement: false,
  title: '',
  message: '',
  remedy: '',
});

describe('A: the digest names what would be written', () => {
  it('A: canonical JSON does not depend on the order of keys, and reads back as the value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const reversed = JSON.parse(JSON.stringify(value), (_key, member: unknown) =>
          typeof member === 'object' && member !== null && !Array.isArray(member)
            ? Object.fromEntries(Object.entries(member).reverse())
            : member,
        ) as unknown;
        expect(canonicalJson(reversed)).toBe(canonicalJson(value));
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('A: what only describes a patched object is not part of it', () => {
    const described = { ...patched, before: { a: 1 }, after: { b: 2 }, diff: [] };
    expect(planDigest([described], [])).toBe(planDigest([patched], []));
  });

  it.each<[string, Partial<PlannedObject>]>([
    ['another weight', { patch: [{ op: 'add', path: '/spec/http/0/route/0/weight', value: 6 }] }],
    ['another object', { name: 'ratings' }],
    ['another version of it', { resourceVersion: '8' }],
    ['a creation', { operation: 'create' }],
  ])('A: %s is another digest', (_what, change) => {
    expect(planDigest([{ ...patched, ...change }], [])).not.toBe(planDigest([patched], []));
  });

  it('A: what would be created is part of it, and so are the findings, in any order', () => {
    const created = { ...patched, operation: 'create' as const };
    expect(planDigest([{ ...created, after: { a: 1 } }], [])).not.toBe(planDigest([created], []));
    expect(planDigest([patched], [finding('a'), finding('b')])).toBe(
      planDigest([patched], [finding('b'), finding('a')]),
    );
    expect(planDigest([patched], [finding('a')])).not.toBe(planDigest([patched], []));
  });
});
