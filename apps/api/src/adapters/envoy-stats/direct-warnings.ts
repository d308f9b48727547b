import type { TelemetryWindow } from '@weir/mesh';
import { deniedNamespaces, missingPermission } from './direct-status.ts';
import type { ScrapeFailure } from './scrape-round.ts';

export interface DirectWarningInput {
  readonly failures: readonly ScrapeFailure[];
  /** Namespaces whose proxies have not been read twice yet. */
  readonly pending: readonly string[];
  /** Seconds that were asked for, and that are answered. */
  readonly asked: number;
  readonly windowSeconds: number;
  readonly retentionSeconds: number;
}

type Warning = TelemetryWindow['warnings'][number];

/** What is missing from a window, and what to do (DESIGN G9). */
export function directWarnings(input: DirectWarningInput): readonly Warning[] {
  return [...denied(input), ...failed(input), ...begun(input), ...widened(input), ...tooLong(input)];
}

const warning = (code: string, message: string, remedy: string): Warning => ({
  code,
  source: 'telemetry',
  message,
  remedy,
});

function denied({ failures }: DirectWarningInput): readonly Warning[] {
  const namespaces = deniedNamespaces(failures);
  if (namespaces.length === 0) return [];
  const where = namespaces.length > 5 ? `${namespaces.length} namespaces` : namespaces.join(', ');
  return [
    warning(
      'telemetry-forbidden',
      `The sidecars in ${where} may not be read.`,
      `${capital(missingPermission(namespaces))}.`,
    ),
  ];
}

function failed({ failures }: DirectWarningInput): readonly Warning[] {
  const others = failures.filter(({ error }) => error.kind !== 'forbidden');
  const first = others[0];
  if (first === undefined) return [];
  const name = `${first.target.namespace}/${first.target.pod}`;
  const more = others.length > 1 ? ` and ${others.length - 1} more` : '';
  return [
    warning(
      'sidecar-unreadable',
      `The statistics of ${name}${more} could not be read: ${first.error.message.slice(0, 300)}`,
      'Look whether these pods run and their sidecar is ready; their calls are missing until then.',
    ),
  ];
}

function begun({ failures, pending }: DirectWarningInput): readonly Warning[] {
  const failing = new Set(failures.map(({ target }) => target.namespace));
  const waiting = pending.filter((namespace) => !failing.has(namespace));
  if (waiting.length === 0) return [];
  const where = waiting.length > 5 ? `${waiting.length} namespaces` : waiting.join(', ');
  return [
    warning('telemetry-starting', `Reading the sidecars in ${where} has just begun.`, 'Figures follow within seconds.'),
  ];
}

function widened({ asked, windowSeconds }: DirectWarningInput): readonly Warning[] {
  if (windowSeconds <= asked) return [];
  return [
    warning(
      'window-widened',
      `The figures are of ${Math.round(windowSeconds)} s instead of ${Math.round(asked)} s: so many sidecars are not read more often.`,
      'Choose a longer window, or look at fewer namespaces.',
    ),
  ];
}

function tooLong({ asked, retentionSeconds }: DirectWarningInput): readonly Warning[] {
  if (asked <= retentionSeconds) return [];
  return [
    warning(
      'window-too-long',
      `Without Prometheus only the last ${Math.round(retentionSeconds / 60)} minutes are known.`,
      'Choose a shorter window: the sidecars keep no history of their own.',
    ),
  ];
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
