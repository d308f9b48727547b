import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createMemoryCollection, type MemoryCollection } from './memory-collection.ts';

/** An HTTP server that plays an API server, and misbehaves on request. */
export interface FakeApiServer {
  readonly url: string;
  /** The collection of a plural, as `pods`; made when first asked for. */
  readonly collection: (plural: string) => MemoryCollection;
  /** Resources of networking.istio.io/v1; empty: the group is not served. */
  readonly setServed: (plurals: readonly string[]) => void;
  /** Answers a request in its own way; returns true when it did. */
  fault: (request: FakeRequest, response: ServerResponse) => boolean;
  /** All requests so far. */
  readonly requests: FakeRequest[];
  readonly close: () => Promise<void>;
}

interface FakeRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

const ISTIO = ['virtualservices', 'destinationrules', 'gateways', 'serviceentries', 'sidecars'];

export async function startFakeApiServer(port = 0): Promise<FakeApiServer> {
  const counter = { value: 100 };
  const collections = new Map<string, MemoryCollection>();
  let served: readonly string[] = ISTIO;
  const collection = (plural: string): MemoryCollection => {
    const known = collections.get(plural) ?? createMemoryCollection(counter);
    collections.set(plural, known);
    return known;
  };
  const fake: Omit<FakeApiServer, 'url' | 'close'> = {
    collection,
    setServed: (plurals) => {
      served = plurals;
    },
    fault: () => false,
    requests: [],
  };

  const answer = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const request = await readRequest(message);
    fake.requests.push(request);
    if (fake.fault(request, response)) return;
    const discovered = discovery(request.path, served);
    if (discovered !== undefined) return sendJson(response, 200, discovered);
    const target = targetOf(request.path);
    if (target === undefined || (ISTIO.includes(target.plural) && !served.includes(target.plural))) {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('404 page not found');
      return;
    }
    const filter = {
      namespace: target.namespace,
      name: request.query.get('fieldSelector')?.replace('metadata.name=', ''),
    };
    if (request.query.get('watch') === 'true') {
      const closed = new AbortController();
      response.on('close', () => closed.abort());
      const from = request.query.get('resourceVersion') ?? '';
      await stream(response, collection(target.plural).watch(from, filter, closed.signal));
      return;
    }
    const list = collection(target.plural).list({
      limit: Number(request.query.get('limit') ?? 0),
      continueToken: request.query.get('continue') ?? '',
      ...filter,
    });
    sendJson(response, typeof list.code === 'number' ? list.code : 200, list);
  };

  const server = createServer((message, response) => {
    answer(message, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address() as AddressInfo;
  return Object.assign(fake, {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

export const statusBody = (code: number, reason: string, message: string) => ({
  kind: 'Status',
  apiVersion: 'v1',
  status: 'Failure',
  code,
  reason,
  message,
});

async function stream(response: ServerResponse, lines: AsyncGenerator<string, void>): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.flushHeaders();
  for await (const line of lines) response.write(`${line}\n`);
  response.end();
}

async function readRequest(message: IncomingMessage): Promise<FakeRequest> {
  const url = new URL(message.url ?? '/', 'http://fake');
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return {
    method: message.method ?? '',
    path: url.pathname,
    query: url.searchParams,
    headers: message.headers,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

function discovery(path: string, served: readonly string[]): unknown {
  if (path === '/version') return { gitVersion: 'v1.34.0' };
  if (path === '/apis') {
    const group = { name: 'networking.istio.io', versions: [{ version: 'v1beta1' }, { version: 'v1' }] };
    return { kind: 'APIGroupList', groups: served.length === 0 ? [] : [group] };
  }
  if (path === '/apis/networking.istio.io/v1') return { resources: served.map((name) => ({ name })) };
  return path === '/apis/networking.istio.io/v1beta1' ? { resources: [] } : undefined;
}

function targetOf(path: string): { readonly plural: string; readonly namespace: string | undefined } | undefined {
  const match = /^\/(?:api\/v1|apis\/[^/]+\/[^/]+)(?:\/namespaces\/([^/]+))?\/([a-z]+)$/.exec(path);
  return match?.[2] === undefined ? undefined : { plural: match[2], namespace: match[1] };
}
