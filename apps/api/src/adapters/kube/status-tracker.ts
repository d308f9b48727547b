import type { SourceStatus } from '@weir/shared';
import type { Clock } from '../../ports/clock.ts';
import type { Logger } from './logger.ts';
import type { StatusCore } from './source-status.ts';

/** Remembers since when a source is in its state, and logs when the state changes. */
export function createStatusTracker(clock: Clock, logger: Logger): (core: StatusCore) => SourceStatus {
  let status: SourceStatus | undefined;
  return (core) => {
    if (status !== undefined && status.state !== core.state) {
      const { detail, error } = core;
      logger.info({ from: status.state, to: core.state, detail, error }, 'The cluster source changed its state');
    }
    status = { ...core, since: status?.state === core.state ? status.since : new Date(clock.nowMs()).toISOString() };
    return status;
  };
}
