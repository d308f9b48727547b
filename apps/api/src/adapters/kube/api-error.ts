import { ClusterError, type ClusterErrorKind } from '../../ports/cluster-writer.ts';
import { isFields } from './fields.ts';

/** A ClusterError with what retrying needs. `status` is 0 when there was no HTTP answer. */
export class ApiError extends ClusterError {
  /** What the server asked for by Retry-After. */
  readonly retryAfterMs: number | undefined;
  /** `reason` of the server's Status, as AlreadyExists or Expired. */
  readonly reason: string;
  constructor(
    kind: ClusterErrorKind,
    status: number,
    message: string,
    details: { readonly retryAfterMs?: number | undefined; readonly reason?: string; readonly cause?: unknown } = {},
  ) {
    super(kind, status, message, details.cause === undefined ? undefined : { cause: details.cause });
    this.retryAfterMs = details.retryAfterMs;
    this.reason = details.reason ?? '';
  }
}

/** Longest text of a server that goes into a message. */
const MAX_MESSAGE = 2_000;

/** The server itself only says "Unauthorized". */
const UNAUTHENTICATED =
  'The API server does not accept the credential (401 Unauthorized): it is missing, wrong or expired.';

/** An answer that is no success, from its status, body and Retry-After header (research/istio-kubernetes.md 6.6). */
export function errorFromResponse(
  status: number,
  body: string,
  retryAfter: string | undefined,
  nowMs: number,
): ApiError {
  const { message, reason } = readStatus(body);
  const text = status === 401 ? UNAUTHENTICATED : message || `The API server answered ${status}.`;
  return new ApiError(kindOf(status, reason, message), status, text.slice(0, MAX_MESSAGE), {
    reason,
    retryAfterMs: parseRetryAfter(retryAfter, nowMs),
  });
}

/** The error of a Status object that came inside a watch stream. */
export function errorFromStatus(status: unknown): ApiError {
  const fields = isFields(status) ? status : {};
  const code = typeof fields.code === 'number' ? fields.code : 500;
  const details = isFields(fields.details) ? fields.details : {};
  const seconds = typeof details.retryAfterSeconds === 'number' ? details.retryAfterSeconds : undefined;
  return errorFromResponse(code, JSON.stringify(fields), seconds === undefined ? undefined : String(seconds), 0);
}

/** Admission's no comes with any 4xx; its text begins with who said it. */
const ADMISSION = /^(?:admission webhook "|ValidatingAdmissionPolicy ')/;

function kindOf(status: number, reason: string, message: string): ClusterErrorKind {
  if (status >= 400 && status < 500 && ADMISSION.test(message)) return 'rejected';
  switch (status) {
    case 400:
    case 413:
    case 415:
    case 422:
      return 'invalid';
    case 401:
      return 'unauthenticated';
    case 403:
      return 'forbidden';
    case 404:
      return 'not-found';
    case 409:
      return reason === 'AlreadyExists' ? 'already-exists' : 'conflict';
    case 429:
      return 'rate-limited';
    case 502:
    case 503:
    case 504:
      return 'unreachable';
    default:
      return 'internal';
  }
}

function readStatus(body: string): { readonly message: string; readonly reason: string } {
  const parsed = parseJson(body);
  if (!isFields(parsed) || parsed.kind !== 'Status') return { message: plainText(body), reason: '' };
  return {
    message: typeof parsed.message === 'string' ? parsed.message : '',
    reason: typeof parsed.reason === 'string' ? parsed.reason : '',
  };
}

/** Proxies before an API server answer with HTML; only plain text is worth showing. */
const plainText = (body: string): string => (body.trimStart().startsWith('<') ? '' : body.trim().slice(0, 300));

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** Seconds or an HTTP date; undefined when absent or senseless. */
export function parseRetryAfter(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined || header === '') return undefined;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return seconds < 0 ? undefined : seconds * 1000;
  const dateMs = Date.parse(header);
  return Number.isNaN(dateMs) ? undefined : Math.max(0, dateMs - nowMs);
}
