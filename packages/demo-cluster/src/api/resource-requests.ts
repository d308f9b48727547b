import type { ServerResponse } from 'node:http';
import { decode, warningHeader } from '../admission/admit.ts';
import { listOptions } from '../http/list-options.ts';
import { type Form, negotiate } from '../http/negotiate.ts';
import type { ResourceTarget } from '../http/request-target.ts';
import { badRequest, methodNotAllowed } from '../http/status.ts';
import { isJsonObject, type Json, type JsonObject, without } from '../json.ts';
import { apiVersionOf, type ResourceKind } from '../kinds/resource-kind.ts';
import { applyJsonPatch } from '../patch/json-patch.ts';
import { applyMergePatch } from '../patch/merge-patch.ts';
import type { ObjectStore } from '../store/object-store.ts';
import { mediaType, parseJson, readObject } from './body.ts';
import { deleteOptions, removeObject } from './delete-object.ts';
import { createObject, existing, updateObject, type WriteTarget } from './object-writer.ts';
import { APPLY_PATCH, patchObject } from './patch-object.ts';
import { includeObject, listReply, objectReply, type Presentation } from './read-objects.ts';
import { jsonReply, type Reply } from './reply.ts';
import { scaleOf, writeScale } from './scale.ts';
import type { Watches } from './watch.ts';
import { writeQuery } from './write-options.ts';

/** A request for objects of a kind that is served. */
export interface ResourceRequest {
  readonly kind: ResourceKind;
  readonly target: ResourceTarget;
  readonly verb: string;
  readonly query: URLSearchParams;
  readonly body: Buffer;
  readonly contentType: string | undefined;
  readonly accept: string | undefined;
  readonly userAgent: string | undefined;
}

/** What requests work on. */
export interface ResourceContext {
  readonly store: ObjectStore;
  readonly watches: Watches;
}

/** Answers a request; undefined when the answer is a stream that goes on. */
export function answerResource(
  context: ResourceContext,
  request: ResourceRequest,
  response: ServerResponse,
): Reply | undefined {
  const { verb, target, kind } = request;
  const allowed = target.subresource === '' ? kind.verbs.includes(verb) : ['get', 'update', 'patch'].includes(verb);
  if (!allowed) throw methodNotAllowed();
  switch (verb) {
    case 'get':
      return read(context.store, request);
    case 'list':
      return listReply(
        context.store,
        presentation(request, ['table', 'metadataList']),
        target.namespace,
        listOptions(kind, request.query),
      );
    case 'watch':
      return watch(context, request, response);
    case 'delete':
      return remove(context.store, request);
    case 'deletecollection':
      return removeAll(context.store, request);
    default:
      return write(context.store, request);
  }
}

function presentation(request: ResourceRequest, forms: readonly Form[]): Presentation {
  const form = negotiate(request.accept, forms);
  const include = form === 'table' ? includeObject(request.query) : 'Metadata';
  return { kind: request.kind, version: request.target.version, form, include };
}

function writeTarget(request: ResourceRequest, dryRun: boolean, manager: string): WriteTarget {
  const { target, kind } = request;
  return {
    kind,
    version: target.version,
    namespace: kind.namespaced ? target.namespace : '',
    name: target.name,
    subresource: target.subresource as WriteTarget['subresource'],
    dryRun,
    manager,
  };
}

function read(store: ObjectStore, request: ResourceRequest): Reply {
  const shown = presentation(request, ['table', 'metadata']);
  const object = existing(store, writeTarget(request, false, ''));
  if (request.target.subresource === 'scale') return jsonReply(200, scaleOf(object), shown.form);
  return objectReply(store, shown, object);
}

function watch(context: ResourceContext, request: ResourceRequest, response: ServerResponse): undefined {
  const options = listOptions(request.kind, request.query);
  const { kind, version, form, include } = presentation(request, ['table', 'metadata', 'metadataList']);
  context.watches.open(
    context.store,
    { kind, version, namespace: request.target.namespace, options, form, include },
    response,
  );
  return undefined;
}

function write(store: ObjectStore, request: ResourceRequest): Reply {
  const { verb, target, kind, query } = request;
  const options = { create: 'CreateOptions', update: 'UpdateOptions', patch: 'PatchOptions' } as const;
  const isApply = mediaType(request.contentType) === APPLY_PATCH;
  const asked = writeQuery(options[verb as keyof typeof options], query, request.userAgent, isApply);
  const to = writeTarget(request, asked.dryRun, asked.fieldManager);
  const shown = presentation(request, ['table', 'metadata']);
  if (target.subresource === 'scale')
    return jsonReply(200, writeScale(store, to, scaleBody(store, to, request)), shown.form);
  if (verb === 'patch') {
    const { fieldValidation, force } = asked;
    const patched = patchObject(store, to, {
      body: request.body,
      contentType: request.contentType,
      fieldValidation,
      force,
    });
    return objectReply(store, shown, patched.object, patched.created ? 201 : 200, warningHeader(patched.warnings));
  }
  if (verb === 'update' && target.name === '') throw badRequest('name must be provided');
  const body = readObject(kind, target.version, request.body, request.contentType);
  const { value, duplicates } = body;
  const decoded = decode(kind, target.version, value, asked.fieldValidation, undefined, duplicates);
  const written = verb === 'create' ? createObject(store, to, decoded) : updateObject(store, to, decoded);
  return objectReply(store, shown, written.object, verb === 'create' ? 201 : 200, warningHeader(written.warnings));
}

/** The Scale that a write to the scale subresource asks for. */
function scaleBody(store: ObjectStore, target: WriteTarget, request: ResourceRequest): Json {
  let given: Json;
  try {
    given = parseJson(request.body.toString('utf8'));
  } catch (cause) {
    throw badRequest(`error decoding patch: ${cause instanceof Error ? cause.message : cause}`);
  }
  if (request.verb !== 'patch') return given;
  const current = scaleOf(existing(store, target));
  if (Array.isArray(given)) return applyJsonPatch(current, given);
  return isJsonObject(given) ? applyMergePatch(current, given) : given;
}

function remove(store: ObjectStore, request: ResourceRequest): Reply {
  const options = deleteOptions(request.body, request.query);
  const answer = removeObject(store, writeTarget(request, options.dryRun, ''), options);
  const apiVersion =
    answer.kind === request.kind.kind ? apiVersionOf(request.kind.group, request.target.version) : 'v1';
  return jsonReply(200, { ...answer, apiVersion }, negotiate(request.accept));
}

function removeAll(store: ObjectStore, request: ResourceRequest): Reply {
  const { kind, target, query } = request;
  const options = deleteOptions(request.body, query);
  const selection = listOptions(kind, query);
  const objects = store
    .list(kind, target.namespace === '' ? undefined : target.namespace)
    .filter((object) => selection.selects(object));
  for (const object of objects) {
    const name = object.metadata.name;
    // An earlier deletion may have taken it along.
    if (store.get(kind, String(object.metadata.namespace ?? ''), name) !== object) continue;
    const to = {
      ...writeTarget(request, options.dryRun, ''),
      namespace: String(object.metadata.namespace ?? ''),
      name,
    };
    removeObject(store, to, options);
  }
  const list: JsonObject = {
    kind: `${kind.kind}List`,
    apiVersion: apiVersionOf(kind.group, target.version),
    metadata: { resourceVersion: String(store.revision) },
    items: kind.custom ? objects : objects.map((object) => without(object, 'apiVersion', 'kind')),
  };
  return jsonReply(200, list);
}
