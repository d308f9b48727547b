import type { Clock } from '../../../ports/clock.ts';

export interface ManualClock extends Clock {
  /** Moves the time on in steps, from one sleeper to the next, and lets what woke run. */
  readonly advance: (durationMs: number) => Promise<void>;
}

/** Time that stands still until the test moves it. */
export function createManualClock(startMs = Date.UTC(2026, 0, 1)): ManualClock {
  let nowMs = startMs;
  const sleepers = new Set<{ readonly atMs: number; readonly wake: () => void }>();
  const next = (untilMs: number) =>
    [...sleepers].filter((sleeper) => sleeper.atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)[0];
  return {
    nowMs: () => nowMs,
    sleep: (durationMs, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted === true) return resolve();
        const sleeper = {
          atMs: nowMs + Math.max(0, durationMs),
          wake: () => {
            sleepers.delete(sleeper);
            signal?.removeEventListener('abort', sleeper.wake);
            resolve();
          },
        };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', sleeper.wake);
      }),
    advance: async (durationMs) => {
      const endMs = nowMs + durationMs;
      await turns();
      for (let sleeper = next(endMs); sleeper !== undefined; sleeper = next(endMs)) {
        nowMs = Math.max(nowMs, sleeper.atMs);
        sleeper.wake();
        await turns();
      }
      nowMs = endMs;
      await turns();
    },
  };
}

/** Lets everything run that waits for nothing but its turn. */
async function turns(count = 10): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
