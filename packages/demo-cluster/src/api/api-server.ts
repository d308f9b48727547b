import type { IncomingMessage, ServerResponse } from 'node:http';
import { type AccessRequest, isAllowed } from '../access/access-rules.ts';
import { ANONYMOUS, type User } from '../access/users.ts';
import type { InjectedFaults } from '../faults.ts';
import { negotiate } from '../http/negotiate.ts';
import { type ResourceTarget, resourceTarget, verbOf } from '../http/request-target.ts';
import { ApiError, badRequest, methodNotAllowed } from '../http/status.ts';
import { isJsonObject, type JsonObject } from '../json.ts';
import { kindOf } from '../kinds/kinds.ts';
import { type ResourceKind, resourceName } from '../kinds/resource-kind.ts';
import type { ObjectStore } from '../store/object-store.ts';
import { isServed, servedKinds } from '../store/served-kinds.ts';
import { parseJson, readProtobuf } from './body.ts';
import { aggregated, apiGroup, coreVersions, groupList, REVIEWS, resourceList, VERSION } from './discovery.ts';
import { openApiDocument, openApiIndex } from './open-api.ts';
import { logReply, proxyReply, type SidecarStatistics } from './pod-endpoints.ts';
import { isProtobuf } from './protobuf.ts';
import { errorReply, internalError, jsonReply, pageNotFound, type Reply, send, textReply } from './reply.ts';
import { answerResource } from './resource-requests.ts';
import { answerReview } from './reviews.ts';
import type { Watches } from './watch.ts';

/** The API server's limit for a body. */
const BODY_LIMIT_BYTES = 3 * 1024 * 1024;

export interface ApiServerOptions {
  readonly store: ObjectStore;
  readonly watches: Watches;
  readonly faults: InjectedFaults;
  /** Users by token. */
  readonly tokens: ReadonlyMap<string, User>;
  readonly statistics: SidecarStatistics;
  /** Host and port as clients see them. */
  readonly address: () => string;
}

interface Incoming {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly user: User;
  readonly message: IncomingMessage;
  readonly response: ServerResponse;
}

/** Answers every request of the Kubernetes API. Never throws: what goes wrong is answered. */
export async function handleRequest(
  options: ApiServerOptions,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const method = message.method ?? 'GET';
  let reply: Reply | undefined;
  try {
    const url = new URL(message.url ?? '/', 'https://localhost');
    const user = authenticate(options, message);
    reply = await answer(options, { method, path: url.pathname, query: url.searchParams, user, message, response });
  } catch (cause) {
    if (cause instanceof ApiError) reply = errorReply(cause);
    else reply = internalError(cause instanceof Error ? cause.message : String(cause));
  }
  if (reply === undefined) return;
  // What a refused client still sends is not read.
  if (!message.complete) response.setHeader('connection', 'close');
  send(response, reply, method !== 'HEAD');
}

/** Who asks. Throws 401 for a token that nobody has. */
function authenticate(options: ApiServerOptions, message: IncomingMessage): User {
  const { authorization } = message.headers;
  if (authorization === undefined) return ANONYMOUS;
  const token = /^Bearer\s+(\S+)$/i.exec(authorization)?.[1];
  const user = token === undefined ? undefined : options.tokens.get(token);
  if (user === undefined) throw unauthorized();
  return user;
}

const unauthorized = (): ApiError => new ApiError(401, 'Unauthorized', 'Unauthorized');

async function answer(options: ApiServerOptions, incoming: Incoming): Promise<Reply | undefined> {
  const target = resourceTarget(incoming.path);
  if (target === undefined) {
    const verb = incoming.method === 'HEAD' ? 'get' : incoming.method.toLowerCase();
    authorize(incoming.user, { verb, path: incoming.path });
    return answerPath(options, incoming);
  }
  const verb = verbOf(incoming.method, target, incoming.query);
  if (verb === undefined) throw methodNotAllowed();
  authorize(incoming.user, { verb, ...target });
  const resource = target.subresource === '' ? target.resource : `${target.resource}/${target.subresource}`;
  await options.faults.strike({ verb, resource, namespace: target.namespace, name: target.name });
  const body = await readBody(incoming.message);
  return answerTarget(options, incoming, target, verb, body);
}

