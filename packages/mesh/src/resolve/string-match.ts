import { RE2JS } from 're2js';
import { isRecord } from './untrusted.ts';

/** A compiled StringMatch (research/istio-kubernetes.md 2.3). */
export type TextTest =
  | { readonly kind: 'present' }
  | { readonly kind: 'test'; readonly accepts: (text: string) => boolean }
  /** Cannot be read, or a regular expression that RE2 refuses: Istio's webhook keeps it out, nothing matches it. */
  | { readonly kind: 'malformed' };

const MALFORMED: TextTest = { kind: 'malformed' };

/** RE2, whole text: user expressions never run on JavaScript's engine. Undefined when RE2 refuses the expression. */
export function fullMatch(expression: string): ((text: string) => boolean) | undefined {
  try {
    const compiled = RE2JS.compile(expression);
    return (text) => compiled.matches(text);
  } catch {
    // Refused by RE2, so refused by istiod's validation and by Envoy: the caller treats it as malformed.
    return undefined;
  }
}

/**
 * Compiles a StringMatch. None of the three kinds, or the old regex `*`, asks only for presence (2.10.6).
 * `ignoreCase` holds for exact and prefix, as in Istio's ignoreUriCase.
 */
export function compileStringMatch(match: unknown, ignoreCase = false): TextTest {
  if (match === undefined || match === null) return { kind: 'present' };
  if (!isRecord(match)) return MALFORMED;
  const fold = (text: string): string => (ignoreCase ? text.toLowerCase() : text);
  for (const kind of ['exact', 'prefix', 'regex'] as const) {
    const written = match[kind];
    if (written === undefined || written === null) continue;
    if (typeof written !== 'string') return MALFORMED;
    const wanted = fold(written);
    if (kind === 'exact') return { kind: 'test', accepts: (text) => fold(text) === wanted };
    if (kind === 'prefix') return { kind: 'test', accepts: (text) => fold(text).startsWith(wanted) };
    if (written === '*') return { kind: 'present' };
    const accepts = fullMatch(written);
    return accepts === undefined ? MALFORMED : { kind: 'test', accepts };
  }
  return { kind: 'present' };
}
