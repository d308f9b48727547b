import type { HttpMatch } from '../resources/istio.ts';
import { labelsMatch } from '../snapshot/labels.ts';
import { resolveGatewayName } from './host-names.ts';
import { queryParameter } from './request-path.ts';
import type { RequestView } from './request-view.ts';
import { compileStringMatch, type TextTest } from './string-match.ts';
import type { RouteClient } from './types.ts';
import { isRecord, labelsOf, recordOf, textOf, textsOf } from './untrusted.ts';

/** The conditions that requests are tried against, in Envoy (research/istio-kubernetes.md 2.3). */
export interface CompiledHttpMatch {
  /** Takes every request: prefix `/` or regex `.*` without anything else. Nothing after it is ever tried. */
  readonly catchAll: boolean;
  readonly accepts: (request: RequestView) => boolean;
}

type Condition = (request: RequestView) => boolean;

const NEVER: CompiledHttpMatch = { catchAll: false, accepts: () => false };

export const ACCEPTS_ALL: CompiledHttpMatch = { catchAll: true, accepts: () => true };

function textCondition(test: TextTest, read: (request: RequestView) => string | undefined): Condition | undefined {
  if (test.kind === 'malformed') return undefined;
  if (test.kind === 'present') return (request) => read(request) !== undefined;
  return (request) => {
    const text = read(request);
    return text !== undefined && test.accepts(text);
  };
}

/** withoutHeaders: a missing header counts as empty, except when only presence is asked for. */
function absentCondition(test: TextTest, name: string): Condition | undefined {
  if (test.kind === 'malformed') return undefined;
  if (test.kind === 'present') return (request) => request.header(name) === undefined;
  return (request) => !test.accepts(request.header(name) ?? '');
}

function uriCondition(match: HttpMatch): { catchAll: boolean; condition: Condition | undefined } {
  const uri = match.uri ?? undefined;
  if (uri === undefined) return { catchAll: true, condition: () => true };
  const test = compileStringMatch(uri, match.ignoreUriCase === true);
  // A uri without exact, prefix or regex leaves Istio's default, the prefix `/`.
  if (test.kind === 'present') return { catchAll: true, condition: () => true };
  const catchAll = uri.exact == null && (uri.prefix == null ? uri.regex === '.*' : uri.prefix === '/');
  return { catchAll, condition: textCondition(test, (request) => request.path) };
}

function compile(match: HttpMatch): CompiledHttpMatch {
  const conditions: (Condition | undefined)[] = [];
  for (const field of ['method', 'authority', 'scheme'] as const) {
    if (match[field] == null) continue;
    conditions.push(textCondition(compileStringMatch(match[field]), (request) => request.header(`:${field}`)));
  }
  for (const field of ['headers', 'withoutHeaders', 'queryParams'] as const) {
    if (match[field] != null && !isRecord(match[field])) return NEVER;
    for (const [name, condition] of Object.entries(recordOf(match[field]))) {
      const test = compileStringMatch(condition);
      const header = name.toLowerCase();
      if (field === 'headers') conditions.push(textCondition(test, (request) => request.header(header)));
      else if (field === 'withoutHeaders') conditions.push(absentCondition(test, header));
      else conditions.push(textCondition(test, (request) => queryParameter(request.query, name)));
    }
  }
  const uri = uriCondition(match);
  const all = [uri.condition, ...conditions];
  // One condition that cannot be read makes the whole match unusable: leaving it out would take requests it never meant.
  if (all.some((condition) => condition === undefined)) return NEVER;
  const tests = (uri.catchAll ? conditions : all) as readonly Condition[];
  if (tests.length === 0) return ACCEPTS_ALL;
  const [only] = tests;
  if (tests.length === 1 && only !== undefined) return { catchAll: false, accepts: only };
  return { catchAll: false, accepts: (request) => tests.every((test) => test(request)) };
}

const cache = new WeakMap<HttpMatch, CompiledHttpMatch>();

/** The match's conditions on requests, compiled once for each object. Config-time selectors are `isMatchForClient`'s. */
export function compileHttpMatch(match: HttpMatch): CompiledHttpMatch {
  const known = cache.get(match);
  if (known !== undefined) return known;
  const compiled = compile(match);
  cache.set(match, compiled);
  return compiled;
}

/** The gateway that a proxy serves in a match's terms: `mesh` for sidecars. */
export const gatewayOf = (client: RouteClient): string => client.gateway ?? 'mesh';

/**
 * Whether istiod gives the match to this client at all: port, then gateways, which when present replace the question for
 * labels and namespace of the source. `namespace` is that of the rule's object.
 */
export function isMatchForClient(match: HttpMatch, client: RouteClient, port: number, namespace: string): boolean {
  if (match.port != null && match.port !== 0 && match.port !== port) return false;
  if (match.gateways != null && !Array.isArray(match.gateways)) return false;
  const gateways = textsOf(match.gateways);
  if (gateways.length > 0) {
    return gateways.some((gateway) => resolveGatewayName(gateway, namespace) === gatewayOf(client));
  }
  if (match.sourceLabels != null && !isRecord(match.sourceLabels)) return false;
  if (!labelsMatch(labelsOf(match.sourceLabels), client.labels)) return false;
  const namespaceWanted = textOf(match.sourceNamespace) ?? '';
  return namespaceWanted === '' || namespaceWanted === client.namespace;
}
