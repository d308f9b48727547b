import type { Problem } from '@weir/shared';

/** An answer of the API that is not a success, or no answer at all (`code: 'unreachable'`). */
export class ApiError extends Error {
  readonly code: string;
  readonly status: number;
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail);
    this.name = 'ApiError';
    this.code = problem.code;
    this.status = problem.status;
    this.problem = problem;
  }
}

/** Whether an error is an answer of Weir, not the lack of one. */
export const isAnswer = (error: Error | null): boolean => error instanceof ApiError && error.status > 0;

const unreachable = (detail: string): Problem => ({
  type: 'urn:weir:error:unreachable',
  title: 'Weir cannot be reached',
  status: 0,
  code: 'unreachable',
  detail,
  remedy: 'Check that Weir still runs; this page goes on trying.',
});

const isProblem = (body: unknown): body is Problem =>
  typeof body === 'object' && body !== null && 'code' in body && 'detail' in body && 'status' in body;

async function request<T>(path: string, init: RequestInit): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, { credentials: 'same-origin', ...init });
  } catch (cause) {
    if (init.signal?.aborted === true) throw cause;
    throw new ApiError(unreachable('The connection to Weir failed.'));
  }
  const text = await response.text();
  const body = parse(text);
  if (response.ok) return body as T;
  throw new ApiError(isProblem(body) ? body : unreachable(`Weir answered ${response.status} without an explanation.`));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A proxy in between may answer HTML: the status says what is known.
    return undefined;
  }
}

/** GET, with the answer trusted to be of the contract's type. Rejects with an ApiError. */
export const getJson = <T>(path: string, signal?: AbortSignal): Promise<T> =>
  request<T>(path, { headers: { accept: 'application/json' }, ...(signal === undefined ? {} : { signal }) });

/** POST of JSON. Rejects with an ApiError. */
export const postJson = <T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> =>
  request<T>(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(body),
    ...(signal === undefined ? {} : { signal }),
  });
