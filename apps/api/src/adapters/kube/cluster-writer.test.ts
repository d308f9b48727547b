import type { ObjectRef } from '@weir/shared';
import { describe, expect, it } from 'vitest';
import type { Caller } from '../../ports/caller.ts';
import type { ApiClient, ApiRequest } from './api-client.ts';
import { ApiError } from './api-error.ts';
import { createClusterWriter } from './cluster-writer.ts';
import { createPodHttp } from './pod-http.ts';

const caller: Caller = { name: 'me', groups: [], cluster: 'c', readableNamespaces: 'all' };
const ref: ObjectRef = { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', namespace: 'shop', name: 'web' };
const object = {
  apiVersion: ref.apiVersion,
  kind: ref.kind,
  metadata: { name: 'web', namespace: 'shop', managedFields: [{ manager: 'm', fieldsV1: {} }] },
};

function setUp(answer: (request: ApiRequest) => unknown = () => object) {
  const requests: ApiRequest[] = [];
  const json = async (request: ApiRequest): Promise<unknown> => {
    requests.push(request);
    return answer(request);
  };
  const api: ApiClient = {
    json,
    text: async (request) => JSON.stringify(await json(request)),
    stream: () => Promise.reject(new Error('unused')),
    close: async () => undefined,
  };
  return { podHttp: createPodHttp(api), requests, writer: createClusterWriter(api) };
}

const PATH = '/apis/networking.istio.io/v1/namespaces/shop/virtualservices';
const QUERY = 'fieldManager=weir&fieldValidation=Strict';

describe('createClusterWriter', () => {
  it('W5: an edit is a JSON Patch as weir, validated strictly, and W7: a dry run changes nothing', async () => {
    const { requests, writer } = setUp();
    const patch = [{ op: 'add' as const, path: '/spec/http/0/route/0/weight', value: 5 }];
    await writer.patch(caller, ref, patch, { dryRun: false });
    await writer.patch(caller, ref, patch, { dryRun: true });
    expect(requests).toEqual([
      { method: 'PATCH', path: `${PATH}/web?${QUERY}`, body: patch, contentType: 'application/json-patch+json' },
      {
        method: 'PATCH',
        path: `${PATH}/web?${QUERY}&dryRun=All`,
        body: patch,
        contentType: 'application/json-patch+json',
      },
    ]);
  });

  it('W6: creates, and deletes only the version that was seen', async () => {
    const { requests, writer } = setUp();
    await writer.create(caller, object, { dryRun: true });
    await writer.delete(caller, ref, '77');
    expect(requests).toEqual([
      { method: 'POST', path: `${PATH}?${QUERY}&dryRun=All`, body: object },
      {
        method: 'DELETE',
        path: `${PATH}/web`,
        body: { apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { resourceVersion: '77' } },
      },
    ]);
  });

  it('reads the live object with managedFields reduced; what does not exist is undefined', async () => {
    const { writer } = setUp();
    expect((await writer.get(caller, ref))?.metadata.managedFields).toEqual([{ manager: 'm' }]);
    const missing = setUp(() => {
      throw new ApiError('not-found', 404, 'no');
    });
    expect(await missing.writer.get(caller, ref)).toBeUndefined();
    const forbidden = setUp(() => {
      throw new ApiError('forbidden', 403, 'no');
    });
    await expect(forbidden.writer.get(caller, ref)).rejects.toMatchObject({ kind: 'forbidden' });
  });

  it('W10: finds ControllerRevisions without asking, and W14: other kinds by discovery, once', async () => {
    const { requests, writer } = setUp(({ path }) =>
      path === '/apis/example.io/v1'
        ? {
            resources: [
              { name: 'widgets/status', kind: 'Widget' },
              { name: 'widgets', kind: 'Widget' },
            ],
          }
        : object,
    );
    await writer.get(caller, { ...ref, apiVersion: 'apps/v1', kind: 'ControllerRevision' });
    for (const name of ['a', 'b'])
      await writer.get(caller, { apiVersion: 'example.io/v1', kind: 'Widget', namespace: 'n', name });
    expect(requests.map(({ path }) => path)).toEqual([
      '/apis/apps/v1/namespaces/shop/controllerrevisions/web',
      '/apis/example.io/v1',
      '/apis/example.io/v1/namespaces/n/widgets/a',
      '/apis/example.io/v1/namespaces/n/widgets/b',
    ]);
    await expect(writer.get(caller, { ...ref, apiVersion: 'example.io/v1', kind: 'Gadget' })).resolves.toBeUndefined();
  });

  it('names cannot leave their place in the path', async () => {
    const { podHttp, requests, writer } = setUp();
    await writer.get(caller, { ...ref, namespace: '../x', name: 'a/b?c' });
    await podHttp.get(
      { namespace: 'n', pod: 'p/../q', port: 15090, path: '/stats/prometheus?filter=istio_' },
      { signal: new AbortController().signal, maxBytes: 5 },
    );
    expect(requests.map(({ path }) => path)).toEqual([
      '/apis/networking.istio.io/v1/namespaces/..%2Fx/virtualservices/a%2Fb%3Fc',
      '/api/v1/namespaces/n/pods/p%2F..%2Fq:15090/proxy/stats/prometheus?filter=istio_',
    ]);
    expect(requests[1]).toMatchObject({ maxBytes: 5 });
  });

  it('S4: an answer that is no object is an error', async () => {
    await expect(setUp(() => ({})).writer.create(caller, object, { dryRun: false })).rejects.toMatchObject({
      kind: 'internal',
    });
  });
});
