import type { SourceStatus } from '@weir/shared';
import type { ClusterError } from '../../ports/cluster-writer.ts';
import type { ScrapeFailure } from './scrape-round.ts';
import type { ScraperState } from './scraper.ts';

/** Up to this many proxies are read directly (DESIGN T2). */
const MAX_COMFORTABLE_TARGETS = 300;

export interface DirectState extends ScraperState {
  readonly stopped: boolean;
}

export type DirectStatusCore = Omit<SourceStatus, 'since'>;

const LOOK_AT_FEWER = 'choose fewer namespaces for finer figures';

/** How the direct source is doing, as one sentence that says what to do. */
export function directStatus(state: DirectState): DirectStatusCore {
  const base = {
    name: 'telemetry',
    kind: 'direct',
    intervalMs: state.intervalMs,
    ...(state.lastReadingMs === undefined ? {} : { lastSuccess: new Date(state.lastReadingMs).toISOString() }),
  };
  if (state.stopped) return { ...base, state: 'off', detail: 'Reading the sidecars has been stopped.' };
  if (state.targets === undefined) {
    return { ...base, state: 'starting', detail: 'Waiting for the cluster before the sidecars can be read.' };
  }
  const { failures, targets } = state;
  const denied = deniedNamespaces(failures);
  const error = failures[0]?.error.message;
  const failing = error === undefined ? {} : { error };
  if (targets > 0 && denied.length > 0 && failures.length === targets) {
    return { ...base, ...failing, state: 'off', detail: `The sidecars may not be read: ${missingPermission(denied)}.` };
  }
  if (targets > 0 && failures.length === targets) {
    return {
      ...base,
      ...failing,
      state: 'unreachable',
      detail: `None of ${targets} sidecars could be read; trying again.`,
    };
  }
  const seconds = state.intervalMs / 1000;
  if (targets > MAX_COMFORTABLE_TARGETS) {
    const detail = `${targets} sidecars are read directly, which takes ${seconds} s a round; ${LOOK_AT_FEWER}.`;
    return { ...base, ...failing, state: 'degraded', detail };
  }
  if (failures.length > 0) {
    const permission = denied.length > 0 ? ` ${missingPermission(denied)}.` : '';
    const detail = `${failures.length} of ${targets} sidecars could not be read in the last round.${permission}`;
    return { ...base, ...failing, state: 'degraded', detail };
  }
  return { ...base, state: 'ok', detail: allWell(targets, seconds) };
}

function allWell(targets: number, seconds: number): string {
  if (targets === 0) return 'Sidecars are read directly as soon as somebody looks at a namespace that has some.';
  const proxies = targets === 1 ? 'One sidecar is' : `${targets} sidecars are`;
  return `${proxies} read directly every ${seconds} s, because no Prometheus is connected.`;
}

export const deniedNamespaces = (failures: readonly ScrapeFailure[]): readonly string[] => [
  ...new Set(failures.filter(({ error }) => isDenied(error)).map(({ target }) => target.namespace)),
];

const isDenied = (error: ClusterError): boolean => error.kind === 'forbidden';

export const missingPermission = (namespaces: readonly string[]): string =>
  `get on pods/proxy is missing in ${namespaces.slice(0, 5).join(', ')}${namespaces.length > 5 ? ' and others' : ''}; grant it to see traffic`;
