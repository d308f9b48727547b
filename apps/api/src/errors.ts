import { ERROR_CATALOGUE, type ErrorCode, type Problem } from '@weir/shared';
import { ClusterError, type ClusterErrorKind } from './ports/cluster-writer.ts';

export interface WeirErrorOptions {
  /** What was not done, as a sentence. */
  readonly notDone?: string;
  /** What to do now, as a sentence. */
  readonly remedy?: string;
  /** Members that the problem carries beside its words, as the rebased plan of a `routing-changed`. */
  readonly extension?: Readonly<Record<string, unknown>>;
  /** A more exact HTTP status than the catalogue's, as 415 for an `invalid-request`. */
  readonly status?: number;
  readonly cause?: unknown;
}

/** An error with a code of the catalogue. `message` is the problem's `detail`: what happened, for a person. */
export class WeirError extends Error {
  readonly code: ErrorCode;
  readonly options: WeirErrorOptions;
  constructor(code: ErrorCode, detail: string, options: WeirErrorOptions = {}) {
    super(detail, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'WeirError';
    this.code = code;
    this.options = options;
  }

  get status(): number {
    return this.options.status ?? ERROR_CATALOGUE[this.code].status;
  }
}

/** RFC 9457 problem details of an error. `instance` is the request's id, as in the log. */
export function problemOf(error: WeirError, instance: string): Problem {
  const { notDone, remedy, extension } = error.options;
  return {
    ...extension,
    type: `urn:weir:error:${error.code}`,
    title: ERROR_CATALOGUE[error.code].title,
    status: error.status,
    code: error.code,
    detail: error.message,
    ...(notDone === undefined ? {} : { notDone }),
    ...(remedy === undefined ? {} : { remedy }),
    instance,
  };
}

/** What a refusal of the API server means to the person. Conflicts on writes are handled where they happen (W8). */
const CLUSTER_ANSWERS: Readonly<Record<ClusterErrorKind, { readonly code: ErrorCode; readonly remedy: string }>> = {
  conflict: { code: 'routing-changed', remedy: 'Open the dialog again: it shows what changed.' },
  'already-exists': { code: 'routing-changed', remedy: 'Open the dialog again: it shows what changed.' },
  'not-found': { code: 'not-found', remedy: 'Check that the object and its namespace still exist.' },
  forbidden: { code: 'forbidden', remedy: "Ask the cluster's administrator for the permission that is named." },
  unauthenticated: { code: 'unauthenticated', remedy: 'Renew the credential of the kubeconfig, then try again.' },
  invalid: { code: 'invalid-request', remedy: 'Change what the API server complains about, then try again.' },
  rejected: { code: 'invalid-request', remedy: 'Change what the admission webhook complains about, then try again.' },
  'rate-limited': { code: 'rate-limited', remedy: 'The API server is busy. Wait a few seconds, then try again.' },
  unreachable: { code: 'cluster-unreachable', remedy: 'Check the connection to the cluster. Weir keeps trying.' },
  internal: { code: 'internal', remedy: 'The API server failed; its own log says why. Try again.' },
};

/** A ClusterError in the words of the catalogue, with the server's own text. Anything else is returned as it is. */
export function fromClusterError(error: unknown, action: string, notDone?: string): unknown {
  if (!(error instanceof ClusterError)) return error;
  const { code, remedy } = CLUSTER_ANSWERS[error.kind];
  return new WeirError(code, `${action}: ${error.message}`, {
    remedy,
    ...(notDone === undefined ? {} : { notDone }),
    cause: error,
  });
}

/** The words of an error for a person's eyes: never a stack. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
