import type { Clock } from '../../ports/clock.ts';

/** The longest delay that a timer takes; longer ones would fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** The machine's own time. */
export function createSystemClock(): Clock {
  return { nowMs: () => Date.now(), sleep };
}

function sleep(durationMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) {
      resolve();
      return;
    }
    const timer = setTimeout(wake, Math.min(Math.max(durationMs, 0), MAX_TIMER_MS));
    function wake(): void {
      clearTimeout(timer);
      signal?.removeEventListener('abort', wake);
      resolve();
    }
    signal?.addEventListener('abort', wake, { once: true });
  });
}
