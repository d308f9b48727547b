import type { FastifyError, FastifyInstance, FastifySchemaValidationError } from 'fastify';
import { fromClusterError, problemOf, WeirError } from '../errors.ts';

const PROBLEM_JSON = 'application/problem+json; charset=utf-8';

/** Every error leaves as a problem of the catalogue; what nobody foresaw is logged with the request's id and stays inside. */
export function registerProblems(app: FastifyInstance): void {
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const known = asWeirError(error, request.id);
    if (known.cause === error && known.code === 'internal') request.log.error({ err: error }, 'unexpected error');
    else if (known.status >= 500) request.log.warn({ err: known }, 'request failed');
    return reply.code(known.status).type(PROBLEM_JSON).send(problemOf(known, request.id));
  });
}

/** The error as the catalogue knows it. */
export function asWeirError(error: FastifyError | Error, requestId: string): WeirError {
  const translated = fromClusterError(error, 'The API server refused');
  if (translated instanceof WeirError) return translated;
  const unexpected = () =>
    new WeirError('internal', 'Weir met an error that it did not expect.', {
      remedy: `Try again. If it stays, look into Weir's log for the request ${requestId}.`,
      cause: error,
    });
  return fastifyError(error) ?? unexpected();
}

function fastifyError(error: FastifyError | Error): WeirError | undefined {
  if (!('code' in error)) return undefined;
  if (error.validation !== undefined) {
    return new WeirError('invalid-request', validationText(error.validation, error.validationContext ?? 'request'), {
      remedy: 'Correct the request. /api/openapi.json describes what is allowed.',
    });
  }
  const { statusCode } = error;
  if (statusCode === undefined || statusCode < 400 || statusCode >= 500) return undefined;
  const [detail, remedy] = REQUEST_ERRORS[error.code] ?? [error.message, 'Correct the request.'];
  return new WeirError('invalid-request', detail, { status: statusCode, remedy, cause: error });
}

const REQUEST_ERRORS: Readonly<Record<string, readonly [detail: string, remedy: string]>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [
    'The body is not JSON.',
    'Send JSON, with the header Content-Type: application/json.',
  ],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['The body is empty.', 'Send the JSON document that this address takes.'],
  FST_ERR_CTP_INVALID_JSON_BODY: ['The body is not valid JSON.', 'Correct the JSON document.'],
  FST_ERR_CTP_BODY_TOO_LARGE: ['The body is larger than 1 MB.', 'Send less.'],
};

/** One sentence that names the field, as `body.intent.changes[0].weights[1].weight must be integer`. */
export function validationText(errors: readonly FastifySchemaValidationError[], context: string): string {
  const part = context === 'querystring' ? 'query' : context;
  const depth = ({ instancePath, params }: FastifySchemaValidationError) =>
    instancePath.split('/').length + ('additionalProperty' in params ? 0.5 : 0);
  const real = errors.filter(({ keyword }) => keyword !== 'anyOf');
  const deepest = real.reduce<FastifySchemaValidationError | undefined>(
    (best, error) => (best === undefined || depth(error) > depth(best) ? error : best),
    undefined,
  );
  if (deepest === undefined) return `The ${part} is not valid.`;
  const field = `${part}${fieldOf(deepest.instancePath)}`;
  const extra = deepest.params.additionalProperty;
  if (typeof extra === 'string')
    return `${part === 'query' ? 'query parameter' : field} ${quoted(extra, part)} is not known.`;
  const alternatives = real.filter(({ instancePath }) => instancePath === deepest.instancePath);
  const required = [...new Set(alternatives.map(({ params }) => params.missingProperty))].filter(
    (name) => typeof name === 'string',
  );
  if (required.length > 1) return `${field} must have one of ${required.join(', ')}.`;
  const constants = [
    ...new Set(alternatives.flatMap(({ params }) => ('allowedValue' in params ? [params.allowedValue] : []))),
  ];
  if (constants.length > 0) return `${field} must be ${constants.map((value) => JSON.stringify(value)).join(' or ')}.`;
  return `${field} ${deepest.message ?? 'is not valid'}.`;
}

const quoted = (name: string, part: string): string =>
  part === 'query' ? `"${name}"` : `has the field "${name}", which`;

const fieldOf = (pointer: string): string =>
  pointer
    .split('/')
    .slice(1)
    .map((key) => (/^\d+$/.test(key) ? `[${key}]` : `.${key.replaceAll('~1', '/').replaceAll('~0', '~')}`))
    .join('');
