import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ApiClient, createApiClient } from './api-client.ts';
import { createCredentials } from './credentials.ts';
import type { KubeContext, UserEntry } from './kube-context.ts';
import { createManualClock } from './testing/test-clocks.ts';

let server: Server;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let requests: IncomingMessage[];
let client: ApiClient;

beforeEach(async () => {
  requests = [];
  server = createServer((request, response) => {
    requests.push(request);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  await client.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const url = (path = '') => new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`);
const contextOf = (user: UserEntry, server: URL): KubeContext => ({
  name: 'c',
  userName: 'me',
  cluster: { server, skipTlsVerify: false },
  user,
});

function connect(
  user: UserEntry = { token: 'one' },
  target = url(),
  reloaded: UserEntry = user,
  newTarget = target,
): ApiClient {
  const clock = createManualClock();
  const reload = () => contextOf(reloaded, newTarget);
  client = createApiClient(createCredentials(contextOf(user, target), reload, clock), clock);
  return client;
}

const rejection = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (error: unknown) => error,
  );

describe('createApiClient', () => {
  it('S4: after a 401 the credential is renewed and the request sent once more, also a write', async () => {
    answer = (request, response) => {
      response.statusCode = request.headers.authorization === 'Bearer two' ? 200 : 401;
      response.end('{"ok":true}');
    };
    connect({ token: 'one' }, url(), { token: 'two' });
    expect(await client.json({ method: 'POST', path: '/x', body: { a: 1 } })).toEqual({ ok: true });
    expect(requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer one', 'Bearer two']);
  });

  it('S4: a cluster that was made anew at another address is found there, also by a write', async () => {
    answer = (_request, response) => response.end('{}');
    connect({ token: 'old' }, new URL('http://127.0.0.1:1'), { token: 'new' }, url());
    expect(await client.json({ method: 'POST', path: '/x', body: {} })).toEqual({});
    expect(requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer new']);
  });

  it('a credential that stays refused is an error after one more attempt', async () => {
    answer = (_request, response) => response.writeHead(401).end('Unauthorized');
    connect();
    expect(await rejection(client.json({ method: 'GET', path: '/x' }))).toMatchObject({
      kind: 'unauthenticated',
      status: 401,
    });
    expect(requests).toHaveLength(2);
  });

  it('S4: a connection that was closed under a request is opened again for a read, never for a write', async () => {
    answer = (request, response) => {
      if (requests.length === 1) request.socket.destroy();
      else response.end('{}');
    };
    connect();
    expect(await client.json({ method: 'GET', path: '/x' })).toEqual({});
    requests = [];
    expect(await rejection(client.json({ method: 'PATCH', path: '/x', body: [] }))).toMatchObject({
      kind: 'unreachable',
    });
    expect(requests).toHaveLength(1);
  });

  it('a server that is silent, before its answer or within it, is given up', async () => {
    answer = (request, response) => {
      if (request.url === '/within') response.writeHead(200).write('{');
    };
    connect();
    const options = { method: 'GET', timeoutMs: 300 } as const;
    const errors = await Promise.all(
      ['/before', '/within'].map((path) => rejection(client.json({ ...options, path }))),
    );
    expect(errors).toEqual([
      expect.objectContaining({
        kind: 'unreachable',
        message: expect.stringContaining('did not answer in time') as string,
      }),
      expect.objectContaining({ kind: 'unreachable', message: expect.stringContaining('in the middle') as string }),
    ]);
  });

  it('a cancelled request ends at once, before its answer and within it', async () => {
    answer = (request, response) => {
      if (request.url === '/within') response.writeHead(200).write('{');
    };
    connect();
    for (const path of ['/before', '/within']) {
      const abort = new AbortController();
      setTimeout(() => abort.abort(), 30);
      const error = await rejection(client.json({ method: 'GET', path, signal: abort.signal }));
      expect(error).toMatchObject({ kind: 'unreachable', message: 'The request was cancelled.' });
    }
  });

  it('S4: an answer that is too long or no JSON is an error', async () => {
    answer = (_request, response) => response.end('x'.repeat(5_000));
    connect();
    expect(await rejection(client.text({ method: 'GET', path: '/x', maxBytes: 4_999 }))).toMatchObject({
      kind: 'internal',
    });
    expect(await client.text({ method: 'GET', path: '/x', maxBytes: 5_000 })).toHaveLength(5_000);
    expect(await rejection(client.json({ method: 'GET', path: '/x' }))).toMatchObject({ kind: 'internal' });
  });

  it('an API server behind a path, and the headers of the user', async () => {
    answer = (_request, response) => response.end('{}');
    connect({ token: 't', impersonate: { user: 'other', groups: ['g1', 'g2'] } }, url('/k8s/c-1/'));
    await client.json({ method: 'GET', path: '/api/v1/pods?limit=5' });
    expect(requests[0]?.url).toBe('/k8s/c-1/api/v1/pods?limit=5');
    expect(requests[0]?.headers).toMatchObject({ 'impersonate-user': 'other', 'impersonate-group': 'g1, g2' });
  });

  it('a server that is not there, and a closed client', async () => {
    connect({ token: 'sesame' }, new URL('http://127.0.0.1:1'));
    const error = await rejection(client.json({ method: 'GET', path: '/x' }));
    expect(error).toMatchObject({ kind: 'unreachable', status: 0 });
    expect(String(error)).toContain('Nothing listens at 127.0.0.1:1');
    await client.close();
    expect(await rejection(client.json({ method: 'GET', path: '/x' }))).toMatchObject({ kind: 'unreachable' });
  });
});
