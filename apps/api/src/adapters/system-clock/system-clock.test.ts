import { describe, expect, it } from 'vitest';
import { createSystemClock } from './system-clock.ts';

describe('createSystemClock', () => {
  const clock = createSystemClock();

  it('a sleep ends by itself, never early', async () => {
    const startMs = clock.nowMs();
    await clock.sleep(20);
    // Timers count monotonic milliseconds, the clock wall time: they may differ by one.
    expect(clock.nowMs() - startMs).toBeGreaterThanOrEqual(19);
  });

  it('a signal ends a sleep, before and within it, also one that is longer than timers can be', async () => {
    await clock.sleep(60_000, AbortSignal.abort());
    const abort = new AbortController();
    const asleep = clock.sleep(Number.MAX_SAFE_INTEGER, abort.signal);
    setTimeout(() => abort.abort(), 5);
    await asleep;
    expect(abort.signal.aborted).toBe(true);
  });
});
