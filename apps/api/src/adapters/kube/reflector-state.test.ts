import { describe, expect, it } from 'vitest';
import { ApiError } from './api-error.ts';
import { advance, INITIAL_STATE, LEFT_OUT_RETRY_MS, type ReflectorState, type StepOutcome } from './reflector-state.ts';

const watching: ReflectorState = { ...INITIAL_STATE, next: 'watch', resourceVersion: '7' };
const failed = (kind: ApiError['kind'], status: number, retryAfterMs?: number, message = 'no'): StepOutcome => ({
  kind: 'failed',
  resourceVersion: '9',
  error: new ApiError(kind, status, message, { retryAfterMs }),
});

describe('advance', () => {
  it('S4: a list is followed by a watch from its version', () => {
    const { state, delayMs } = advance(INITIAL_STATE, { kind: 'listed', resourceVersion: '7' }, 0.5);
    expect([state.next, state.resourceVersion, delayMs]).toEqual(['watch', '7', 0]);
  });

  it('S4: a watch that ended goes on at once from its last version', () => {
    const { state, delayMs } = advance(watching, { kind: 'watch-ended', resourceVersion: '9', lively: true }, 0.5);
    expect([state.next, state.resourceVersion, state.failures, delayMs]).toEqual(['watch', '9', 0, 0]);
  });

  it('S4: a server that ends watches at once is not called in a loop', () => {
    let state = watching;
    const delays: number[] = [];
    for (let time = 0; time < 6; time += 1) {
      const step = advance(state, { kind: 'watch-ended', resourceVersion: '9', lively: false }, 0.5);
      state = step.state;
      delays.push(step.delayMs);
    }
    expect(delays).toEqual([100, 200, 400, 800, 1600, 2500]);
  });

  it('S4: an expired history is listed anew, the first time at once, then with patience', () => {
    const first = advance(watching, { kind: 'expired', lively: true }, 0.5);
    expect([first.state.next, first.state.resourceVersion, first.delayMs]).toEqual(['list', '', 0]);
    const listed = advance(first.state, { kind: 'listed', resourceVersion: '20' }, 0.5);
    const second = advance(listed.state, { kind: 'expired', lively: false }, 0.5);
    expect([second.state.next, second.delayMs]).toEqual(['list', 200]);
  });

  it('S4: pages that keep expiring are given up for one whole list', () => {
    const first = advance(INITIAL_STATE, failed('internal', 410), 0.5);
    expect([first.state.pageLimit, first.delayMs]).toEqual([500, 0]);
    expect(advance(first.state, failed('internal', 410), 0.5).state.pageLimit).toBe(0);
  });

  it('S4: what may not be read, or is not served, is asked for again after half a minute', () => {
    for (const error of [failed('forbidden', 403), failed('not-found', 404)]) {
      const { state, delayMs } = advance(watching, error, 0.5);
      expect([state.next, state.resourceVersion, delayMs]).toEqual(['list', '', LEFT_OUT_RETRY_MS]);
    }
  });

  it('S4: a failing watch is tried again from the same version, and Retry-After is honoured', () => {
    const { state, delayMs } = advance(watching, failed('rate-limited', 429, 3_000), 0.5);
    expect([state.next, state.resourceVersion, state.failures, delayMs]).toEqual(['watch', '9', 1, 3_100]);
  });

  it('S4: after no answer at all everything is listed anew: the server may be another one', () => {
    const { state } = advance(watching, failed('unreachable', 0), 0);
    expect([state.next, state.resourceVersion]).toEqual(['list', '']);
    expect(advance(watching, failed('unreachable', 503), 0).state).toMatchObject({
      next: 'watch',
      resourceVersion: '9',
    });
  });

  it('S4: a server that was set back to an older state is listed anew', () => {
    const { state } = advance(
      watching,
      failed('unreachable', 504, undefined, 'Too large resource version: 9, current: 3'),
      0,
    );
    expect([state.next, state.resourceVersion]).toEqual(['list', '']);
  });

  it('a step that was interrupted from this side begins anew, without counting as a failure', () => {
    expect(advance(INITIAL_STATE, { kind: 'interrupted' }, 0.5)).toEqual({ state: INITIAL_STATE, delayMs: 0 });
  });
});
