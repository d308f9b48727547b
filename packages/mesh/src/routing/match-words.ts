import { isRecord, type JsonRecord, recordOf, textOf, textsOf, wholeOf } from './json.ts';
import type { RawRoute } from './raw-routes.ts';

/**
 * What a route matches, as a sentence part a person can read (W4): "Requests with the header x-tester equal to yes",
 * "Requests to /api…", "All other requests". `others`: an earlier route of the same list takes some away.
 */
export function matchWords(route: RawRoute, others: boolean): string {
  const noun = route.protocol === 'http' ? 'requests' : 'connections';
  const everything = `All ${others ? 'other ' : ''}${noun}`;
  if (route.matches.length === 0) return everything;
  const phrases = route.matches.map((match) => phraseOf(route, match, everything));
  if (phrases.includes(everything)) return everything;
  return [...new Set(phrases)].map((phrase, index) => (index === 0 ? phrase : lowerFirst(phrase))).join(', or ');
}

function phraseOf(route: RawRoute, match: JsonRecord, everything: string): string {
  const where = whereWords(match);
  const what = route.protocol === 'http' ? httpWords(match) : l4Words(match);
  if (what.length === 0) return [everything, ...where].join(' ');
  return [subjectOf(route, match), ...what, ...where].join(' ');
}

function subjectOf(route: RawRoute, match: JsonRecord): string {
  if (route.protocol === 'tls') return 'TLS connections';
  if (route.protocol === 'tcp') return 'Connections';
  const method = textOf(recordOf(match.method).exact);
  return method === undefined ? 'Requests' : `${method} requests`;
}

function httpWords(match: JsonRecord): string[] {
  const words = uriWords(match);
  const method = recordOf(match.method);
  if (textOf(method.exact) !== undefined && words.length === 0) words.push('to any path');
  else if (textOf(method.exact) === undefined && isRecord(match.method)) {
    words.push(`with a method ${valueWords(method, 'of any kind')}`);
  }
  if (isRecord(match.authority)) words.push(`for a host ${valueWords(match.authority, 'of any name')}`);
  if (isRecord(match.scheme)) words.push(`with a scheme ${valueWords(match.scheme, 'of any kind')}`);
  const named = [...namedWords(match.headers, 'the header'), ...namedWords(match.queryParams, 'the query parameter')];
  if (named.length > 0) words.push(`with ${named.join(' and ')}`);
  const without = namedWords(match.withoutHeaders, 'the header');
  if (without.length > 0) words.push(`without ${without.join(' or ')}`);
  return words;
}

function uriWords(match: JsonRecord): string[] {
  if (takesAnyPath(match)) return [];
  const uri = recordOf(match.uri);
  const anyCase = match.ignoreUriCase === true ? ' in upper or lower case' : '';
  if (textOf(uri.exact) !== undefined) return [`to ${String(uri.exact)}${anyCase}`];
  if (textOf(uri.prefix) !== undefined) return [`to ${String(uri.prefix)}…${anyCase}`];
  return [`to paths that match ${String(uri.regex)}`];
}

/** Whether the match leaves the path open: no uri, an empty one, the prefix `/`, or the regex `.*`. */
export function takesAnyPath(match: JsonRecord): boolean {
  const uri = recordOf(match.uri);
  if (textOf(uri.exact) !== undefined) return false;
  if (textOf(uri.regex) !== undefined) return uri.regex === '.*' || uri.regex === '*';
  return textOf(uri.prefix) === undefined || uri.prefix === '/';
}

function namedWords(value: unknown, noun: string): string[] {
  return Object.entries(recordOf(value)).map(([name, match]) => {
    const words = valueWords(recordOf(match), '');
    return words === '' ? `${noun} ${name}` : `${noun} ${name} ${words}`;
  });
}

/** `present` stands for a StringMatch that only asks for presence. */
function valueWords(match: JsonRecord, present: string): string {
  if (textOf(match.exact) !== undefined) return `equal to ${String(match.exact)}`;
  if (textOf(match.prefix) !== undefined) return `that begins with ${String(match.prefix)}`;
  if (textOf(match.regex) !== undefined && match.regex !== '*') return `that matches ${String(match.regex)}`;
  return present;
}

function l4Words(match: JsonRecord): string[] {
  const words: string[] = [];
  const names = textsOf(match.sniHosts);
  if (names.length > 0) words.push(`for the name ${names.join(' or ')}`);
  const subnets = textsOf(match.destinationSubnets);
  if (subnets.length > 0) words.push(`to addresses in ${subnets.join(' or ')}`);
  return words;
}

function whereWords(match: JsonRecord): string[] {
  const words: string[] = [];
  const port = wholeOf(match.port);
  if (port !== undefined && port !== 0) words.push(`on port ${port}`);
  const gateways = textsOf(match.gateways);
  // A match with gateways ignores its source selectors (research/istio-kubernetes.md 2.3).
  if (gateways.length > 0) {
    words.push(gateways.map((name) => (name === 'mesh' ? 'inside the mesh' : `at the gateway ${name}`)).join(' or '));
    return words;
  }
  const labels = Object.entries(recordOf(match.sourceLabels)).map(([key, value]) => `${key}=${String(value)}`);
  if (labels.length > 0) words.push(`from workloads labelled ${labels.join(', ')}`);
  const namespace = textOf(match.sourceNamespace);
  if (namespace !== undefined) words.push(`from the namespace ${namespace}`);
  return words;
}

const lowerFirst = (text: string): string =>
  /^(Requests|Connections|All) /.test(text) ? `${text.charAt(0).toLowerCase()}${text.slice(1)}` : text;
