import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../json.ts';
import { schemaOf } from '../schema/schemas.ts';
import { PatchError } from './patch-error.ts';
import { applyStrategicMergePatch } from './strategic-merge-patch.ts';

const POD = schemaOf('', 'Pod');
const pod = (...containers: JsonObject[]): JsonObject => ({ spec: { containers } });
const A = {
  name: 'a',
  image: 'a:1',
  env: [
    { name: 'X', value: '1' },
    { name: 'Y', value: '2' },
  ],
};
const B = { name: 'b', image: 'b:1' };

describe('D1: strategic merge patch', () => {
  it.each<[string, JsonObject, JsonObject]>([
    ['merges containers by name', pod({ name: 'a', image: 'a:2' }), pod({ ...A, image: 'a:2' }, B)],
    ['adds what is new', pod({ name: 'c', image: 'c' }), pod(A, B, { name: 'c', image: 'c' })],
    [
      'merges lists within, by their own key',
      pod({
        name: 'a',
        env: [
          { name: 'Y', value: '9' },
          { name: 'Z', value: '3' },
        ],
      }),
      pod({ ...A, env: [A.env[0] ?? {}, { name: 'Y', value: '9' }, { name: 'Z', value: '3' }] }, B),
    ],
    ['deletes an item', pod({ name: 'a', $patch: 'delete' }), pod(B)],
    ['replaces the list', pod({ $patch: 'replace' }, { name: 'z', image: 'z' }), pod({ name: 'z', image: 'z' })],
    ['removes with null', { spec: { containers: null } }, { spec: {} }],
    [
      'follows an order',
      { spec: { '$setElementOrder/containers': [{ name: 'b' }, { name: 'a' }], containers: [] } },
      pod(B, A),
    ],
    [
      'leaves lists without a merge key to replacement',
      { spec: { tolerations: [{ key: 'k' }] } },
      { spec: { containers: [A, B], tolerations: [{ key: 'k' }] } },
    ],
  ])('%s', (_name, patch, expected) => {
    expect(applyStrategicMergePatch(POD, pod(A, B), patch)).toEqual(expected);
  });

  it('keeps only the retained keys', () => {
    const schema = schemaOf('apps', 'Deployment');
    const live = { spec: { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } } } };
    const patch = { spec: { strategy: { $retainKeys: ['type'], type: 'Recreate' } } };
    expect(applyStrategicMergePatch(schema, live, patch)).toEqual({ spec: { strategy: { type: 'Recreate' } } });
  });

  it('deletes from lists of scalars', () => {
    const live = { metadata: { finalizers: ['a/b', 'c/d'] } };
    const patch = { metadata: { '$deleteFromPrimitiveList/finalizers': ['a/b'], finalizers: ['e/f'] } };
    expect(applyStrategicMergePatch(POD, live, patch)).toEqual({ metadata: { finalizers: ['c/d', 'e/f'] } });
  });

  it('refuses an item without its key', () => {
    expect(() => applyStrategicMergePatch(POD, pod(A), pod({ image: 'n' }))).toThrow(
      new PatchError('map: map[image:n] does not contain declared merge key: name'),
    );
  });
});
