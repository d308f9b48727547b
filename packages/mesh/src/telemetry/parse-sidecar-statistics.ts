import { createCounterBuilder, METRIC_FIELDS, type MetricField } from './counter-builder.ts';
import { createLabelBlockReader, type LabelBlockReader } from './label-block.ts';
import type { SidecarCounters } from './sidecar-counters.ts';

const HASH = 35;
const OPEN_BRACE = 123;
const SPACE = 32;
const TAB = 9;
const PREFIX = 'istio_';
const FIELDS: ReadonlyMap<string, MetricField> = new Map(Object.entries(METRIC_FIELDS));
const LONGEST_NAME = PREFIX.length + Math.max(...[...FIELDS.keys()].map((name) => name.length));

/**
 * Reads a sidecar's statistics in Prometheus' text format (Envoy's `/stats/prometheus`). Only Istio's standard
 * request, latency and TCP metrics count (research/istio-kubernetes.md 4), with or without the prefix `istio_`; all
 * other lines are passed over unread. A line of a metric that is read but cannot be understood is counted, never thrown.
 */
export function parseSidecarStatistics(text: string): SidecarCounters {
  const builder = createCounterBuilder();
  const readBlock = createLabelBlockReader(text);
  let malformed = 0;
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    if (text.charCodeAt(start) !== HASH) {
      const open = nameEnd(text, start, end);
      const field = open < 0 ? undefined : fieldOf(text.slice(start, open));
      if (field !== undefined && !readLine(text, open, end, field, readBlock, builder.add)) malformed += 1;
    }
    start = end + 1;
  }
  return builder.build(malformed);
}

/** Where the metric's name ends; -1 when it is longer than any that is read. */
function nameEnd(text: string, start: number, end: number): number {
  const limit = Math.min(end, start + LONGEST_NAME + 1);
  for (let at = start; at < limit; at += 1) {
    const code = text.charCodeAt(at);
    if (code === OPEN_BRACE || code === SPACE || code === TAB) return at;
  }
  return limit === end ? end : -1;
}

const fieldOf = (name: string): MetricField | undefined =>
  FIELDS.get(name.startsWith(PREFIX) ? name.slice(PREFIX.length) : name);

/** Reads one line from behind its name into `add`; false when it is malformed. */
function readLine(
  text: string,
  open: number,
  end: number,
  field: MetricField,
  readBlock: LabelBlockReader,
  add: ReturnType<typeof createCounterBuilder>['add'],
): boolean {
  if (text.charCodeAt(open) !== OPEN_BRACE) return false;
  const block = readBlock(open + 1, end, field === 'sent' || field === 'received' || field === 'opened');
  if (block === undefined) return false;
  const value = readValue(text.slice(block.after, end));
  const upToMs = field === 'bucket' ? readBound(block.bound) : 0;
  if (!Number.isFinite(value) || value < 0 || Number.isNaN(upToMs)) return false;
  add(field, block.set, upToMs, value);
  return true;
}

/** The number behind the labels; NaN when there is none. A timestamp or an exemplar after it is not read. */
function readValue(rest: string): number {
  const trimmed = rest.trim();
  const space = trimmed.indexOf(' ');
  const tab = trimmed.indexOf('\t');
  const stop = space < 0 ? tab : tab < 0 ? space : Math.min(space, tab);
  const word = stop < 0 ? trimmed : trimmed.slice(0, stop);
  return word === '' ? Number.NaN : Number(word);
}

function readBound(le: string | undefined): number {
  if (le === undefined || le === '') return Number.NaN;
  return le === '+Inf' || le === 'Inf' ? Number.POSITIVE_INFINITY : Number(le);
}
