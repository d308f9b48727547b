import { expect, it } from 'vitest';
import { podAddress, serviceAddress } from './addresses.ts';
import { fnv1a, safeEncode, safeSuffix, uidOf } from './hash.ts';
import type { DemoDeployment } from './objects.ts';
import { replicaSetOf, sameTemplate, templateHash } from './replica-set.ts';

it.each([
  ['', 0x811c9dc5],
  ['a', 0xe40c292c],
  ['foobar', 0xbf9cf968],
])('FNV-1a of "%s"', (text, hash) => {
  expect(fnv1a(text)).toBe(hash);
});

it('research 7: template hashes are digits in the safe alphabet', () => {
  expect(safeEncode(1023456789)).toBe('546789bcdf');
  expect(safeEncode(0)).toBe('4');
  expect(safeSuffix('x')).toMatch(/^[bcdfghjklmnpqrstvwxz2456789]{5}$/);
});

it('uids look like version 4 UUIDs and differ', () => {
  expect(uidOf('a')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(uidOf('a')).not.toBe(uidOf('b'));
});

it('addresses are valid and never the same', () => {
  const all = Array.from({ length: 12_000 }, (_, n) => podAddress(n));
  expect(new Set([...all, ...Array.from({ length: 2000 }, (_, n) => serviceAddress(n))]).size).toBe(14_000);
  for (const address of all) expect(address.split('.').every((part) => Number(part) <= 255)).toBe(true);
});

const deployment = (template: DemoDeployment['spec']['template']): DemoDeployment => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'default', uid: 'u' },
  spec: { selector: { matchLabels: { app: 'web' } }, template },
});

it('research 7: a ReplicaSet is known by its template, not by the order of its fields or the hash label', () => {
  const one = deployment({
    metadata: { labels: { app: 'web', tier: 'a' } },
    spec: { containers: [{ name: 'app', image: 'x' }] },
  });
  const two = deployment({
    spec: { containers: [{ image: 'x', name: 'app' }] },
    metadata: { labels: { tier: 'a', app: 'web' } },
  });
  const other = deployment({
    metadata: { labels: { app: 'web' } },
    spec: { containers: [{ name: 'app', image: 'y' }] },
  });
  expect(templateHash(one)).toBe(templateHash(two));
  expect(templateHash(one)).not.toBe(templateHash(other));
  expect(sameTemplate(replicaSetOf(one), two)).toBe(true);
  expect(sameTemplate(replicaSetOf(one), other)).toBe(false);
  expect(replicaSetOf(one).metadata.name).toBe(`web-${templateHash(one)}`);
  expect(replicaSetOf(one).spec.selector.matchLabels['pod-template-hash']).toBe(templateHash(one));
});
