import type { SourceStatus } from '@weir/shared';
import type { ApiError } from './api-error.ts';
import { fullName, type ReflectorReport } from './source-warnings.ts';

export interface StatusInput {
  readonly server: string;
  readonly synced: boolean;
  readonly stopped: boolean;
  /** Objects known, or read so far. */
  readonly objects: number;
  readonly reports: readonly ReflectorReport[];
  /** Why the last look at what the cluster serves failed. */
  readonly discoveryError: ApiError | undefined;
  readonly lastSuccess: string | undefined;
}

export type StatusCore = Omit<SourceStatus, 'since'>;

/** The state of the connection to the cluster as one sentence. */
export function sourceStatus(input: StatusInput): StatusCore {
  const base = {
    name: 'cluster',
    kind: 'kubernetes',
    objects: input.objects,
    ...(input.lastSuccess === undefined ? {} : { lastSuccess: input.lastSuccess }),
  };
  if (input.stopped) return { ...base, state: 'off', detail: 'The connection to the cluster has been closed.' };
  const error = connectionError(input);
  if (error !== undefined) {
    const known = input.synced ? ' What was read last is still shown.' : '';
    return {
      ...base,
      state: 'unreachable',
      error: error.message,
      detail: `${input.server} cannot be read; trying again.${known}`,
    };
  }
  if (!input.synced) return { ...base, state: 'starting', detail: progress(input) };
  const troubled = input.reports.filter(isTroubled);
  if (troubled.length > 0) {
    const names = [...new Set(troubled.map((report) => fullName(report.kind)))].join(', ');
    const error = troubled.map(errorOf).find((known) => known !== undefined);
    return {
      ...base,
      state: 'degraded',
      detail: `Watching ${input.server}, but not all kinds can be read: ${names}.`,
      ...(error === undefined ? {} : { error: error.message }),
    };
  }
  return { ...base, state: 'ok', detail: `Watching ${input.server}.` };
}

/** No connection, or no valid credential: both stop everything. */
function connectionError(input: StatusInput): ApiError | undefined {
  const errors = [...input.reports.map(errorOf), input.discoveryError].filter((error) => error !== undefined);
  return (
    errors.find((error) => error.kind === 'unauthenticated') ?? errors.find((error) => error.kind === 'unreachable')
  );
}

function errorOf({ health }: ReflectorReport): ApiError | undefined {
  return health.state === 'failing' || health.state === 'left-out' ? health.error : undefined;
}

/** One bad answer is not worth a word; a second one in a row is. */
function isTroubled({ kind, namespace, health }: ReflectorReport): boolean {
  if (kind === 'configmaps' || (kind === 'namespaces' && namespace !== undefined)) return false;
  if (health.state === 'left-out') return health.error.kind === 'forbidden';
  return health.state === 'failing' && health.failures >= 2;
}

function progress({ objects, reports }: StatusInput): string {
  const open = [...new Set(reports.filter(({ health }) => health.state === 'starting').map(({ kind }) => kind))];
  const waiting = open.length === 0 ? '' : `; still to come: ${open.join(', ')}`;
  return `Reading the cluster: ${objects} objects so far${waiting}.`;
}
