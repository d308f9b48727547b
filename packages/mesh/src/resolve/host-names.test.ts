import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  hostMatches,
  hostOfHeader,
  isHostWithin,
  moreSpecificHost,
  resolveGatewayName,
  resolveHost,
} from './host-names.ts';

describe('W3: host names (research/istio-kubernetes.md 2.1)', () => {
  it.each([
    ['reviews', 'reviews.bookinfo.svc.cluster.local'],
    ['reviews.bookinfo', 'reviews.bookinfo'],
    ['reviews.other.svc.cluster.local', 'reviews.other.svc.cluster.local'],
    ['*', '*'],
    ['*.example.com', '*.example.com'],
    ['10.0.0.1', '10.0.0.1'],
    ['fd00::1', 'fd00::1'],
    ['', ''],
  ])('W3: %s in namespace bookinfo is %s', (written, full) => {
    expect(resolveHost(written, 'bookinfo', 'cluster.local')).toBe(full);
  });

  it('W3: a resolved host resolves to itself, in any namespace', () => {
    const host = fc.stringMatching(/^[a-z]{1,5}(\.[a-z]{1,5}){0,3}$|^\*(\.[a-z]{1,4}){0,2}$/);
    fc.assert(
      fc.property(host, fc.stringMatching(/^[a-z]{1,6}$/), fc.stringMatching(/^[a-z]{1,6}$/), (name, here, there) => {
        const once = resolveHost(name, here, 'cluster.local');
        expect(resolveHost(once, there, 'cluster.local')).toBe(once);
      }),
    );
  });

  it.each([
    ['*.foo.com', 'a.foo.com', true],
    ['*.foo.com', 'foo.com', false],
    ['*', 'anything', true],
    ['*.foo.com', '*.a.foo.com', true],
    ['*.a.foo.com', '*.foo.com', true],
    ['*.foo.com', '*.bar.com', false],
    ['a.foo.com', 'a.foo.com', true],
    ['a.foo.com', 'b.foo.com', false],
  ])('W3: %s and %s have a name in common: %s (Istio host.Name.Matches)', (a, b, expected) => {
    expect(hostMatches(a, b)).toBe(expected);
    expect(hostMatches(b, a)).toBe(expected);
  });

  it('W3: a narrower host is within a wider one, not the other way round', () => {
    expect(isHostWithin('*.a.foo.com', '*.foo.com')).toBe(true);
    expect(isHostWithin('*.foo.com', '*.a.foo.com')).toBe(false);
  });

  it('W3: the more specific host comes first: names before wildcards, longer before shorter, then the alphabet', () => {
    const sorted = ['b.com', '*.x.com', 'aa.com', '*', 'a.com', '*.com'].sort(moreSpecificHost);
    expect(sorted).toEqual(['aa.com', 'a.com', 'b.com', '*.x.com', '*.com', '*']);
  });

  it.each([
    ['mesh', 'mesh'],
    ['entry', 'shop/entry'],
    ['./entry', 'shop/entry'],
    ['infra/entry', 'infra/entry'],
    ['entry.infra', 'infra/entry'],
    ['entry.infra.svc.cluster.local', 'infra/entry'],
  ])('W3: the gateway %s of a rule in shop is %s', (written, full) => {
    expect(resolveGatewayName(written, 'shop')).toBe(full);
  });

  it.each([
    ['Reviews:9080', 'reviews'],
    ['reviews', 'reviews'],
    ['[fd00::1]:80', 'fd00::1'],
    ['fd00::1', 'fd00::1'],
  ])('W3: the Host header %s names %s', (header, host) => {
    expect(hostOfHeader(header)).toBe(host);
  });
});
