import type { Protocol } from '@weir/shared';
import type { RequestSample } from '../../telemetry/sample.ts';

/** How requests ended: one code and flag, classified. */
export interface Answer {
  /** HTTP status (`0`: no answer), or the gRPC status; `-` for a gRPC call without answer. */
  readonly code: string;
  readonly flags: string;
  readonly kind: 'ok' | 'error' | 'client-error';
  /** The code as health thresholds name it: `-` for no answer. */
  readonly healthCode: string;
  readonly protocol: Protocol;
}

/** Finds the answer of a sample; equal answers are one object, so that they can be compared by identity. */
export function createAnswers(): (sample: RequestSample) => Answer {
  const known = new Map<string, Answer>();
  return (sample) => {
    const key = `${sample.protocol} ${sample.responseCode} ${sample.grpcStatus} ${sample.responseFlags}`;
    const answer = known.get(key) ?? answerOf(sample);
    known.set(key, answer);
    return answer;
  };
}

/**
 * Errors are 5xx, no answer, and a gRPC status other than 0; client errors are 4xx. A gRPC call counts by its gRPC status
 * unless HTTP already failed, as Kiali reads it (research/kiali.md 1.2).
 */
export function answerOf(sample: RequestSample): Answer {
  const { responseCode, grpcStatus, protocol } = sample;
  const base = { flags: sample.responseFlags === '' ? '-' : sample.responseFlags, protocol };
  if (responseCode === '0' || (responseCode === '' && grpcStatus === '')) {
    return { ...base, code: protocol === 'grpc' ? '-' : '0', kind: 'error', healthCode: '-' };
  }
  const failure = /^[45]\d\d$/.test(responseCode) ? responseCode[0] : undefined;
  if (protocol === 'grpc' && failure === undefined && grpcStatus !== '') {
    return { ...base, code: grpcStatus, kind: grpcStatus === '0' ? 'ok' : 'error', healthCode: grpcStatus };
  }
  const kind = failure === '5' ? 'error' : failure === '4' ? 'client-error' : 'ok';
  return { ...base, code: responseCode, kind, healthCode: responseCode };
}
