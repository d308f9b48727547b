import type { Clock } from '../../ports/clock.ts';

export interface Watchdog {
  /** Moves the deadline: never beyond the one that was set at the start. */
  readonly expectWithin: (durationMs: number) => void;
  readonly stop: () => void;
}

/** Calls `expire` once: when the time is over, or earlier when something expected has not come. */
export function startWatchdog(clock: Clock, durationMs: number, expire: () => void): Watchdog {
  const endMs = clock.nowMs() + durationMs;
  let deadlineMs = endMs;
  let stopped = false;
  let nap = new AbortController();

  const run = async (): Promise<void> => {
    while (!stopped) {
      const leftMs = deadlineMs - clock.nowMs();
      if (leftMs <= 0) {
        stopped = true;
        expire();
        return;
      }
      nap = new AbortController();
      await clock.sleep(leftMs, nap.signal);
    }
  };
  void run();

  return {
    expectWithin: (leftMs) => {
      const nextMs = Math.min(endMs, clock.nowMs() + leftMs);
      const isSooner = nextMs < deadlineMs;
      deadlineMs = nextMs;
      // A later deadline is seen when the nap ends; only a sooner one must end it.
      if (isSooner) nap.abort();
    },
    stop: () => {
      stopped = true;
      nap.abort();
    },
  };
}
