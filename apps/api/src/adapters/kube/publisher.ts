import type { Clock } from '../../ports/clock.ts';

/** At most one publish in this time. */
const WINDOW_MS = 50;
/** Events of one cause come within a few milliseconds; waiting for them saves a publish. */
const SETTLE_MS = 5;

export interface Publisher {
  /** Something changed: publish soon. */
  readonly request: () => void;
  readonly stop: () => void;
}

/** Calls `publish` soon after a request, and never twice within 50 ms. */
export function createPublisher(clock: Clock, publish: () => void): Publisher {
  const stopped = new AbortController();
  let isPending = false;
  let lastMs = Number.NEGATIVE_INFINITY;

  const later = async (): Promise<void> => {
    await clock.sleep(Math.max(SETTLE_MS, lastMs + WINDOW_MS - clock.nowMs()), stopped.signal);
    isPending = false;
    if (stopped.signal.aborted) return;
    lastMs = clock.nowMs();
    publish();
  };

  return {
    request: () => {
      if (isPending || stopped.signal.aborted) return;
      isPending = true;
      void later();
    },
    stop: () => stopped.abort(),
  };
}
