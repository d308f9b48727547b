import { expect, it } from 'vitest';
import { clusterDomainOf } from './cluster-domain.ts';

const pod = (container: unknown) => ({
  spec: { containers: [{ name: 'app', args: ['--domain', 'x.svc.wrong'] }], initContainers: [container] },
});

it.each([
  [
    pod({ name: 'istio-proxy', args: ['proxy', 'sidecar', '--domain', '$(POD_NAMESPACE).svc.corp.example'] }),
    'corp.example',
  ],
  [pod({ name: 'istio-proxy', args: ['proxy', '--domain'] }), undefined],
  [pod({ name: 'istio-proxy', args: ['proxy', 'x.svc.cluster.local'] }), undefined],
  [pod({ name: 'istio-proxy', args: 'odd' }), undefined],
  [{ spec: 7 }, undefined],
  [undefined, undefined],
])('the domain of %j is %j', (raw, expected) => {
  expect(clusterDomainOf(raw)).toBe(expected);
});
