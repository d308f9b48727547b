const QUOTE = 34;
const COMMA = 44;
const EQUALS = 61;
const BACKSLASH = 92;
const CLOSE_BRACE = 125;
const SPACE = 32;
const TAB = 9;

/**
 * Reads the labels of one line of Prometheus text, beginning after `{`, into `labels`. Returns the position after `}`,
 * or -1 when the block is malformed. Values have their escapes resolved.
 */
export function readLabels(text: string, from: number, to: number, labels: Map<string, string>): number {
  let at = from;
  while (at < to) {
    at = skipBlank(text, at, to);
    if (text.charCodeAt(at) === CLOSE_BRACE) return at + 1;
    const nameStart = at;
    while (at < to && text.charCodeAt(at) !== EQUALS) at += 1;
    const name = text.slice(nameStart, at).trimEnd();
    at = skipBlank(text, at + 1, to);
    if (at >= to || name === '' || text.charCodeAt(at) !== QUOTE) return -1;
    const valueStart = at + 1;
    const valueEnd = closingQuote(text, valueStart, to);
    if (valueEnd < 0) return -1;
    labels.set(name, resolveEscapes(text.slice(valueStart, valueEnd)));
    at = skipBlank(text, valueEnd + 1, to);
    const next = text.charCodeAt(at);
    if (next === COMMA) at += 1;
    else if (next !== CLOSE_BRACE) return -1;
  }
  return -1;
}

function skipBlank(text: string, from: number, to: number): number {
  let at = from;
  while (at < to && (text.charCodeAt(at) === SPACE || text.charCodeAt(at) === TAB)) at += 1;
  return at;
}

function closingQuote(text: string, from: number, to: number): number {
  for (let at = from; at < to; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at;
    if (code === BACKSLASH) at += 1;
  }
  return -1;
}

/** The escapes of the format are `\\`, `\"` and `\n`. Any other backslash stays as written. */
function resolveEscapes(raw: string): string {
  if (!raw.includes('\\')) return raw;
  let out = '';
  for (let at = 0; at < raw.length; at += 1) {
    const next = raw[at] === '\\' ? raw[at + 1] : undefined;
    if (next === 'n' || next === '"' || next === '\\') {
      out += next === 'n' ? '\n' : next;
      at += 1;
    } else out += raw[at] ?? '';
  }
  return out;
}
