import { describe, expect, it } from 'vitest';
import { compareRouting, weightsTouched } from './compare-routing.ts';
import { cloneJson } from './json.ts';

const ref = { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', namespace: 'default', name: 'a' };
const base = {
  ...ref,
  metadata: {
    name: 'a',
    namespace: 'default',
    resourceVersion: '1',
    generation: 1,
    uid: 'u',
    annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{}', own: '1' },
  },
  spec: { http: [{ timeout: '3s', route: [{ weight: 90 }, { weight: 10 }] }] },
};
type Base = typeof base;
const changed = (change: (copy: Base) => void): Base => {
  const copy = cloneJson(base);
  change(copy);
  return copy;
};
const fields = [
  { manager: 'kubectl-edit', operation: 'Update', time: '2024-05-02T10:00:00Z' },
  { manager: 'weir', operation: 'Update', time: '2024-05-01T10:00:00Z' },
  { manager: 'istiod', operation: 'Update', time: '2024-05-03T10:00:00Z', subresource: 'status' },
];

describe('W8: what somebody else changed', () => {
  it('names the field, both values, who and when', () => {
    const live = changed((copy) => {
      copy.spec.http[0] = { timeout: '5s', route: [{ weight: 90 }, { weight: 10 }] };
      copy.metadata.resourceVersion = '2';
    });
    expect(compareRouting(base, live, ref, fields)).toEqual([
      {
        object: ref,
        path: '/spec/http/0/timeout',
        before: '3s',
        after: '5s',
        manager: 'kubectl-edit',
        time: '2024-05-02T10:00:00Z',
      },
    ]);
  });

  it('leaves out what the server and kubectl keep for themselves', () => {
    const live = changed(({ metadata }) => {
      metadata.resourceVersion = '9';
      metadata.generation = 4;
      metadata.annotations['kubectl.kubernetes.io/last-applied-configuration'] = '{"a":1}';
    });
    expect(compareRouting(base, { ...live, status: { observed: 1 } }, ref, fields)).toEqual([]);
  });

  it('tells of annotations, additions and removals', () => {
    const live = changed((copy) => {
      copy.metadata.annotations.own = '2';
      copy.spec.http.push({ timeout: '1s', route: [] });
      copy.spec.http[0]?.route.pop();
    });
    expect(
      compareRouting(base, live, ref, []).map(({ path, before, after, manager }) => [path, before, after, manager]),
    ).toEqual([
      ['/metadata/annotations/own', '1', '2', null],
      ['/spec/http/0/route/1', { weight: 10 }, undefined, null],
      ['/spec/http/1', undefined, { timeout: '1s', route: [] }, null],
    ]);
  });

  it('an object that came or went is one change', () => {
    expect(compareRouting(base, undefined, ref, undefined).map(({ path, after }) => [path, after])).toEqual([
      ['', undefined],
    ]);
    expect(compareRouting(undefined, base, ref, undefined)[0]).not.toHaveProperty('before');
  });
});

describe("W8: whether the chosen route's weights are among the changes", () => {
  const touched = (...paths: string[]) =>
    weightsTouched(
      paths.map((path) => ({ object: ref, path, manager: null, time: null })),
      '/spec/http/1',
    );
  it.each([
    ['/spec/http/1/route/0/weight', true],
    ['/spec/http/1/route/2', true],
    ['/spec/http/1/match/0/headers', true],
    ['/spec/http/1', true],
    ['/spec/http', true],
    ['', true],
    ['/spec/http/1/timeout', false],
    ['/spec/http/10/route/0/weight', false],
    ['/spec/http/0/route/0/weight', false],
    ['/metadata/labels/a', false],
  ])('%s: %s', (path, expected) => {
    expect(touched(path)).toBe(expected);
  });
  it('a route put in above touches those that it shifts', () => {
    const before = { spec: { http: [{ match: [{ uri: { exact: '/a' } }], route: [] }, { route: [{ weight: 1 }] }] } };
    const after = { spec: { http: [{ name: 'new', route: [] }, ...before.spec.http] } };
    expect(weightsTouched(compareRouting(before, after, ref, []), '/spec/http/1')).toBe(true);
  });
});
