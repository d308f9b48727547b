import type { Json, JsonObject } from '../json.ts';

/** What Kubernetes puts in front of protobuf bodies. */
const MAGIC = Buffer.from([0x6b, 0x38, 0x73, 0x00]);

/** A field of a message: its name and what it holds. `map` is a map of text, `[]` behind a type a list. */
type FieldType = 'string' | 'bool' | 'int' | 'map' | 'time' | 'string[]' | Message | readonly [Message];
interface Message {
  readonly [number: number]: readonly [name: string, type: FieldType];
}

const TIME: Message = { 1: ['seconds', 'int'] };
const OWNER: Message = {
  1: ['kind', 'string'],
  3: ['name', 'string'],
  4: ['uid', 'string'],
  5: ['apiVersion', 'string'],
  6: ['controller', 'bool'],
  7: ['blockOwnerDeletion', 'bool'],
};
const META: Message = {
  1: ['name', 'string'],
  2: ['generateName', 'string'],
  3: ['namespace', 'string'],
  5: ['uid', 'string'],
  6: ['resourceVersion', 'string'],
  7: ['generation', 'int'],
  8: ['creationTimestamp', TIME],
  11: ['labels', 'map'],
  12: ['annotations', 'map'],
  13: ['ownerReferences', [OWNER]],
  14: ['finalizers', 'string[]'],
};
const RESOURCE: Message = {
  1: ['namespace', 'string'],
  2: ['verb', 'string'],
  3: ['group', 'string'],
  4: ['version', 'string'],
  5: ['resource', 'string'],
  6: ['subresource', 'string'],
  7: ['name', 'string'],
};
const NON_RESOURCE: Message = { 1: ['path', 'string'], 2: ['verb', 'string'] };

const LABELS: Message = { 1: ['matchLabels', 'map'] };
const CONTAINER: Message = {
  1: ['name', 'string'],
  2: ['image', 'string'],
  3: ['command', 'string[]'],
  4: ['args', 'string[]'],
  5: ['workingDir', 'string'],
  6: ['ports', [{ 1: ['name', 'string'], 3: ['containerPort', 'int'], 4: ['protocol', 'string'] }]],
  7: ['env', [{ 1: ['name', 'string'], 2: ['value', 'string'] }]],
  14: ['imagePullPolicy', 'string'],
};
const POD_TEMPLATE: Message = {
  1: ['metadata', META],
  2: ['spec', { 2: ['containers', [CONTAINER]], 3: ['restartPolicy', 'string'], 8: ['serviceAccountName', 'string'] }],
};
const DEPLOYMENT_SPEC: Message = { 1: ['replicas', 'int'], 2: ['selector', LABELS], 3: ['template', POD_TEMPLATE] };

/** The messages that typed Go clients send although they could send JSON (research/istio-kubernetes.md 6.7). */
const MESSAGES: Readonly<Record<string, Message>> = {
  SelfSubjectAccessReview: {
    1: ['metadata', META],
    2: ['spec', { 1: ['resourceAttributes', RESOURCE], 2: ['nonResourceAttributes', NON_RESOURCE] }],
  },
  SelfSubjectRulesReview: { 1: ['metadata', META], 2: ['spec', { 1: ['namespace', 'string'] }] },
  SelfSubjectReview: { 1: ['metadata', META] },
  Namespace: { 1: ['metadata', META], 2: ['spec', { 1: ['finalizers', 'string[]'] }] },
  ConfigMap: { 1: ['metadata', META], 2: ['data', 'map'], 4: ['immutable', 'bool'] },
  Deployment: { 1: ['metadata', META], 2: ['spec', DEPLOYMENT_SPEC] },
  ServiceAccount: { 1: ['metadata', META], 4: ['automountServiceAccountToken', 'bool'] },
  DeleteOptions: {
    1: ['gracePeriodSeconds', 'int'],
    2: ['preconditions', { 1: ['uid', 'string'], 2: ['resourceVersion', 'string'] }],
    3: ['orphanDependents', 'bool'],
    4: ['propagationPolicy', 'string'],
    5: ['dryRun', 'string[]'],
  },
};
const ENVELOPE: Message = { 1: ['typeMeta', { 1: ['apiVersion', 'string'], 2: ['kind', 'string'] }] };

