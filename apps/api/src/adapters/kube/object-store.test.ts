import type { KubernetesObject } from '@weir/mesh';
import { describe, expect, it } from 'vitest';
import { createObjectStore } from './object-store.ts';

const pod = (namespace: string, name: string, phase = 'Running'): KubernetesObject & { status: unknown } => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { namespace, name },
  status: { phase },
});
const service = (namespace: string, name: string): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { namespace, name },
});

function setUp() {
  const store = createObjectStore({ cluster: 'c', alwaysPresent: [] });
  store.replace('pods', undefined, [pod('a', 'one'), pod('a', 'two'), pod('b', 'one')]);
  store.replace('services', undefined, [service('a', 's')]);
  return { store, first: store.publish().snapshot };
}

describe('createObjectStore', () => {
  it('an event makes new only the slice and the kind that it touches', () => {
    const { store, first } = setUp();
    store.upsert('pods', pod('a', 'one', 'Failed'));
    const { snapshot, changed } = store.publish();
    expect([...changed]).toEqual(['a']);
    expect(snapshot.revision).toBe(first.revision + 1);
    expect(snapshot.slices.get('b')).toBe(first.slices.get('b'));
    expect(snapshot.slices.get('a')).not.toBe(first.slices.get('a'));
    expect(snapshot.slices.get('a')?.services).toBe(first.slices.get('a')?.services);
    expect(first.slices.get('a')?.pods.get('one')?.status?.phase).toBe('Running');
  });

  it('what changes nothing that is kept changes nothing at all', () => {
    const { store } = setUp();
    store.upsert('pods', pod('a', 'one'));
    store.replace('pods', undefined, [pod('a', 'one'), pod('a', 'two'), pod('b', 'one')]);
    expect(store.hasChanges()).toBe(false);
  });

  it('a list of one namespace leaves the others alone', () => {
    const { store } = setUp();
    store.replace('pods', 'a', [pod('a', 'three')]);
    const { snapshot } = store.publish();
    expect([...(snapshot.slices.get('a')?.pods.keys() ?? [])]).toEqual(['three']);
    expect(snapshot.slices.get('b')?.pods.size).toBe(1);
    expect(store.objects()).toBe(3);
  });

  it('a namespace goes with its last object, and says so; a named one stays', () => {
    const { store } = setUp();
    store.remove('pods', pod('b', 'one'));
    const { snapshot, changed } = store.publish();
    expect([...snapshot.slices.keys()]).toEqual(['a']);
    expect([...changed]).toEqual(['b']);
    const named = createObjectStore({ cluster: 'c', alwaysPresent: ['n'] });
    expect([...named.publish().snapshot.slices.keys()]).toEqual(['n']);
  });

  it('an empty namespace has a slice while its Namespace exists', () => {
    const { store } = setUp();
    const namespace: KubernetesObject = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'empty' } };
    store.upsert('namespaces', namespace);
    expect(store.publish().snapshot.slices.get('empty')?.namespace).toBe(namespace);
    store.replace('namespaces', undefined, []);
    expect(store.publish().snapshot.slices.has('empty')).toBe(false);
  });

  it('G10: names stand in order whatever order they came in', () => {
    const store = createObjectStore({ cluster: 'c', alwaysPresent: [] });
    for (const name of ['c', 'a', 'b']) store.upsert('pods', pod(`ns-${name}`, name));
    store.publish();
    for (const name of ['c', 'a']) store.upsert('pods', pod('ns-b', name));
    const { slices } = store.publish().snapshot;
    expect([...slices.keys()]).toEqual(['ns-a', 'ns-b', 'ns-c']);
    expect([...(slices.get('ns-b')?.pods.keys() ?? [])]).toEqual(['a', 'b', 'c']);
  });

  it('another mesh configuration concerns every namespace', () => {
    const { store, first } = setUp();
    store.setMesh({ ...first.mesh, rootNamespace: 'root' });
    const { snapshot, changed } = store.publish();
    expect([snapshot.mesh.rootNamespace, ...changed]).toEqual(['root', 'a', 'b']);
    store.setMesh({ ...first.mesh, rootNamespace: 'root' });
    expect(store.hasChanges()).toBe(false);
  });
});
