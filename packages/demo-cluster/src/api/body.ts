import { isAlias, parseAllDocuments, visit } from 'yaml';
import { duplicateFields } from '../http/duplicate-fields.ts';
import { ApiError, badRequest } from '../http/status.ts';
import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import { apiVersionOf, type ResourceKind } from '../kinds/resource-kind.ts';
import { decodeProtobuf, isProtobuf } from './protobuf.ts';

const ACCEPTED = 'application/json, application/yaml, application/vnd.kubernetes.protobuf';

export const unsupportedMediaType = (accepted: string): ApiError =>
  new ApiError(
    415,
    'UnsupportedMediaType',
    `the body of the request was in an unknown format - accepted media types include: ${accepted}`,
  );

/** The media type without parameters; '' without a header. */
export const mediaType = (header: string | undefined): string =>
  (header ?? '').split(';')[0]?.trim().toLowerCase() ?? '';

/** JSON.parse with Go's words for what it finds, and without members that would change what objects are. */
export function parseJson(text: string): Json {
  try {
    return JSON.parse(text, (key, value) => (key === '__proto__' ? undefined : value)) as Json;
  } catch (cause) {
    throw new SyntaxError(goSyntaxError(text), { cause });
  }
}

/** Go's message for the first place where the text is no JSON, near enough for the usual mistakes. */
function goSyntaxError(text: string): string {
  const trimmed = text.trim();
  if (trimmed === '') return 'unexpected end of JSON input';
  if (/^\{\s*[^"}\s]/.test(trimmed)) {
    const found = /^\{\s*([^"}\s])/.exec(trimmed)?.[1];
    return `invalid character '${found}' looking for beginning of object key string`;
  }
  if (/^[{["]/.test(trimmed)) return 'unexpected end of JSON input';
  return `invalid character '${trimmed[0]}' looking for beginning of value`;
}

/** YAML as JSON. Documents with aliases are refused: they can grow without bound. */
export function parseYaml(text: string): Json {
  const [document] = parseAllDocuments(text);
  if (document === undefined || !('errors' in document)) return null;
  const [error] = document.errors;
  if (error !== undefined) throw new SyntaxError(error.message.split('\n')[0] ?? 'not YAML');
  visit(document, (_key, node) => {
    if (isAlias(node)) throw new SyntaxError('aliases are not supported');
    return undefined;
  });
  return parseJson(JSON.stringify(document.toJS() ?? null));
}

/** A body that is of its kind, and the fields that stand twice in it. */
export interface ReadBody {
  readonly value: JsonObject;
  readonly duplicates: readonly string[];
}

/** Reads the body of a create or an update and checks that it is of the kind. Throws 400, 415 and 422 as the API server does. */
export function readObject(
  kind: ResourceKind,
  version: string,
  body: Buffer,
  contentType: string | undefined,
): ReadBody {
  const media = mediaType(contentType);
  const protobuf = media === 'application/vnd.kubernetes.protobuf' || (media === '' && isProtobuf(body));
  const value = protobuf ? readProtobuf(body) : readText(kind, body, media);
  if (value === undefined) throw unsupportedMediaType('application/json, application/yaml');
  const duplicates = protobuf || media === 'application/yaml' ? [] : duplicateFields(body.toString('utf8'));
  return { value: checkedKind(kind, version, value), duplicates };
}

/** Broken bytes are the client's fault. */
export function readProtobuf(body: Buffer): JsonObject | undefined {
  try {
    return decodeProtobuf(body);
  } catch (cause) {
    throw badRequest(`couldn't decode protobuf: ${cause instanceof Error ? cause.message : cause}`);
  }
}

function readText(kind: ResourceKind, body: Buffer, media: string): JsonObject {
  if (media !== '' && media !== 'application/json' && media !== 'application/yaml')
    throw unsupportedMediaType(ACCEPTED);
  const text = body.toString('utf8');
  const unrecognized = (why: string): ApiError =>
    badRequest(
      `the object provided is unrecognized (must be of type ${kind.kind}): couldn't get version/kind; json parse error: ${why}`,
    );
  let value: Json;
  try {
    value = media === 'application/yaml' ? parseYaml(text) : parseJson(text);
  } catch (cause) {
    throw unrecognized(
      `${cause instanceof Error ? cause.message : cause} (${text === '' ? '<empty>' : text.slice(0, 1_000)})`,
    );
  }
  if (isJsonObject(value)) return value;
  const type = Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value;
  const go = 'struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }';
  throw unrecognized(
    `json: cannot unmarshal ${type} into Go value of type ${go} (${body.toString('hex').slice(0, 200)})`,
  );
}

function checkedKind(kind: ResourceKind, version: string, value: JsonObject): JsonObject {
  const expected = apiVersionOf(kind.group, version);
  const given = { apiVersion: value.apiVersion ?? '', kind: value.kind ?? '' };
  if (given.kind === '' && kind.custom) {
    const shown = JSON.stringify(value);
    throw badRequest(
      `the object provided is unrecognized (must be of type ${kind.kind}): Object 'Kind' is missing in '${shown}' (${shown})`,
    );
  }
  if (given.kind !== '' && given.kind !== kind.kind) {
    if (kind.custom) throw wrongKind(kind, value);
    const [, types] = String(given.apiVersion).split('/');
    const from = `${types ?? String(given.apiVersion)}.${String(given.kind)}`;
    const why = `converting (${from}) to (${kind.group === '' ? 'core' : kind.group}.${kind.kind}): unknown conversion`;
    const shownVersion = JSON.stringify(types ?? given.apiVersion);
    throw badRequest(`${String(given.kind)} in version ${shownVersion} cannot be handled as a ${kind.kind}: ${why}`);
  }
  if (given.apiVersion !== '' && given.apiVersion !== expected) {
    throw badRequest(
      `the API version in the data (${String(given.apiVersion)}) does not match the expected API version (${expected})`,
    );
  }
  return value;
}

/** A custom resource that says it is something else. */
export function wrongKind(kind: ResourceKind, value: JsonObject): ApiError {
  const metadata = isJsonObject(value.metadata) ? value.metadata : {};
  const name = typeof metadata.name === 'string' ? metadata.name : '';
  const given = String(value.kind);
  const message = `Invalid value: ${JSON.stringify(given)}: must be ${kind.kind}`;
  return new ApiError(422, 'Invalid', `${given}.${kind.group} ${JSON.stringify(name)} is invalid: kind: ${message}`, {
    ...(name === '' ? {} : { name }),
    group: kind.group,
    kind: given,
    causes: [{ reason: 'FieldValueInvalid', message, field: 'kind' }],
  });
}
