import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cookieOf, hashKey, ownerOf } from './hash-choice.ts';
import type { Member } from './roster.ts';

const member = (uid: string): Member => ({ pod: { metadata: { name: uid, uid } } }) as unknown as Member;
const members = (...uids: readonly string[]): readonly Member[] => uids.map(member);

describe('ownerOf', () => {
  it('gives a key to the same pod, in whatever order the pods come', () => {
    fc.assert(
      fc.property(fc.string(), fc.uniqueArray(fc.uuid(), { minLength: 1, maxLength: 8 }), (key, uids) => {
        const owner = ownerOf(key, members(...uids))?.pod.metadata.uid;
        expect(uids).toContain(owner);
        expect(ownerOf(key, members(...[...uids].reverse()))?.pod.metadata.uid).toBe(owner);
      }),
    );
  });

  it('moves only the keys of a pod that goes', () => {
    fc.assert(
      fc.property(fc.string(), fc.uniqueArray(fc.uuid(), { minLength: 2, maxLength: 8 }), (key, uids) => {
        const owner = ownerOf(key, members(...uids))?.pod.metadata.uid;
        const other = uids.find((uid) => uid !== owner);
        expect(ownerOf(key, members(...uids.filter((uid) => uid !== other)))?.pod.metadata.uid).toBe(owner);
      }),
    );
  });

  it('spreads keys evenly', () => {
    const counts = new Map<string, number>();
    for (let i = 0; i < 3000; i++) {
      const uid = ownerOf(`user-${i}`, members('a', 'b', 'c'))?.pod.metadata.uid ?? '';
      counts.set(uid, (counts.get(uid) ?? 0) + 1);
    }
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(3.29 * Math.sqrt(3000 * (2 / 9)));
    expect(counts.size).toBe(3);
  });

  it('has no owner among no pods', () => {
    expect(ownerOf('key', [])).toBeUndefined();
  });
});

describe('hashKey', () => {
  const request = {
    headers: { 'x-user': 'alice', cookie: 'a=1; fleet=blue' },
    path: '/x?user=bob&user=carol',
    sourceAddress: '10.0.0.1',
  };

  it.each([
    [[{ httpHeaderName: 'X-User' }], 'alice'],
    [[{ httpHeaderName: 'x-other' }], undefined],
    [[{ httpCookie: { name: 'fleet' } }], 'blue'],
    [[{ httpCookie: { name: 'other' } }], undefined],
    [[{ useSourceIp: true }], '10.0.0.1'],
    [[{ httpQueryParameterName: 'user' }], 'bob'],
    [[{ httpQueryParameterName: 'none' }], undefined],
    [[{}], undefined],
    [[{ httpHeaderName: 'x-other' }, { useSourceIp: true }], '10.0.0.1'],
    [[{ httpHeaderName: 'x-user' }, { useSourceIp: true }], 'alice\n10.0.0.1'],
  ])('of %j is %j', (policies, key) => {
    expect(hashKey(policies, request)).toBe(key);
  });

  it('reads cookies as they are written', () => {
    expect(cookieOf('a=1;b=2 ; c=x=y', 'b')).toBe('2');
    expect(cookieOf('a=1;b=2 ; c=x=y', 'c')).toBe('x=y');
    expect(cookieOf(undefined, 'a')).toBeUndefined();
  });
});
