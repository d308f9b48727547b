import { BEHAVIOUR } from '../world/blueprint.ts';

/**
 * How a workload behaves, read from the annotations of its Deployment (of its pods where there is none), so that anybody can change it with
 * `kubectl annotate`. Grammar: entries are separated by `;`, an entry is a URL and then words: `http://reviews:9080/reviews/0 share=0.5`.
 * What cannot be read is left out: a cluster holds anything.
 */

/** A request that a workload sends, once or with a share, for each that it serves. */
export interface Call {
  /** As the application writes it: short, or fully qualified. */
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly method: string;
  /** The chance that a served request makes this call. */
  readonly share: number;
  /** When it fails, the caller fails too. */
  readonly required: boolean;
}

/** Requests that come from nowhere: a workload's own, or at a gateway those of browsers. */
export interface Load extends Call {
  readonly requestsPerSecond: number;
  /** The header that says who the user is, in lower case. */
  readonly userHeader?: string;
  readonly users: readonly string[];
  /** The share of requests that carry a user. */
  readonly userShare: number;
}

export interface Behaviour {
  /** Median of the log-normal time that it takes by itself. */
  readonly latencyMs: number;
  /** Standard deviation of the logarithm of that time. */
  readonly latencySpread: number;
  /** Status codes that it answers with instead of 200, by share. */
  readonly errors: readonly { readonly status: number; readonly share: number }[];
  readonly errorShare: number;
  readonly calls: readonly Call[];
  readonly loads: readonly Load[];
  /** Whether it passes on the headers of the request that it serves. */
  readonly forwardsHeaders: boolean;
}

type Annotations = Readonly<Record<string, string>> | undefined;

/** Reads a behaviour; a workload without annotations answers in about 10 ms, never fails and calls nobody. */
export function behaviourOf(annotations: Annotations): Behaviour {
  const errors = words(annotations?.[BEHAVIOUR.errors]).flatMap(errorOf);
  return {
    latencyMs: amount(annotations?.[BEHAVIOUR.latencyMs], 10, 0, 600_000),
    latencySpread: amount(annotations?.[BEHAVIOUR.latencySpread], 0.4, 0, 3),
    errors,
    errorShare: Math.min(
      1,
      errors.reduce((sum, error) => sum + error.share, 0),
    ),
    calls: entries(annotations?.[BEHAVIOUR.calls]).flatMap((entry) => callOf(entry) ?? []),
    loads: entries(annotations?.[BEHAVIOUR.load]).flatMap((entry) => loadOf(entry) ?? []),
    forwardsHeaders: annotations?.[BEHAVIOUR.forwardsHeaders] === 'true',
  };
}

const words = (text: string | undefined): string[] => (text ?? '').split(/\s+/).filter((word) => word !== '');
const entries = (text: string | undefined): string[][] =>
  (text ?? '')
    .split(';')
    .map(words)
    .filter((entry) => entry.length > 0);

/** The number in the text when it lies within the bounds, else the default. */
function amount(text: string | undefined, otherwise: number, from: number, to: number): number {
  const value = text === undefined || text.trim() === '' ? Number.NaN : Number(text);
  return value >= from && value <= to ? value : otherwise;
}

function errorOf(word: string): Behaviour['errors'] {
  const [status, share] = word.split('=');
  const error = { status: amount(status, 0, 400, 599), share: amount(share, 0, 0, 1) };
  return error.status === 0 || error.share === 0 ? [] : [error];
}

const settingsOf = (entry: readonly string[]): ReadonlyMap<string, string> =>
  new Map(
    entry.slice(1).map((word): [string, string] => {
      const at = word.indexOf('=');
      return at < 0 ? [word, 'true'] : [word.slice(0, at), word.slice(at + 1)];
    }),
  );

function callOf(entry: readonly string[]): Call | undefined {
  const match = /^\w+:\/\/([^/:\s]+)(?::(\d{1,5}))?(\/\S*)?$/.exec(entry[0] ?? '');
  const host = match?.[1];
  if (host === undefined) return undefined;
  const settings = settingsOf(entry);
  return {
    host: host.toLowerCase(),
    port: Number(match?.[2] ?? 80),
    path: match?.[3] ?? '/',
    method: settings.get('method') ?? 'GET',
    share: amount(settings.get('share'), 1, 0, 1),
    required: settings.get('required') === 'true',
  };
}

function loadOf(entry: readonly string[]): Load | undefined {
  const call = callOf(entry);
  if (call === undefined) return undefined;
  const settings = settingsOf(entry);
  const header = settings.get('header')?.toLowerCase();
  return {
    ...call,
    requestsPerSecond: amount(settings.get('rps'), 0, 0, 100_000),
    ...(header === undefined ? {} : { userHeader: header }),
    users: header === undefined ? [] : (settings.get('users') ?? '').split(',').filter((user) => user !== ''),
    userShare: amount(settings.get('user-share'), 1, 0, 1),
  };
}
