import { describe, expect, it } from 'vitest';
import { resourceTarget, verbOf } from './request-target.ts';

describe('D1: what a path names', () => {
  it.each([
    ['/api/v1/pods', { resource: 'pods', namespace: '', name: '' }],
    ['/api/v1/namespaces/n/pods/p', { resource: 'pods', namespace: 'n', name: 'p', subresource: '' }],
    ['/api/v1/namespaces/n', { resource: 'namespaces', namespace: 'n', name: 'n' }],
    ['/api/v1/namespaces/n/status', { resource: 'namespaces', name: 'n', subresource: 'status' }],
    [
      '/apis/apps/v1/namespaces/n/deployments/d/scale',
      { group: 'apps', version: 'v1', resource: 'deployments', subresource: 'scale' },
    ],
    [
      '/api/v1/namespaces/n/pods/p:15090/proxy/stats/prometheus',
      { name: 'p:15090', subresource: 'proxy', rest: 'stats/prometheus' },
    ],
    ['/apis/g.io/v1/things', { group: 'g.io', version: 'v1', resource: 'things' }],
    ['/api/v1/nodes/a%2Fb', { resource: 'nodes', name: 'a/b' }],
  ])('%s', (path, expected) => {
    expect(resourceTarget(path)).toMatchObject(expected);
  });

  it.each(['/', '/api', '/api/v1', '/apis', '/apis/apps', '/apis/apps/v1', '/version', '/openapi/v3/api/v1'])(
    '%s is no resource',
    (path) => {
      expect(resourceTarget(path)).toBeUndefined();
    },
  );

  it.each([
    ['GET', '/api/v1/pods', '', 'list'],
    ['GET', '/api/v1/pods', 'watch=true', 'watch'],
    ['GET', '/api/v1/pods', 'watch=0', 'list'],
    ['GET', '/api/v1/namespaces/n/pods/p', 'watch=1', 'get'],
    ['DELETE', '/api/v1/namespaces/n/pods', '', 'deletecollection'],
    ['DELETE', '/api/v1/namespaces/n/pods/p', '', 'delete'],
    ['PUT', '/api/v1/namespaces/n/pods/p', '', 'update'],
    ['OPTIONS', '/api/v1/pods', '', undefined],
  ])('%s %s?%s is %s', (method, path, query, verb) => {
    const target = resourceTarget(path);
    if (target === undefined) throw new Error(path);
    expect(verbOf(method, target, new URLSearchParams(query))).toBe(verb);
  });
});
