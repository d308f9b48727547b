import type { Clock } from '../ports/clock.ts';

/** A clock that stands until it is moved. */
export interface ManualClock extends Clock {
  /** Moves on step by step, so that whoever wakes can sleep again, and lets pending work finish in between. */
  readonly advance: (durationMs: number) => Promise<void>;
}

const START_MS = Date.UTC(2026, 0, 1);

export function createManualClock(): ManualClock {
  let nowMs = START_MS;
  let sleepers: { readonly untilMs: number; readonly wake: () => void }[] = [];
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    nowMs: () => nowMs,
    sleep: (durationMs, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted === true) resolve();
        signal?.addEventListener('abort', () => resolve(), { once: true });
        sleepers.push({ untilMs: nowMs + durationMs, wake: resolve });
      }),
    advance: async (durationMs) => {
      const endMs = nowMs + durationMs;
      await settle();
      for (;;) {
        const next = Math.min(...sleepers.map(({ untilMs }) => untilMs));
        if (next > endMs) break;
        nowMs = Math.max(nowMs, next);
        const due = sleepers.filter(({ untilMs }) => untilMs <= nowMs);
        sleepers = sleepers.filter(({ untilMs }) => untilMs > nowMs);
        for (const { wake } of due) wake();
        await settle();
      }
      nowMs = endMs;
      await settle();
    },
  };
}

/** A clock on which every sleep is over at once; `slept` holds their lengths in milliseconds. */
export function createInstantClock(): Clock & { readonly slept: number[] } {
  let nowMs = START_MS;
  const slept: number[] = [];
  return {
    slept,
    nowMs: () => nowMs,
    sleep: async (durationMs) => {
      nowMs += durationMs;
      slept.push(durationMs);
    },
  };
}

/** The time of the machine, for tests over real connections. */
export const createRealClock = (): Clock => ({
  nowMs: () => Date.now(),
  sleep: (durationMs, signal) =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, durationMs);
      signal?.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      });
    }),
});
