/** What Go's regular expressions do not know, though JavaScript's do. */
const UNSUPPORTED = /\(\?(?:[=!]|<[=!])/;
const BACK_REFERENCE = /\\[1-9]/;

/**
 * Why the text is no regular expression for RE2, in Go's words; undefined when it is one. It is only parsed, never run: RE2's own spellings
 * are rewritten first.
 */
export function regularExpressionProblem(text: string): string | undefined {
  const unsupported = UNSUPPORTED.exec(text)?.[0];
  if (unsupported !== undefined) return `error parsing regexp: invalid or unsupported Perl syntax: \`${unsupported}\``;
  const reference = BACK_REFERENCE.exec(text)?.[0];
  if (reference !== undefined) return `error parsing regexp: invalid escape sequence: \`${reference}\``;
  try {
    new RegExp(text.replace(/\(\?P</g, '(?<').replace(/\(\?[imsU-]+([:)])/g, (_, end) => (end === ':' ? '(?:' : '')));
    return undefined;
  } catch (cause) {
    return `error parsing regexp: ${goReason(text, cause)}`;
  }
}

function goReason(text: string, cause: unknown): string {
  const message = cause instanceof Error ? cause.message : '';
  if (message.includes('Unterminated group')) return `missing closing ): \`${text}\``;
  if (message.includes('Unmatched')) return `unexpected ): \`${text}\``;
  if (message.includes('Unterminated character class'))
    return `missing closing ]: \`${text.slice(text.lastIndexOf('['))}\``;
  if (message.includes('Nothing to repeat')) {
    return `missing argument to repetition operator: \`${/[*+?]/.exec(text)?.[0] ?? text}\``;
  }
  if (message.includes('\\ at end')) return 'trailing backslash at end of expression: ``';
  return `invalid expression: \`${text}\``;
}
