import { isRecord, recordOf, textOf } from './untrusted.ts';

/** An abort that the client's proxy answers with before it routes (research/istio-kubernetes.md 2.6). */
export interface Abort {
  /** Share of the requests, above 0 up to 1. */
  readonly share: number;
  readonly status: number;
}

/** HTTP status that stands for a gRPC one when the caller does not speak gRPC, as Envoy maps them. */
const HTTP_OF_GRPC: Readonly<Record<string, number>> = {
  OK: 200,
  CANCELLED: 499,
  INVALID_ARGUMENT: 400,
  FAILED_PRECONDITION: 400,
  OUT_OF_RANGE: 400,
  UNAUTHENTICATED: 401,
  PERMISSION_DENIED: 403,
  NOT_FOUND: 404,
  ALREADY_EXISTS: 409,
  ABORTED: 409,
  RESOURCE_EXHAUSTED: 429,
  UNIMPLEMENTED: 501,
  UNAVAILABLE: 503,
  DEADLINE_EXCEEDED: 504,
};

/** The abort of a rule; undefined without one. Without a percentage nobody is aborted. Envoy knows steps of 0.0001 %. */
export function abortOf(spec: unknown): Abort | undefined {
  const abort = recordOf(recordOf(spec).fault).abort;
  if (!isRecord(abort)) return undefined;
  const percent = recordOf(abort.percentage).value;
  const share = typeof percent === 'number' ? Math.min(1, Math.trunc(percent * 10_000) / 1_000_000) : 0;
  if (!(share > 0)) return undefined;
  if (typeof abort.httpStatus === 'number') return { share, status: abort.httpStatus };
  const grpc = textOf(abort.grpcStatus);
  return grpc === undefined ? undefined : { share, status: HTTP_OF_GRPC[grpc] ?? 500 };
}
