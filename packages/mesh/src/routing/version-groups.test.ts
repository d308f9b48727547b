import { describe, expect, it } from 'vitest';
import { groupVersions, type Member, UNLABELLED_VERSION } from './version-groups.ts';

const member = (workload: string, labels: Record<string, string>): Member => ({ workload, labels });
const shown = (members: readonly Member[], names?: Parameters<typeof groupVersions>[1]) =>
  groupVersions(members, names).map(({ version, label }) => [version, label && `${label.key}=${label.value}`]);

describe('W2: versions and the label that a new subset would select', () => {
  it('takes the first key that separates all pods', () => {
    expect(shown([member('a', { version: 'v1' }), member('b', { version: 'v2' })])).toEqual([
      ['v1', 'version=v1'],
      ['v2', 'version=v2'],
    ]);
  });

  it('orders versions as people count', () => {
    const members = ['v10', 'v2', 'v1'].map((version) => member(version, { version }));
    expect(shown(members).map(([version]) => version)).toEqual(['v1', 'v2', 'v10']);
  });

  it('a key that some pods lack is passed over for the next one', () => {
    // What Istio's injector writes on pods with and without a version label.
    const members = [
      member('a', { version: 'v1', 'service.istio.io/canonical-revision': 'v1' }),
      member('b', { 'service.istio.io/canonical-revision': 'latest' }),
    ];
    expect(shown(members)).toEqual([
      ['latest', 'service.istio.io/canonical-revision=latest'],
      ['v1', 'service.istio.io/canonical-revision=v1'],
    ]);
  });

  it('a canonical label that is the same everywhere does not hide a version label that differs', () => {
    const members = [
      member('a', { 'app.kubernetes.io/version': '1.0', version: 'blue' }),
      member('b', { 'app.kubernetes.io/version': '1.0', version: 'green' }),
    ];
    expect(shown(members)).toEqual([
      ['blue', 'version=blue'],
      ['green', 'version=green'],
    ]);
  });

  it('pods without any version label come last and can not be selected', () => {
    const members = [member('a', { version: 'v1' }), member('b', { tier: 'x' })];
    expect(shown(members)).toEqual([
      ['v1', 'version=v1'],
      [UNLABELLED_VERSION, null],
    ]);
  });

  it('uses configured label names after the usual keys', () => {
    const members = [member('a', { track: 'stable' }), member('b', { track: 'canary' })];
    expect(shown(members, { app: ['app'], version: ['track'] })).toEqual([
      ['canary', 'track=canary'],
      ['stable', 'track=stable'],
    ]);
  });
});
