import { describe, expect, it } from 'vitest';
import { freeServiceAddress } from '../api/service-addresses.ts';
import type { StoreChange } from './controlled-store.ts';
import { controlledStoreOf } from './controlled-store-of.ts';
import { seededRandom } from './identity.ts';
import { ObjectStore } from './object-store.ts';

const NOW = Date.parse('2026-01-01T00:00:00Z');

function stores(historyLimit?: number) {
  const random = seededRandom(1);
  const store = new ObjectStore({
    clock: { nowMs: () => NOW },
    random,
    ...(historyLimit === undefined ? {} : { historyLimit }),
  });
  return { store, controlled: controlledStoreOf(store, () => freeServiceAddress(store)) };
}
const configMap = (name: string, extra: object = {}) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'default' },
  ...extra,
});
const update = (name: string, value: string) => configMap(name, { data: { value } });

describe('D1: the store', () => {
  it('gives each write one revision more, and writes that change nothing none', () => {
    const { store, controlled } = stores();
    const before = store.revision;
    controlled.create(configMap('a'));
    controlled.update(update('a', '1'));
    controlled.update(update('a', '1'));
    expect(store.revision).toBe(before + 2);
    expect(controlled.get('configmaps', '', 'default', 'a')?.metadata.resourceVersion).toBe(String(store.revision));
  });

  it('lists in the order of namespace and name', () => {
    const { controlled } = stores();
    for (const [namespace, name] of [
      ['b', 'x'],
      ['a-b', 'y'],
      ['a', 'z'],
      ['a', 'b'],
    ] as const) {
      controlled.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace } });
    }
    const keys = controlled.list('configmaps', '').map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
    // As bytes, `-` comes before `/`.
    expect(keys).toEqual(['a-b/y', 'a/b', 'a/z', 'b/x']);
    expect(controlled.list('configmaps', '', 'a').map(({ metadata }) => metadata.name)).toEqual(['b', 'z']);
  });

  it('remembers at least as many writes as it should, and says when it has forgotten', () => {
    const { store, controlled } = stores(10);
    const start = store.revision;
    controlled.create(configMap('a'));
    for (let i = 0; i < 100; i++) controlled.update(update('a', String(i)));
    expect(store.since(start)).toBeUndefined();
    expect(store.since(store.revision - 10)?.map(({ revision }) => revision)).toEqual(
      Array.from({ length: 10 }, (_, index) => store.revision - 9 + index),
    );
    expect(store.since(store.revision)).toEqual([]);
  });

  it('tells writes in order, those of a listener after the one that it was told', () => {
    const { controlled } = stores();
    const told: string[] = [];
    const tell = ({ type, object }: StoreChange): void => {
      told.push(`${type} ${object.metadata.name}`);
    };
    controlled.onChange((change) => {
      if (change.type === 'ADDED' && change.object.metadata.name === 'a') controlled.create(configMap('b'));
    });
    const stop = controlled.onChange(tell);
    controlled.create(configMap('a'));
    controlled.delete('configmaps', '', 'default', 'a');
    stop();
    controlled.create(configMap('c'));
    expect(told).toEqual(['ADDED a', 'ADDED b', 'DELETED a']);
  });

  it('keeps status and specification apart, and counts changes of the specification', () => {
    const { controlled } = stores();
    const deployment = (spec: object, status?: object) => ({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'd', namespace: 'default' },
      spec,
      ...(status === undefined ? {} : { status }),
    });
    const created = controlled.create(deployment({ replicas: 1 }, { replicas: 1 }));
    expect(created).toMatchObject({ metadata: { generation: 1 }, status: { replicas: 1 } });
    const scaled = controlled.update(deployment({ replicas: 2 }, { replicas: 9 }));
    expect(scaled).toMatchObject({ metadata: { generation: 2 }, spec: { replicas: 2 }, status: { replicas: 1 } });
    const reported = controlled.updateStatus(deployment({ replicas: 7 }, { replicas: 2 }));
    expect(reported).toMatchObject({ metadata: { generation: 2 }, spec: { replicas: 2 }, status: { replicas: 2 } });
    expect(
      controlled.updateStatus({ ...deployment({}), metadata: { name: 'gone', namespace: 'default' } }),
    ).toBeUndefined();
  });

  it('fills in owners by name, collects what a deleted owner leaves, and waits for finalizers', () => {
    const { controlled } = stores();
    const owner = controlled.create(configMap('owner'));
    const ownerReferences = [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'owner', controller: true }];
    const owned = controlled.create({
      ...configMap('owned'),
      metadata: { name: 'owned', namespace: 'default', ownerReferences },
    });
    expect(owned.metadata.ownerReferences?.[0]?.uid).toBe(owner.metadata.uid);
    const kept = { name: 'kept', namespace: 'default', ownerReferences, finalizers: ['example.com/wait'] };
    controlled.create({ ...configMap('kept'), metadata: kept });
    expect(controlled.delete('configmaps', '', 'default', 'owner')).toBe(true);
    expect(controlled.get('configmaps', '', 'default', 'owned')).toBeUndefined();
    expect(controlled.get('configmaps', '', 'default', 'kept')?.metadata.deletionTimestamp).toBe(
      '2026-01-01T00:00:00Z',
    );
  });

  it('refuses a taken name and a kind that is not served', () => {
    const { controlled } = stores();
    controlled.create(configMap('a'));
    expect(() => controlled.create(configMap('a'))).toThrow('exists already');
    expect(() => controlled.list('secrets', '')).toThrow('not served');
    expect(() => controlled.create({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' } })).toThrow(
      'not served',
    );
  });

  it('makes names of generateName from letters that cannot be mistaken', () => {
    const { controlled } = stores();
    const made = controlled.create({
      ...configMap(''),
      metadata: { name: '', generateName: 'a-', namespace: 'default' },
    });
    expect(made.metadata.name).toMatch(/^a-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
  });
});
