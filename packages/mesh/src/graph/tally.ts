import type { CodeCount } from '../health/rate-health.ts';
import { addHistogram, type HistogramSum } from '../telemetry/merge-counters.ts';
import type { RequestSample } from '../telemetry/sample.ts';
import type { Answer } from './traffic/answer.ts';
import type { Report } from './traffic/report.ts';

export interface AnswerCount {
  readonly answer: Answer;
  requests: number;
}

/** Sums of reports: what one edge, or one side of a node, saw in the window. */
export interface Tally {
  /** HTTP and gRPC requests; for TCP the connections opened. */
  requests: number;
  /** Of `requests` those over HTTP and gRPC, which have answers, and how they ended. */
  answered: number;
  errors: number;
  clientErrors: number;
  bytes: number;
  /** A few codes and flags at most, so a list is searched faster than a map is made. */
  readonly answers: AnswerCount[];
  histogram: HistogramSum | undefined;
  /** Requests (TCP: bytes) of reports that know whether they were encrypted, and those that were. */
  securityKnown: number;
  mutualTls: number;
}

export const newTally = (): Tally => ({
  requests: 0,
  answered: 0,
  errors: 0,
  clientErrors: 0,
  bytes: 0,
  answers: [],
  histogram: undefined,
  securityKnown: 0,
  mutualTls: 0,
});

/** Adds a report's requests, bytes and answers. */
export function addReport(tally: Tally, report: Report): void {
  const { answer, requests } = report;
  tally.requests += requests;
  tally.bytes += report.bytes;
  if (answer === undefined) return;
  tally.answered += requests;
  if (answer.kind === 'error') tally.errors += requests;
  else if (answer.kind === 'client-error') tally.clientErrors += requests;
  for (const known of tally.answers) {
    if (known.answer === answer) {
      known.requests += requests;
      return;
    }
  }
  tally.answers.push({ answer, requests });
}

/** Adds a report's latency. */
export function addLatency(tally: Tally, { duration }: Report): void {
  if (duration === undefined) return;
  const { histogram } = tally;
  if (histogram === undefined) tally.histogram = histogramOf(duration);
  else if (!addBuckets(histogram, duration)) addHistogram(histogram, histogramOf(duration));
}

type Duration = NonNullable<RequestSample['duration']>;

const histogramOf = ({ buckets, sumMs }: Duration): HistogramSum => ({
  boundsMs: buckets.map((bucket) => bucket.upToMs),
  counts: buckets.map((bucket) => bucket.count),
  sumMs,
});

/** Adds in place where the buckets are the same, which they nearly always are; false, and nothing added, where not. */
function addBuckets(histogram: HistogramSum, { buckets, sumMs }: Duration): boolean {
  const { boundsMs, counts } = histogram;
  if (buckets.length !== boundsMs.length) return false;
  for (let at = 0; at < buckets.length; at += 1) if (buckets[at]?.upToMs !== boundsMs[at]) return false;
  for (let at = 0; at < buckets.length; at += 1) counts[at] = (counts[at] ?? 0) + (buckets[at]?.count ?? 0);
  histogram.sumMs += sumMs;
  return true;
}

/** Adds what a report says about encryption. */
export function addSecurity(tally: Tally, { answer, bytes, isMutualTls, requests }: Report): void {
  if (isMutualTls === undefined) return;
  const amount = answer === undefined ? bytes : requests;
  tally.securityKnown += amount;
  if (isMutualTls) tally.mutualTls += amount;
}

/** The answers as health thresholds count them. */
export const codeCounts = (tally: Tally): readonly CodeCount[] =>
  tally.answers.map(({ answer, requests }) => ({ protocol: answer.protocol, code: answer.healthCode, requests }));

export const hasTraffic = (tally: Tally): boolean => tally.requests > 0 || tally.bytes > 0;