/** Throws 403 in the API server's words, or 401 for somebody who has not said who they are. */
function authorize(user: User, request: AccessRequest): void {
  if (isAllowed(user.rules, request)) return;
  if (user === ANONYMOUS) throw unauthorized();
  if ('path' in request) {
    throw new ApiError(
      403,
      'Forbidden',
      `forbidden: User ${JSON.stringify(user.name)} cannot ${request.verb} path ${JSON.stringify(request.path)}`,
      {},
    );
  }
  const { verb, group, resource, subresource, namespace, name } = request;
  const named = resourceName({ group, plural: resource });
  const asked = subresource === '' ? resource : `${resource}/${subresource}`;
  const where = namespace === '' ? 'at the cluster scope' : `in the namespace ${JSON.stringify(namespace)}`;
  const what = `User ${JSON.stringify(user.name)} cannot ${verb} resource ${JSON.stringify(asked)} in API group ${JSON.stringify(group)} ${where}`;
  const subject = name === '' ? named : `${named} ${JSON.stringify(name)}`;
  throw new ApiError(403, 'Forbidden', `${subject} is forbidden: ${what}`, {
    ...(name === '' ? {} : { name }),
    ...(group === '' ? {} : { group }),
    kind: resource,
  });
}

/** Reads the body. Throws 413 beyond the limit. */
async function readBody(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_LIMIT_BYTES) {
      throw new ApiError(413, 'RequestEntityTooLarge', `Request entity too large: limit is ${BODY_LIMIT_BYTES}`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function answerTarget(
  options: ApiServerOptions,
  incoming: Incoming,
  target: ResourceTarget,
  verb: string,
  body: Buffer,
): Reply | undefined {
  const { message, response, query } = incoming;
  const review = REVIEWS.find((known) => known.group === target.group && known.plural === target.resource);
  if (review !== undefined && target.version === 'v1') {
    if (verb !== 'create') throw methodNotAllowed();
    return jsonReply(201, answerReview(review.kind, reviewBody(body), incoming.user, options.store.now()));
  }
  const kind = kindOf(target.resource, target.group);
  if (kind === undefined || !kind.versions.includes(target.version) || !isServed(options.store, kind))
    return pageNotFound();
  if (kind.kind === 'Pod' && verb === 'get') {
    if (target.subresource === 'proxy') {
      return proxyReply(options.store, kind, target.namespace, target.name, target.rest, query, options.statistics);
    }
    if (target.subresource === 'log') return logReply(options.store, kind, target.namespace, target.name, query);
  }
  const known = target.subresource === '' || (kind.subresources as readonly string[]).includes(target.subresource);
  if (!known || target.rest !== '') return pageNotFound();
  const request = {
    kind,
    target,
    verb,
    query,
    body,
    contentType: message.headers['content-type'],
    accept: message.headers.accept,
    userAgent: message.headers['user-agent'],
  };
  return answerResource(options, request, response);
}

function reviewBody(body: Buffer): JsonObject {
  try {
    const value = isProtobuf(body) ? readProtobuf(body) : parseJson(body.toString('utf8'));
    if (isJsonObject(value)) return value;
  } catch (cause) {
    if (cause instanceof ApiError) throw cause;
    throw badRequest(`couldn't get version/kind; json parse error: ${cause instanceof Error ? cause.message : cause}`);
  }
  throw badRequest("couldn't get version/kind; json parse error: expected an object");
}

/** Paths that are no resources: discovery, OpenAPI, health and version. */
function answerPath(options: ApiServerOptions, incoming: Incoming): Reply {
  const { path, message } = incoming;
  if (incoming.method !== 'GET' && incoming.method !== 'HEAD') throw methodNotAllowed();
  const bare = path.replace(/\/$/, '');
  if (bare === '/healthz' || bare === '/livez' || bare === '/readyz') return textReply(200, 'ok');
  if (bare === '/version') return jsonReply(200, VERSION);
  const kinds = servedKinds(options.store);
  if (bare === '/api') return discovery(kinds, true, message.headers.accept, options.address());
  if (bare === '/apis') return discovery(kinds, false, message.headers.accept, options.address());
  if (bare === '/openapi/v3') return jsonReply(200, openApiIndex(kinds));
  const named = bare.startsWith('/openapi/v3/') ? bare.slice('/openapi/v3/'.length) : undefined;
  const document = named === undefined ? undefined : openApiDocument(kinds, named);
  if (document !== undefined) return jsonReply(200, document);
  const [, root, first = '', second = '', more] = bare.split('/');
  if (more !== undefined) return pageNotFound();
  const found =
    root === 'api'
      ? resourceList(kinds, '', first)
      : root === 'apis'
        ? second === ''
          ? apiGroup(kinds, first)
          : resourceList(kinds, first, second)
        : undefined;
  return found === undefined ? pageNotFound() : jsonReply(200, found, negotiate(message.headers.accept));
}

function discovery(kinds: readonly ResourceKind[], core: boolean, accept: string | undefined, address: string): Reply {
  if (negotiate(accept, ['discovery']) !== 'discovery')
    return jsonReply(200, core ? coreVersions(address) : groupList(kinds));
  return {
    ...jsonReply(200, aggregated(kinds, core)),
    contentType: 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList',
  };
}