export const isProtobuf = (body: Buffer): boolean => body.subarray(0, MAGIC.length).equals(MAGIC);

/** A field that says something and is not understood: dropping it would store something else than what was asked. */
class UnknownFieldError extends Error {}

/** The object in a protobuf body, or undefined when it has kinds or fields that are not understood. Throws a RangeError for broken bytes. */
export function decodeProtobuf(body: Buffer): JsonObject | undefined {
  if (!isProtobuf(body)) return undefined;
  const envelope = body.subarray(MAGIC.length);
  const { typeMeta } = decodeMessage(ENVELOPE, envelope) as { typeMeta?: { apiVersion?: string; kind?: string } };
  const message = MESSAGES[typeMeta?.kind ?? ''];
  const raw = [...fieldsOf(envelope)].find((field) => field.number === 2)?.bytes;
  if (message === undefined) return undefined;
  const types = { apiVersion: typeMeta?.apiVersion ?? '', kind: typeMeta?.kind ?? '' };
  try {
    return { ...types, ...decodeMessage(message, raw ?? Buffer.alloc(0), true) };
  } catch (cause) {
    if (cause instanceof UnknownFieldError) return undefined;
    throw cause;
  }
}

interface WireField {
  readonly number: number;
  readonly value: number;
  readonly bytes: Buffer;
}

function* fieldsOf(buffer: Buffer): Generator<WireField> {
  let offset = 0;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = buffer[offset++];
      if (byte === undefined) throw new RangeError('protobuf ends within a number');
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  };
  while (offset < buffer.length) {
    const tag = varint();
    const number = Math.floor(tag / 8);
    const wire = tag % 8;
    if (wire === 0) yield { number, value: varint(), bytes: Buffer.alloc(0) };
    else if (wire === 2 || wire === 1 || wire === 5) {
      const length = wire === 2 ? varint() : wire === 1 ? 8 : 4;
      if (offset + length > buffer.length) throw new RangeError('protobuf ends within a field');
      yield { number, value: 0, bytes: buffer.subarray(offset, offset + length) };
      offset += length;
    } else throw new RangeError(`protobuf wire type ${wire} is not known`);
  }
}

/** `strict`: fields that are not known and not empty are an error. */
function decodeMessage(message: Message, bytes: Buffer, strict = false): JsonObject {
  const object: JsonObject = {};
  for (const field of fieldsOf(bytes)) {
    const known = message[field.number];
    if (known === undefined) {
      if (strict && saysSomething(field)) throw new UnknownFieldError(`field ${field.number}`);
      continue;
    }
    const [name, type] = known;
    const value = decodeField(type, field, object[name], strict);
    if (value !== undefined) object[name] = value;
  }
  return object;
}

/** Go also writes what is empty: numbers that are 0, messages of nothing but such. */
function saysSomething(field: WireField): boolean {
  if (field.bytes.length === 0) return field.value !== 0;
  try {
    return [...fieldsOf(field.bytes)].some(saysSomething);
  } catch {
    return true;
  }
}

function decodeField(type: FieldType, field: WireField, before: Json | undefined, strict: boolean): Json | undefined {
  const list = Array.isArray(before) ? before : [];
  switch (type) {
    case 'string':
      return field.bytes.length === 0 ? undefined : field.bytes.toString('utf8');
    case 'bool':
      return field.value !== 0;
    case 'int':
      return field.value;
    case 'string[]':
      return [...list, field.bytes.toString('utf8')];
    case 'map': {
      const entry = decodeMessage({ 1: ['key', 'string'], 2: ['value', 'string'] }, field.bytes);
      return { ...(before as JsonObject | undefined), [String(entry.key ?? '')]: String(entry.value ?? '') };
    }
    case 'time':
      return undefined;
    default:
      return fieldOfMessage(type, field, list, strict);
  }
}

function fieldOfMessage(
  type: Message | readonly [Message],
  field: WireField,
  list: readonly Json[],
  strict: boolean,
): Json | undefined {
  if (Array.isArray(type)) return [...list, decodeMessage(type[0] as Message, field.bytes, strict)];
  // Timestamps are the system's: what a client says about them does not count.
  if (type === TIME) return undefined;
  return decodeMessage(type as Message, field.bytes, strict);
}
