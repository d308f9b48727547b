import type { Clock } from '../../ports/clock.ts';
import type { ApiClient } from './api-client.ts';
import { ApiError } from './api-error.ts';
import { backoffMs } from './backoff.ts';
import { type Discovery, discover } from './discovery.ts';
import type { Logger } from './logger.ts';

export interface DiscoveryLoopOptions {
  readonly api: ApiClient;
  readonly clock: Clock;
  readonly random: () => number;
  readonly logger: Logger;
  readonly onAnswer: (discovery: Discovery) => void;
  /** `isFirst`: the first failure after an answer, or at all. */
  readonly onFailure: (isFirst: boolean) => void;
}

export interface DiscoveryLoop {
  /** The last answer; undefined before the first. */
  readonly latest: () => Discovery | undefined;
  /** Why the last attempt failed; undefined when it did not. */
  readonly error: () => ApiError | undefined;
  readonly start: () => void;
  readonly stop: () => Promise<void>;
}

/** How often the cluster is asked what it serves; it is also the sign of life when nothing happens. */
const INTERVAL_MS = 30_000;

/** Asks the cluster again and again what it serves, so that a CRD that comes later is picked up. */
export function createDiscoveryLoop(options: DiscoveryLoopOptions): DiscoveryLoop {
  const { clock, logger } = options;
  const stopping = new AbortController();
  let latest: Discovery | undefined;
  let error: ApiError | undefined;
  let running: Promise<void> = Promise.resolve();

  const askOnce = async (failures: number): Promise<number> => {
    try {
      latest = await discover(options.api, stopping.signal);
      error = undefined;
      options.onAnswer(latest);
      return 0;
    } catch (reason) {
      if (stopping.signal.aborted) return failures;
      error = reason instanceof ApiError ? reason : new ApiError('internal', 0, String(reason), { cause: reason });
      logger.warn({ error: error.message, failures: failures + 1 }, 'The cluster did not say what it serves');
      options.onFailure(failures === 0);
      return failures + 1;
    }
  };

  const run = async (): Promise<void> => {
    let failures = 0;
    while (!stopping.signal.aborted) {
      failures = await askOnce(failures);
      const delayMs = failures === 0 ? INTERVAL_MS : backoffMs(failures, options.random(), error?.retryAfterMs);
      await clock.sleep(delayMs, stopping.signal);
    }
  };

  return {
    latest: () => latest,
    error: () => error,
    start: () => {
      running = run();
    },
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}
