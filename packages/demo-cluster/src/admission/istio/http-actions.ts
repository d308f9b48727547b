import { isJsonObject, type Json, type JsonObject, listAt, numberAt, objectAt, textAt } from '../../json.ts';
import { durationMs } from '../duration.ts';
import { all, error, type Findings, listedError, NOTHING, warning, when } from './findings.ts';

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', '*']);
const RETRY_POLICIES = new Set(
  (
    '5xx gateway-error reset reset-before-request connect-failure retriable-4xx refused-stream retriable-status-codes retriable-headers ' +
    'envoy-ratelimited http3-post-connect-failure cancelled deadline-exceeded internal resource-exhausted unavailable'
  ).split(' '),
);
const GRPC_STATUSES = new Set(
  (
    'OK CANCELLED UNKNOWN INVALID_ARGUMENT DEADLINE_EXCEEDED NOT_FOUND ALREADY_EXISTS PERMISSION_DENIED RESOURCE_EXHAUSTED ' +
    'FAILED_PRECONDITION ABORTED OUT_OF_RANGE UNIMPLEMENTED INTERNAL UNAVAILABLE DATA_LOSS UNAUTHENTICATED'
  ).split(' '),
);

const present = (object: JsonObject, key: string): boolean => object[key] !== undefined && object[key] !== null;

/** A duration in whole milliseconds. */
export function durationFindings(value: Json | undefined): Findings {
  if (typeof value !== 'string') return NOTHING;
  const milliseconds = durationMs(value);
  if (milliseconds === undefined) return NOTHING;
  if (milliseconds < 1) return error('duration must be greater than 1ms');
  return when(!Number.isInteger(Number(milliseconds.toFixed(6))), 'only durations to ms precision are supported');
}

/** Header operations of a route or a destination. In requests Host may be set. */
export function headerOperationFindings(headers: JsonObject): Findings {
  const request = objectAt(headers, 'request');
  const response = objectAt(headers, 'response');
  const named = (operations: JsonObject): readonly string[] => [
    ...Object.keys(objectAt(operations, 'add')),
    ...Object.keys(objectAt(operations, 'set')),
  ];
  return all(
    ...named(request).map((name) => (/^:authority$/i.test(name) ? NOTHING : headerNameFindings(name, true))),
    ...listAt(request, 'remove').map((name) => headerNameFindings(String(name), false)),
    ...named(response).map((name) => headerNameFindings(name, false)),
    ...listAt(response, 'remove').map((name) => headerNameFindings(String(name), false)),
  );
}

function headerNameFindings(name: string, hostAllowed: boolean): Findings {
  if (name === '') return error('header name cannot be empty');
  const shown = JSON.stringify(name);
  if (name.startsWith(':')) return error(`invalid header ${shown}: header cannot have ":" prefix`);
  if (!hostAllowed && name.toLowerCase() === 'host') return error(`invalid header ${shown}: cannot set Host header`);
  return NOTHING;
}

export function corsFindings(policy: JsonObject): Findings {
  const maxAge = textAt(policy, 'maxAge');
  const milliseconds = maxAge === undefined ? undefined : durationMs(maxAge);
  return all(
    ...listAt(policy, 'allowMethods')
      .map(String)
      .map((method) => when(!METHODS.has(method), `${JSON.stringify(method)} is not a supported HTTP method`)),
    durationFindings(maxAge),
    when(
      milliseconds !== undefined && milliseconds >= 1 && milliseconds % 1_000 !== 0,
      'max_age duration is accurate only to seconds precision',
    ),
  );
}

function percentageFindings(percentage: JsonObject): Findings {
  const value = numberAt(percentage, 'value') ?? 0;
  return when(
    value !== 0 && !(value >= 0.0001 && value <= 100),
    `percentage ${value} is neither 0.0, nor in range [0.0001, 100.0]`,
  );
}

const httpStatusFindings = (status: number): Findings =>
  when(status < 200 || status > 600, `HTTP status ${status} is not in range 200-599`);

export function faultFindings(route: JsonObject): Findings {
  if (!present(route, 'fault')) return NOTHING;
  const fault = objectAt(route, 'fault');
  if (!present(fault, 'abort') && !present(fault, 'delay'))
    return listedError('HTTP fault injection must have an abort and/or a delay');
  return all(abortFindings(fault), delayFindings(fault));
}

function abortFindings(fault: JsonObject): Findings {
  if (!present(fault, 'abort')) return NOTHING;
  const abort = objectAt(fault, 'abort');
  const httpStatus = numberAt(abort, 'httpStatus');
  const grpcStatus = textAt(abort, 'grpcStatus');
  const docs = 'https://github.com/grpc/grpc/blob/master/doc/statuscodes.md';
  return all(
    present(abort, 'percentage') ? percentageFindings(objectAt(abort, 'percentage')) : NOTHING,
    httpStatus === undefined ? NOTHING : httpStatusFindings(httpStatus),
    when(
      grpcStatus !== undefined && !GRPC_STATUSES.has(grpcStatus),
      `gRPC status ${JSON.stringify(grpcStatus)} is not supported. See ${docs} for a list of supported codes, for example 'NOT_FOUND'`,
    ),
    when(present(abort, 'http2Error'), 'HTTP/2 abort fault injection not supported yet'),
  );
}

function delayFindings(fault: JsonObject): Findings {
  const delay = objectAt(fault, 'delay');
  return all(
    present(delay, 'percentage') ? percentageFindings(objectAt(delay, 'percentage')) : NOTHING,
    durationFindings(delay.fixedDelay),
    when(present(delay, 'exponentialDelay'), 'exponentialDelay not supported yet'),
  );
}

