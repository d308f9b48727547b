import type { SampleLabels } from './sample.ts';

/** A cumulative latency histogram: `counts[i]` requests took at most `boundsMs[i]` milliseconds. Bounds ascend; `+Inf` is Infinity. */
export interface HistogramCounter {
  readonly boundsMs: readonly number[];
  readonly counts: readonly number[];
  readonly sumMs: number;
}

/** Requests of one label set since the proxy started, or their increase. `key` is the label set as text. */
export interface RequestCounter {
  readonly key: string;
  readonly labels: SampleLabels;
  readonly requests: number;
  readonly duration?: HistogramCounter;
}

/** TCP of one label set since the proxy started, or its increase. Bytes as the reporting proxy labels them. */
export interface TcpCounter {
  readonly key: string;
  readonly labels: SampleLabels;
  readonly sentBytes: number;
  readonly receivedBytes: number;
  readonly connectionsOpened: number;
}

/** Istio's standard metrics of one proxy by label set. The same shape holds totals and increases of totals. */
export interface SidecarCounters {
  readonly requests: ReadonlyMap<string, RequestCounter>;
  readonly tcp: ReadonlyMap<string, TcpCounter>;
  /** Lines of a metric that is read which could not be understood. */
  readonly malformedLines: number;
}

/** Nothing counted. */
export const NO_COUNTERS: SidecarCounters = { requests: new Map(), tcp: new Map(), malformedLines: 0 };

/** Whether two histograms have the same buckets. */
export function sameBounds(a: readonly number[], b: readonly number[]): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at += 1) if (a[at] !== b[at]) return false;
  return true;
}
