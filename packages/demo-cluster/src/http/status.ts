import type { JsonObject } from '../json.ts';
import { type ResourceKind, resourceName } from '../kinds/resource-kind.ts';

/** One field that is wrong, as the API server tells it. */
export interface FieldProblem {
  readonly field: string;
  readonly message: string;
  readonly reason:
    | 'FieldValueInvalid'
    | 'FieldValueRequired'
    | 'FieldValueNotSupported'
    | 'FieldValueForbidden'
    | 'FieldValueTypeInvalid'
    | 'FieldValueTooLong'
    | 'FieldValueTooMany';
}

/** An answer that is not a success: a `Status` object with its HTTP code. */
export class ApiError extends Error {
  readonly status: JsonObject;
  readonly code: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: number,
    reason: string | undefined,
    message: string,
    details?: JsonObject,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.name = 'ApiError';
    this.code = code;
    this.headers = headers;
    this.status = statusOf('Failure', {
      message,
      ...(reason === undefined ? {} : { reason }),
      ...(details === undefined ? {} : { details }),
      code,
    });
  }
}

export const statusOf = (status: 'Success' | 'Failure', rest: JsonObject): JsonObject => ({
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status,
  ...rest,
});

/** The details of a Status about an object: here `kind` is the resource's plural name. */
export const detailsOf = (kind: ResourceKind, name?: string): JsonObject => ({
  ...(name === undefined || name === '' ? {} : { name }),
  ...(kind.group === '' ? {} : { group: kind.group }),
  kind: kind.plural,
});

export const badRequest = (message: string): ApiError => new ApiError(400, 'BadRequest', message);

export const notFound = (kind: ResourceKind, name: string): ApiError =>
  new ApiError(404, 'NotFound', `${resourceName(kind)} "${name}" not found`, detailsOf(kind, name));

export const alreadyExists = (kind: ResourceKind, name: string): ApiError =>
  new ApiError(409, 'AlreadyExists', `${resourceName(kind)} "${name}" already exists`, detailsOf(kind, name));

export const conflict = (kind: ResourceKind, name: string, why: string): ApiError =>
  new ApiError(
    409,
    'Conflict',
    `Operation cannot be fulfilled on ${resourceName(kind)} "${name}": ${why}`,
    detailsOf(kind, name),
  );

export const staleVersion = (kind: ResourceKind, name: string): ApiError =>
  conflict(kind, name, 'the object has been modified; please apply your changes to the latest version and try again');

export const methodNotAllowed = (): ApiError =>
  new ApiError(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource');

/** 422 for a list of wrong fields of a `kind` in a `group`. */
export function invalid(
  subject: { readonly kind: string; readonly group: string; readonly name: string },
  problems: readonly FieldProblem[],
): ApiError {
  const texts = problems.map((problem) => `${problem.field}: ${problem.message}`);
  const subjectText = subject.group === '' ? subject.kind : `${subject.kind}.${subject.group}`;
  const list = texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`;
  return new ApiError(422, 'Invalid', `${subjectText} "${subject.name}" is invalid: ${list}`, {
    ...(subject.name === '' ? {} : { name: subject.name }),
    ...(subject.group === '' ? {} : { group: subject.group }),
    ...(subject.kind === '' ? {} : { kind: subject.kind }),
    causes: problems.map(({ reason, message, field }) => ({ reason, message, field })),
  });
}

export const requiredField = (field: string, detail = ''): FieldProblem => ({
  field,
  message: detail === '' ? 'Required value' : `Required value: ${detail}`,
  reason: 'FieldValueRequired',
});

/** `value` is shown as it stands. */
export const invalidField = (field: string, value: string, detail: string): FieldProblem => ({
  field,
  message: `Invalid value: ${value}: ${detail}`,
  reason: 'FieldValueInvalid',
});