/** Go's `%f`. */
const float = (value: number): string => value.toFixed(6);

function mirrorShareFindings(percentage: JsonObject, name: string): Findings {
  const value = numberAt(percentage, 'value') ?? 0;
  return all(
    when(value > 100, `${name} must have a max value of 100 (it has ${float(value)})`),
    when(value < 0, `${name} must have a min value of 0 (it has ${float(value)})`),
  );
}

export function mirrorFindings(route: JsonObject): Findings {
  const percent = numberAt(route, 'mirrorPercent') ?? numberAt(route, 'mirror_percent');
  const deprecated = 'using deprecated setting "mirrorPercent", use "mirrorPercentage" instead';
  return all(
    percent === undefined
      ? NOTHING
      : all(
          when(percent > 100, `mirror_percent must have a max value of 100 (it has ${percent})`),
          warning(deprecated),
        ),
    mirrorShareFindings(objectAt(route, 'mirrorPercentage'), 'mirror_percentage'),
    ...listAt(route, 'mirrors').map((mirror) =>
      mirrorShareFindings(objectAt(mirror, 'percentage'), 'mirror percentage'),
    ),
  );
}

export function redirectFindings(route: JsonObject): Findings {
  if (!present(route, 'redirect')) return NOTHING;
  const redirect = objectAt(route, 'redirect');
  const uri = textAt(redirect, 'uri');
  const code = numberAt(redirect, 'redirectCode') ?? 0;
  const scheme = textAt(redirect, 'scheme');
  const says = ['uri', 'prefixRewrite', 'authority', 'scheme'].some((key) => textAt(redirect, key) !== undefined);
  const port = present(redirect, 'port') || present(redirect, 'derivePort');
  return all(
    when(
      uri !== undefined && present(redirect, 'prefixRewrite'),
      'redirect may only specify one of uri or prefix_rewrite',
    ),
    when(!says && !port, 'redirect must specify URI, authority, scheme, or port'),
    when(code !== 0 && (code < 300 || code > 399), `${code} is not a valid redirect code, must be 3xx`),
    when(
      scheme !== undefined && scheme !== 'http' && scheme !== 'https',
      'invalid redirect scheme, must be "http" or "https"',
    ),
  );
}

export function directResponseFindings(route: JsonObject): Findings {
  if (!present(route, 'directResponse')) return NOTHING;
  const response = objectAt(route, 'directResponse');
  const size = (textAt(objectAt(response, 'body'), 'string') ?? '').length;
  const advice = 'large direct_responses may impact control plane performance';
  return all(
    when(size > 1_048_576, `${advice}, must be less than 1MB`),
    size > 102_400 && size <= 1_048_576 ? warning(advice) : NOTHING,
    httpStatusFindings(numberAt(response, 'status') ?? 0),
  );
}

export function retryFindings(route: JsonObject): Findings {
  if (!present(route, 'retries')) return NOTHING;
  const retries = objectAt(route, 'retries');
  const attempts = numberAt(retries, 'attempts') ?? 0;
  if (attempts < 0) return listedError('attempts cannot be negative');
  const configured = ['perTryTimeout', 'retryOn', 'retryRemoteLocalities'].some((key) => present(retries, key));
  const retryOn = textAt(retries, 'retryOn');
  const policies = retryOn === undefined ? [] : retryOn.split(',');
  return all(
    when(attempts === 0 && configured, 'http retry policy configured when attempts are set to 0 (disabled)'),
    durationFindings(retries.perTryTimeout),
    ...policies.map((policy) => {
      const known =
        RETRY_POLICIES.has(policy) || (/^\d{3}$/.test(policy) && Number(policy) >= 100 && Number(policy) < 600);
      return when(!known, `${JSON.stringify(policy)} is not a valid retryOn policy`);
    }),
  );
}

export function rewriteFindings(route: JsonObject): Findings {
  if (!isJsonObject(route.rewrite)) return NOTHING;
  const rewrite = route.rewrite;
  const regex = objectAt(rewrite, 'uriRegexRewrite');
  const byRegex = present(rewrite, 'uriRegexRewrite');
  if (textAt(rewrite, 'uri') !== undefined && byRegex)
    return error('rewrite may only contain one of URI or UriRegexRewrite');
  if (textAt(rewrite, 'uri') === undefined && !byRegex && textAt(rewrite, 'authority') === undefined) {
    const one = 'Only one of URI or UriRegexRewrite may be specified';
    return error(`rewrite must specify at least one of URI, UriRegexRewrite, or authority. ${one}`);
  }
  const complete = textAt(regex, 'match') !== undefined && textAt(regex, 'rewrite') !== undefined;
  const text = 'UriRegexRewrite has errors\nUriRegexRewrite requires both Rewrite and Match fields to be specified';
  return when(byRegex && !complete, text);
}

/** Host may be rewritten in one place only. */
export function authorityFindings(route: JsonObject): Findings {
  let current = textAt(objectAt(route, 'rewrite'), 'authority');
  const request = objectAt(objectAt(route, 'headers'), 'request');
  for (const operations of [objectAt(request, 'set'), objectAt(request, 'add')]) {
    for (const [name, value] of Object.entries(operations)) {
      if (!/^(:authority|host)$/i.test(name)) continue;
      if (current !== undefined) {
        const shown = `have ${JSON.stringify(current)}, attempting to set ${JSON.stringify(value)}`;
        return error(`authority header cannot be set multiple times: ${shown}`);
      }
      current = String(value);
    }
  }
  return NOTHING;
}
