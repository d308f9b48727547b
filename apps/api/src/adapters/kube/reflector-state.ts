import type { ApiError } from './api-error.ts';
import { backoffMs } from './backoff.ts';

/** What a reflector does next, and how often it has failed in a row. */
export interface ReflectorState {
  readonly next: 'list' | 'watch';
  /** Where the watch goes on. */
  readonly resourceVersion: string;
  readonly failures: number;
  /** Objects a page; 0 asks for all at once, after pages have expired repeatedly. */
  readonly pageLimit: number;
}

/** How one step (a whole list, or one watch stream) ended. */
export type StepOutcome =
  | { readonly kind: 'listed'; readonly resourceVersion: string }
  /** Ended from this side: the same step is begun anew. */
  | { readonly kind: 'interrupted' }
  /** `lively`: it brought an event or held for a while; a server that closes at once must not be called in a loop. */
  | { readonly kind: 'watch-ended'; readonly resourceVersion: string; readonly lively: boolean }
  /** The history is gone (410), in a list, a watch's answer or its stream. */
  | { readonly kind: 'expired'; readonly lively: boolean }
  | { readonly kind: 'malformed'; readonly lively: boolean; readonly reason: string }
  | { readonly kind: 'failed'; readonly resourceVersion: string; readonly error: ApiError };

export interface Transition {
  readonly state: ReflectorState;
  /** Wait this long before the next step. */
  readonly delayMs: number;
}

const PAGE_LIMIT = 500;
/** A kind that may not be read, or is not served, is asked for again this often. */
export const LEFT_OUT_RETRY_MS = 30_000;

export const INITIAL_STATE: ReflectorState = { next: 'list', resourceVersion: '', failures: 0, pageLimit: PAGE_LIMIT };

/** The reflector's rules as a pure function; `random` is in [0, 1). */
export function advance(state: ReflectorState, outcome: StepOutcome, random: number): Transition {
  switch (outcome.kind) {
    case 'interrupted':
      return { state, delayMs: 0 };
    case 'listed':
      // Failures stay counted until a watch has held: a list that works does not mend a watch that never does.
      return { state: { ...state, next: 'watch', resourceVersion: outcome.resourceVersion }, delayMs: 0 };
    case 'watch-ended': {
      const { resourceVersion } = outcome;
      if (outcome.lively) return { state: { ...state, next: 'watch', resourceVersion, failures: 0 }, delayMs: 0 };
      return later({ ...state, next: 'watch', resourceVersion }, state.failures + 1, random);
    }
    case 'expired':
    case 'malformed':
      return relist(state, outcome.lively, random);
    case 'failed':
      return afterError(state, outcome.resourceVersion, outcome.error, random);
  }
}

/** The first time at once, then with patience. Expired while listing means that paging was too slow for the server's history. */
function relist(state: ReflectorState, lively: boolean, random: number): Transition {
  const failures = lively ? 0 : state.failures;
  const pageLimit = state.next === 'list' && failures >= 1 ? 0 : state.pageLimit;
  const again: ReflectorState = { ...state, next: 'list', resourceVersion: '', pageLimit };
  return failures === 0 ? { state: { ...again, failures: 1 }, delayMs: 0 } : later(again, failures + 1, random);
}

function afterError(state: ReflectorState, resourceVersion: string, error: ApiError, random: number): Transition {
  if (error.status === 410) return relist(state, false, random);
  if (error.kind === 'forbidden' || error.kind === 'not-found') {
    return {
      state: { ...INITIAL_STATE, failures: state.failures + 1 },
      delayMs: LEFT_OUT_RETRY_MS * (0.9 + 0.2 * random),
    };
  }
  const next = state.next === 'watch' && !mayBeAnother(error) ? 'watch' : 'list';
  return later(
    { ...state, next, resourceVersion: next === 'watch' ? resourceVersion : '' },
    state.failures + 1,
    random,
    error.retryAfterMs,
  );
}

/**
 * Whether the server that comes back may not be the one that went: after no answer at all it may have been set up anew, or set
 * back to an older state (then it may also answer 504). A watch from a version of its future would wait and bring nothing.
 */
const mayBeAnother = (error: ApiError): boolean =>
  error.status === 0 || /^Too large resource version/i.test(error.message);

function later(state: ReflectorState, failures: number, random: number, retryAfterMs?: number): Transition {
  return { state: { ...state, failures }, delayMs: backoffMs(failures, random, retryAfterMs) };
}
