import { RE2JS } from 're2js';

/** Which side of a node's traffic a tolerance is about. */
export type Direction = 'inbound' | 'outbound';

/** When a share of responses becomes degraded or failing. Shares 0..1; below 0 exclusive never, see `rateHealth`. */
export interface Tolerance {
  /** The code as written, such as `5xx`; `-` stands for no response. */
  readonly name: string;
  readonly matchesCode: (code: string) => boolean;
  readonly matchesProtocol: (protocol: string) => boolean;
  readonly matchesDirection: (direction: Direction) => boolean;
  readonly degradedFrom: number;
  readonly failingFrom: number;
}

const always = (): boolean => true;
const tolerance = (
  name: string,
  protocols: readonly string[],
  matchesCode: (code: string) => boolean,
  degradedFrom: number,
  failingFrom: number,
): Tolerance => ({
  name,
  matchesCode,
  matchesProtocol: (protocol) => protocols.includes(protocol),
  matchesDirection: always,
  degradedFrom,
  failingFrom,
});

/** Kiali's defaults (research/kiali.md 1.5). */
export const DEFAULT_TOLERANCES: readonly Tolerance[] = [
  tolerance('5xx', ['http'], (code) => code.length === 3 && code.startsWith('5'), 0, 0.1),
  tolerance('4xx', ['http'], (code) => code.length === 3 && code.startsWith('4'), 0.1, 0.2),
  tolerance('a gRPC error', ['grpc'], (code) => /^([1-9]|1[0-6])$/.test(code), 0, 0.1),
  tolerance('no response', ['http', 'grpc'], (code) => code === '-', 0, 0.1),
];

/** The annotation that replaces the defaults for one object. */
export const RATE_ANNOTATION = 'health.kiali.io/rate';

/** Tolerances of an annotation, and what is wrong with it. */
export interface AnnotatedTolerances {
  readonly tolerances: readonly Tolerance[];
  readonly problem?: string;
}

const parsed = new Map<string, AnnotatedTolerances>();
/** Distinct annotations that are remembered; a cluster has a handful. */
const MOST_PARSED = 256;

/**
 * Reads `code,degraded,failing,protocol,direction;…`, percentages, where `X` in a code is any digit and code, protocol
 * and direction are RE2 expressions for the whole value. A malformed annotation leaves the defaults, and says so.
 */
export function parseTolerances(annotation: string): AnnotatedTolerances {
  const known = parsed.get(annotation);
  if (known !== undefined) return known;
  const parts = annotation
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const tolerances = parts.map(parseOne);
  const wrong = parts.filter((_, at) => tolerances[at] === undefined);
  const result: AnnotatedTolerances =
    parts.length === 0 || wrong.length > 0
      ? {
          tolerances: DEFAULT_TOLERANCES,
          problem: `The annotation ${RATE_ANNOTATION} can't be read ("${wrong[0] ?? annotation}"), so the default thresholds hold.`,
        }
      : { tolerances: tolerances.filter((one) => one !== undefined) };
  if (parsed.size >= MOST_PARSED) parsed.clear();
  parsed.set(annotation, result);
  return result;
}

function parseOne(part: string): Tolerance | undefined {
  const fields = part.split(',').map((field) => field.trim());
  const [code = '', degraded = '', failing = '', protocol = '', direction = ''] = fields;
  const degradedFrom = percentage(degraded);
  const failingFrom = percentage(failing);
  const matchesCode = wholeMatch(code.replaceAll(/x/gi, '\\d'));
  const matchesProtocol = wholeMatch(protocol === '' ? '.*' : protocol);
  const matchesDirection = wholeMatch(direction === '' ? '.*' : direction);
  if (code === '' || fields.length > 5 || degradedFrom === undefined || failingFrom === undefined) return undefined;
  if (matchesCode === undefined || matchesProtocol === undefined || matchesDirection === undefined) return undefined;
  const name = code === '-' ? 'no response' : code.toLowerCase();
  return { name, matchesCode, matchesProtocol, matchesDirection, degradedFrom, failingFrom };
}

function percentage(text: string): number | undefined {
  const value = text === '' ? Number.NaN : Number(text);
  return value >= 0 && value <= 100 ? value / 100 : undefined;
}

/** A person's expression never runs on JavaScript's engine: RE2 can't be made to run for ever. */
function wholeMatch(expression: string): ((text: string) => boolean) | undefined {
  try {
    const compiled = RE2JS.compile(`(?:${expression})`, RE2JS.CASE_INSENSITIVE);
    return (text) => compiled.matches(text);
  } catch {
    return undefined;
  }
}
