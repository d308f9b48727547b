/** First ceiling of the waiting time, doubled by each failure up to the cap. */
const BASE_MS = 200;
export const MAX_BACKOFF_MS = 5_000;
/** A server may ask for more patience than the cap, but not for ever. */
const MAX_RETRY_AFTER_MS = 60_000;

/**
 * How long to wait before the next attempt: exponential with full jitter, so that many clients of a server that comes back do
 * not arrive together; never earlier than Retry-After asked for. `failures` counts from 1; `random` is in [0, 1).
 */
export function backoffMs(failures: number, random: number, retryAfterMs?: number): number {
  const ceiling = Math.min(MAX_BACKOFF_MS, BASE_MS * 2 ** Math.max(0, failures - 1));
  const jittered = random * ceiling;
  return retryAfterMs === undefined ? jittered : Math.min(retryAfterMs, MAX_RETRY_AFTER_MS) + random * BASE_MS;
}
