import { readLabels } from './label-reader.ts';
import { type LabelSet, labelSetOf } from './label-set.ts';

const QUOTE = 34;
const BACKSLASH = 92;
const CLOSE_BRACE = 125;
const BOUND = ',le="';

/** The labels of one line. */
export interface LabelBlock {
  readonly set: LabelSet;
  /** The label `le` of a bucket. */
  readonly bound: string | undefined;
  /** Position behind the closing brace. */
  readonly after: number;
}

/** Reads the labels of a line from behind `{`; undefined when they are malformed or do not say who reports. */
export type LabelBlockReader = (from: number, to: number, isTcp: boolean) => LabelBlock | undefined;

/**
 * A reader for the lines of one page. A series has some twenty lines, one for each bucket, which differ only in the bound
 * that stands last: a line that begins with the very same text as the one before it is not read anew.
 */
export function createLabelBlockReader(text: string): LabelBlockReader {
  let known: { readonly text: string; readonly isTcp: boolean; readonly set: LabelSet } | undefined;
  return (from, to, isTcp) => {
    // Pieces compare much faster than `startsWith` with a position does in a long text.
    if (known !== undefined && known.isTcp === isTcp && text.slice(from, from + known.text.length) === known.text) {
      const rest = readBound(text, from + known.text.length, to);
      if (rest !== undefined) return { set: known.set, bound: rest.bound, after: rest.after };
    }
    const raw = new Map<string, string>();
    const after = readLabels(text, from, to, raw);
    const set = after < 0 ? undefined : labelSetOf(raw, isTcp);
    if (set === undefined) return undefined;
    const bound = raw.get('le');
    const end = endWithoutBound(text, after - 1, bound);
    if (end > from) known = { text: text.slice(from, end), isTcp, set };
    return { set, bound, after };
  };
}

/** Reads `}` or `,le="…"}`, exactly so; undefined for anything else, which then is read label by label. */
function readBound(text: string, at: number, to: number): { bound: string | undefined; after: number } | undefined {
  if (at < to && text.charCodeAt(at) === CLOSE_BRACE) return { bound: undefined, after: at + 1 };
  if (text.slice(at, at + BOUND.length) !== BOUND) return undefined;
  const start = at + BOUND.length;
  for (let end = start; end < to; end += 1) {
    const code = text.charCodeAt(end);
    if (code === BACKSLASH) return undefined;
    if (code !== QUOTE) continue;
    if (end + 1 >= to || text.charCodeAt(end + 1) !== CLOSE_BRACE) return undefined;
    return { bound: text.slice(start, end), after: end + 2 };
  }
  return undefined;
}

/** Where the labels end that all lines of the series have, before the brace at `brace`; -1 when that can't be told. */
function endWithoutBound(text: string, brace: number, bound: string | undefined): number {
  if (bound === undefined) return text.charCodeAt(brace - 1) === QUOTE ? brace : -1;
  const tail = `${BOUND}${bound}"`;
  const end = brace - tail.length;
  return text.slice(end, brace) === tail ? end : -1;
}
