import { expect, it } from 'vitest';
import { compareVersions } from './kube-version.ts';

it('W6: versions stand as Kubernetes ranks them, the newest stable one first', () => {
  const versions = ['v1alpha3', 'v1', 'foo', 'v1beta1', 'v2', 'v1beta2', 'v10', 'bar', 'v2alpha1'];
  expect(versions.sort(compareVersions)).toEqual([
    'v10',
    'v2',
    'v1',
    'v1beta2',
    'v1beta1',
    'v2alpha1',
    'v1alpha3',
    'bar',
    'foo',
  ]);
});
