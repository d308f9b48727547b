import { Agent, type Dispatcher, ProxyAgent, Socks5ProxyAgent } from 'undici';
import type { Clock } from '../../ports/clock.ts';
import { ApiError, errorFromResponse } from './api-error.ts';
import type { Connection, Credentials } from './credentials.ts';
import { errorFromNetwork, isNoConnection, isStaleConnection } from './network-error.ts';

export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Absolute path of the API, with its query, as `/api/v1/pods?limit=500`. */
  readonly path: string;
  readonly body?: unknown;
  /** Default `application/json`. */
  readonly contentType?: string;
  /** How long the server may be silent, before its answer and within it. Default 30 s. */
  readonly timeoutMs?: number;
  readonly maxBytes?: number;
  readonly signal?: AbortSignal;
}

/** HTTP to one API server as the kubeconfig's user. Every method rejects with an ApiError and nothing else. */
export interface ApiClient {
  readonly text: (request: ApiRequest) => Promise<string>;
  readonly json: (request: ApiRequest) => Promise<unknown>;
  /** An answer without an end. The chunks end or throw when the connection does; `signal` ends it from this side. */
  readonly stream: (path: string, signal: AbortSignal) => Promise<AsyncIterable<Uint8Array>>;
  readonly close: () => Promise<void>;
}

const TIMEOUT_MS = 30_000;
const CONNECT_TIMEOUT_MS = 10_000;
/** Below the 90 s after which an API server closes idle connections. */
const KEEP_ALIVE_MS = 30_000;
const MAX_BYTES = 256 * 1024 * 1024;
const MAX_ERROR_BYTES = 64 * 1024;

type Response = Dispatcher.ResponseData;

export function createApiClient(credentials: Credentials, clock: Clock): ApiClient {
  let pool: { readonly version: number; readonly dispatcher: Dispatcher } | undefined;
  let closed = false;

  const dispatcherFor = (connection: Connection): Dispatcher => {
    if (closed) throw new ApiError('unreachable', 0, 'The connection to the cluster has been closed.');
    if (pool?.version === connection.version) return pool.dispatcher;
    // Requests on their way keep the old connections until they are done.
    pool?.dispatcher.close().catch(() => undefined);
    pool = { version: connection.version, dispatcher: createDispatcher(connection) };
    return pool.dispatcher;
  };

  const send = async (request: ApiRequest, bodyTimeoutMs: number, isRetry = false): Promise<Response> => {
    const connection = await credentials.connection();
    try {
      const response = await dispatch(dispatcherFor(connection), connection, request, bodyTimeoutMs);
      if (response.statusCode < 400) return response;
      const body = await readText(response, MAX_ERROR_BYTES, 'cut');
      if (response.statusCode === 401 && !isRetry && credentials.renew()) return send(request, bodyTimeoutMs, true);
      throw errorFromResponse(response.statusCode, body, headerOf(response, 'retry-after'), clock.nowMs());
    } catch (error) {
      if (error instanceof ApiError) throw error;
      if (request.signal?.aborted === true) throw new ApiError('unreachable', 0, 'The request was cancelled.');
      // Nothing of the request has arrived where no connection was made, so that it can be sent by what the file says now.
      if (!isRetry && isNoConnection(error) && credentials.reread()) return send(request, bodyTimeoutMs, true);
      if (!isRetry && request.method === 'GET' && isStaleConnection(error)) return send(request, bodyTimeoutMs, true);
      throw errorFromNetwork(error, connection);
    }
  };

  const text = async (request: ApiRequest): Promise<string> => {
    const response = await send(request, request.timeoutMs ?? TIMEOUT_MS);
    try {
      return await readText(response, request.maxBytes ?? MAX_BYTES, 'refuse');
    } catch (error) {
      if (error instanceof ApiError) throw error;
      if (request.signal?.aborted === true) throw new ApiError('unreachable', 0, 'The request was cancelled.');
      throw errorFromNetwork(error, await credentials.connection());
    }
  };

  return {
    text,
    json: async (request) => {
      const body = await text(request);
      try {
        return JSON.parse(body) as unknown;
      } catch (error) {
        throw new ApiError('internal', 200, 'The API server answered with something that is not JSON.', {
          cause: error,
        });
      }
    },
    stream: async (path, signal) => (await send({ method: 'GET', path, signal }, 0)).body,
    close: async () => {
      closed = true;
      await pool?.dispatcher.destroy();
    },
  };
}

function createDispatcher(connection: Connection): Dispatcher {
  const connect = { ...connection.tls, timeout: CONNECT_TIMEOUT_MS };
  const options = { keepAliveTimeout: KEEP_ALIVE_MS, connect };
  if (connection.proxyUrl === undefined) return new Agent(options);
  if (connection.proxyUrl.startsWith('socks')) {
    // undici's types leave out requestTls, which its Socks5ProxyAgent reads for the server behind the proxy.
    const socks = { keepAliveTimeout: KEEP_ALIVE_MS, requestTls: connect };
    return new Socks5ProxyAgent(connection.proxyUrl, socks);
  }
  return new ProxyAgent({ uri: connection.proxyUrl, keepAliveTimeout: KEEP_ALIVE_MS, requestTls: connect });
}

function dispatch(
  dispatcher: Dispatcher,
  connection: Connection,
  request: ApiRequest,
  bodyTimeoutMs: number,
): Promise<Response> {
  const hasBody = request.body !== undefined;
  // Some API servers are behind a path, as https://host/k8s/clusters/c-1.
  const prefix = connection.server.pathname.replace(/\/+$/, '');
  return dispatcher.request({
    origin: connection.server.origin,
    path: `${prefix}${request.path}`,
    method: request.method,
    headers: {
      accept: 'application/json',
      'user-agent': 'weir',
      ...connection.headers,
      ...(hasBody ? { 'content-type': request.contentType ?? 'application/json' } : {}),
    },
    body: hasBody ? JSON.stringify(request.body) : null,
    headersTimeout: request.timeoutMs ?? TIMEOUT_MS,
    bodyTimeout: bodyTimeoutMs,
    signal: request.signal ?? null,
  });
}

/** The body as text. Longer than `maxBytes`: cut off, or an error; either way the connection is given up. */
async function readText(response: Response, maxBytes: number, overflow: 'cut' | 'refuse'): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) {
      if (overflow === 'cut') break;
      throw new ApiError(
        'internal',
        response.statusCode,
        `The answer is longer than the ${maxBytes} bytes that are read.`,
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function headerOf(response: Response, name: string): string | undefined {
  const value = response.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
