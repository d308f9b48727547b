import { isRecord, recordOf, textOf } from './untrusted.ts';

/** An abort that the client's proxy answers with before it routes (research/istio-kubernetes.md 2.6). */
export interface Abort {
  /** Share of the requests, above 0 up to 1. */
  readonly share: number;
  /** HTTP status: 200 for a gRPC abort. */
  readonly status: number;
}

/** The abort of a rule; undefined without one. Without a percentage nobody is aborted. Envoy knows steps of 0.0001 %. */
export function abortOf(spec: unknown): Abort | undefined {
  const abort = recordOf(recordOf(spec).fault).abort;
  if (!isRecord(abort)) return undefined;
  const percent = recordOf(abort.percentage).value;
  const share = typeof percent === 'number' ? Math.min(1, Math.trunc(percent * 10_000) / 1_000_000) : 0;
  if (!(share > 0)) return undefined;
  if (typeof abort.httpStatus === 'number') return { share, status: abort.httpStatus };
  // A gRPC abort is an HTTP answer 200 with the status in a header, also for callers that do not speak gRPC.
  return textOf(abort.grpcStatus) === undefined ? undefined : { share, status: 200 };
}
