import type { Clock } from '../../../ports/clock.ts';

/** Time that runs as much faster as `speed` says: a test of 30 s waiting takes a fraction of one. */
export function createFastClock(speed: number): Clock {
  const startMs = Date.now();
  return {
    nowMs: () => startMs + (Date.now() - startMs) * speed,
    sleep: (durationMs, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted === true) return resolve();
        const wake = () => {
          clearTimeout(timer);
          signal?.removeEventListener('abort', wake);
          resolve();
        };
        const timer = setTimeout(wake, durationMs / speed);
        signal?.addEventListener('abort', wake);
      }),
  };
}

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

/** Time in which every wait is over at once. */
export function createInstantClock(): Clock {
  let nowMs = 0;
  return {
    nowMs: () => nowMs,
    sleep: (durationMs, signal) =>
      new Promise((resolve) => {
        // Long waits are watchdogs: they never come in these tests.
        if (durationMs > 60_000) {
          signal?.addEventListener('abort', () => resolve());
          return;
        }
        setImmediate(() => {
          nowMs += durationMs;
          resolve();
        });
      }),
  };
}

/** Lets everything run that waits for nothing but its turn. */
export async function turns(count = 10): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Waits for a condition in real time; fails after ten seconds, which only a stuck test needs. */
export async function eventually(condition: () => boolean, what: string): Promise<void> {
  const endMs = Date.now() + 10_000;
  while (!condition()) {
    if (Date.now() > endMs) throw new Error(`It never came: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
