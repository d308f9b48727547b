import { describe, expect, it } from 'vitest';
import { canonicalLabels, injectSidecar, wantsSidecar } from './injection.ts';

const ENABLED = { 'istio-injection': 'enabled' };
const SWITCH = 'sidecar.istio.io/inject';

describe('research 5: injection', () => {
  it.each([
    ['an enabled namespace', {}, ENABLED, true],
    ['a namespace with a revision', {}, { 'istio.io/rev': 'canary' }, true],
    ['a namespace without labels', {}, {}, false],
    ['no namespace', {}, undefined, false],
    ['a pod that refuses', { [SWITCH]: 'false' }, ENABLED, false],
    ['a pod that asks', { [SWITCH]: 'true' }, {}, true],
    ['a disabled namespace, whatever the pod asks', { [SWITCH]: 'true' }, { 'istio-injection': 'disabled' }, false],
  ])('%s', (_name, labels, namespaceLabels, wanted) => {
    expect(wantsSidecar({ metadata: { labels } }, namespaceLabels)).toBe(wanted);
  });

  it('adds proxy, init container and canonical labels', () => {
    const injected = injectSidecar(
      { metadata: { labels: { app: 'a', version: 'v2' } }, spec: { containers: [{ name: 'app' }] } },
      'w',
      ENABLED,
    );
    expect(injected.spec?.containers.map(({ name }) => name)).toEqual(['app', 'istio-proxy']);
    expect(injected.spec?.initContainers?.map(({ name }) => name)).toEqual(['istio-init']);
    expect(injected.metadata?.labels).toMatchObject({
      app: 'a',
      'service.istio.io/canonical-name': 'a',
      'service.istio.io/canonical-revision': 'v2',
    });
  });

  it('a template that brings its proxy keeps its containers and gets the labels', () => {
    const template = { metadata: { labels: {} }, spec: { containers: [{ name: 'istio-proxy' }] } };
    const injected = injectSidecar(template, 'gateway', undefined);
    expect(injected.spec).toBe(template.spec);
    expect(injected.metadata?.labels).toMatchObject({ 'service.istio.io/canonical-name': 'gateway' });
  });

  it('leaves others as they are', () => {
    const template = { spec: { containers: [{ name: 'app' }] } };
    expect(injectSidecar(template, 'w', {})).toBe(template);
  });

  it.each([
    [{ 'service.istio.io/canonical-name': 'c', 'app.kubernetes.io/name': 'k', app: 'a' }, 'c', 'latest'],
    [{ 'app.kubernetes.io/name': 'k', app: 'a', version: 'v1' }, 'k', 'v1'],
    [{ app: '', 'app.kubernetes.io/version': 'k1', version: 'v1' }, 'workload', 'k1'],
    [{ app: `${'x'.repeat(62)}-y` }, 'x'.repeat(62), 'latest'],
  ])('canonical labels of %j', (labels, name, revision) => {
    expect(canonicalLabels(labels, 'workload')).toEqual({
      'service.istio.io/canonical-name': name,
      'service.istio.io/canonical-revision': revision,
    });
  });
});
