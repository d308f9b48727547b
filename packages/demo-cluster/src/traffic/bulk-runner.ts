import type { Draw } from '@weir/mesh';
import { drawBelow } from '../world/seeded-draw.ts';
import type { Flow, Leg } from './flow.ts';
import { FlowBook } from './flow-book.ts';
import type { LatencyTable } from './latency.ts';
import { LatencyBook } from './latency-book.ts';
import type { LoadGenerator } from './load-generator.ts';
import { type Message, NETWORK_MS } from './message.ts';
import { binomial, multinomial } from './random-counts.ts';
import { destinationSeries, type Ending, SUCCESS, sourceSeries } from './reporting.ts';
import type { RequestRunner } from './request-runner.ts';
import type { Member, TrafficWorkload } from './roster.ts';
import type { RoutingView } from './routing-view.ts';
import type { Series } from './series.ts';

const MAX_DEPTH = 16;
/** Up to so many requests of one kind get a latency each; beyond, the histogram is drawn as a whole. */
const DRAWN_SINGLY = 24;

type Headers = Readonly<Record<string, string>>;
const NO_HEADERS: Headers = {};

/** Requests that reached a workload, by what they carry. */
type Arrivals = Map<TrafficWorkload, Map<Headers, number>>;

/**
 * Sends many requests at once: each workload's arrivals are drawn as counts over its calls, destinations, pods and endings. What a flow
 * cannot answer by counts alone (faults, retries, hashes, rejections) goes request by request through the runner. A call that is
 * `required` does not fail its caller here.
 */
export class BulkRunner {
  readonly #runner: RequestRunner;
  readonly #draw: Draw;
  readonly #flows: FlowBook;
  readonly #latencies: LatencyBook;
  readonly #legCounts: number[] = [];
  readonly #memberCounts: number[] = [];
  readonly #senderCounts: number[] = [];
  readonly #bucketCounts: number[] = [];

  constructor(view: RoutingView, runner: RequestRunner, draw: Draw) {
    this.#runner = runner;
    this.#draw = draw;
    this.#flows = new FlowBook(view);
    this.#latencies = new LatencyBook(view, this.#flows);
  }

  /** Sends `requests` of a load through the tree. */
  send(generator: LoadGenerator, requests: number): void {
    const { workload, load } = generator;
    let arrivals: Arrivals = new Map();
    const named = load.users.length === 0 ? 0 : binomial(requests, load.userShare, this.#draw);
    const byUser = multinomial(
      named,
      load.users.map(() => 1),
      this.#draw,
      [],
    );
    this.#follow(workload, generator.key, 0, generator.plainMessage(undefined), requests - named, arrivals);
    for (const [index, user] of load.users.entries()) {
      this.#follow(workload, `${generator.key}|${user}`, 0, generator.plainMessage(user), byUser[index] ?? 0, arrivals);
    }
    for (let depth = 0; depth < MAX_DEPTH && arrivals.size > 0; depth++) arrivals = this.#nextHop(arrivals);
  }

  #nextHop(arrivals: Arrivals): Arrivals {
    const next: Arrivals = new Map();
    for (const [workload, byHeaders] of arrivals) {
      const { calls, forwardsHeaders } = workload.behaviour;
      if (calls.length === 0) continue;
      for (const [headers, count] of byHeaders) {
        const passed = forwardsHeaders ? headers : NO_HEADERS;
        const kind = passed === NO_HEADERS ? '' : Object.values(passed).join('|');
        for (let i = 0; i < calls.length; i++) {
          const call = calls[i];
          if (call === undefined) continue;
          const requests = binomial(count, call.share, this.#draw);
          if (requests > 0) this.#follow(workload, kind, i, { ...call, headers: passed }, requests, next);
        }
      }
    }
    return next;
  }

  /** Sends requests of one kind from a workload's pods to where their flow leads. */
  #follow(
    from: TrafficWorkload,
    kind: string,
    index: number,
    message: Message,
    requests: number,
    next: Arrivals,
  ): void {
    if (requests === 0 || from.members.length === 0) return;
    const flow = this.#flows.flowOf(from, kind, index, message);
    if (flow.legs === undefined) {
      this.#sendSingly(from, flow, requests);
      return;
    }
    const counts = multinomial(requests, flow.weights, this.#draw, this.#legCounts).slice();
    for (let i = 0; i < flow.legs.length; i++) {
      const leg = flow.legs[i];
      const count = counts[i] ?? 0;
      if (leg !== undefined && count > 0) this.#arrive(from, leg, flow.message.headers, count, next);
    }
  }

  #sendSingly(from: TrafficWorkload, flow: Flow, requests: number): void {
    for (let i = 0; i < requests; i++) {
      const member = from.members[drawBelow(this.#draw, from.members.length)];
      if (member === undefined) return;
      if (from.gateway && flow.gateway === undefined) this.#runner.refuse(member, flow.message);
      else this.#runner.send(member, flow.message, 0, flow.gateway);
    }
  }

  #arrive(from: TrafficWorkload, leg: Leg, headers: Headers, requests: number, next: Arrivals): void {
    const byMember = multinomial(requests, leg.evenly, this.#draw, this.#memberCounts);
    for (let i = 0; i < leg.members.length; i++) {
      const member = leg.members[i];
      const count = byMember[i] ?? 0;
      if (member === undefined || count === 0) continue;
      const byHeaders = next.get(member.workload) ?? new Map<Headers, number>();
      next.set(member.workload, byHeaders.set(headers, (byHeaders.get(headers) ?? 0) + count));
      let good = count;
      for (const error of member.workload.behaviour.errors) {
        const failed = Math.min(good, binomial(count, error.share, this.#draw));
        good -= failed;
        if (failed > 0) this.#report(from, leg, i, member, { status: error.status, flags: '-' }, failed);
      }
      if (good > 0) this.#report(from, leg, i, member, SUCCESS, good);
    }
  }

  /** Counts requests that ended alike, at the called pod and at the calling ones. */
  #report(from: TrafficWorkload, leg: Leg, index: number, to: Member, ending: Ending, requests: number): void {
    const table = this.#latencies.tableOf(to.workload);
    const received = receivedSeries(from, leg, index, to, ending);
    const single = from.members.length === 1;
    const bySender = single ? undefined : multinomial(requests, evenly(from), this.#draw, this.#senderCounts);
    for (let i = 0; i < from.members.length; i++) {
      const count = bySender === undefined ? requests : (bySender[i] ?? 0);
      if (count > 0) this.#record(received, sentSeries(from, i, leg, index, to, ending), table, count);
    }
  }

  /** Draws how long the requests took. The caller sees each a little later than the called pod. */
  #record(received: Series | undefined, sent: Series | undefined, table: LatencyTable, requests: number): void {
    const { quantilesMs, bucketShares, bucketMeansMs } = table;
    if (requests <= DRAWN_SINGLY) {
      for (let i = 0; i < requests; i++) {
        const ms = quantilesMs[drawBelow(this.#draw, quantilesMs.length)] ?? 0;
        received?.record(ms);
        sent?.record(ms + NETWORK_MS);
      }
      return;
    }
    const counts = multinomial(requests, bucketShares, this.#draw, this.#bucketCounts);
    for (let bucket = 0; bucket < counts.length; bucket++) {
      const count = counts[bucket] ?? 0;
      if (count === 0) continue;
      const sumMs = Math.round(count * (bucketMeansMs[bucket] ?? 0));
      received?.recordMany(bucket, count, sumMs);
      sent?.recordMany(bucket, count, sumMs);
    }
  }
}

/** The called pod's series; that of successes is looked up once a flow. */
function receivedSeries(
  from: TrafficWorkload,
  leg: Leg,
  index: number,
  to: Member,
  ending: Ending,
): Series | undefined {
  if (ending !== SUCCESS) return destinationSeries(to, from, leg.target, ending);
  const known = leg.received[index];
  if (known !== undefined) return known;
  const series = destinationSeries(to, from, leg.target, ending);
  leg.received[index] = series;
  return series;
}

/** A calling pod's series; that of successes is looked up once a flow. */
function sentSeries(
  from: TrafficWorkload,
  sender: number,
  leg: Leg,
  index: number,
  to: Member,
  ending: Ending,
): Series | undefined {
  const member = from.members[sender];
  if (member === undefined) return undefined;
  const successes = leg.sent[sender];
  const known = ending === SUCCESS ? successes?.[index] : undefined;
  if (known !== undefined) return known;
  const series = sourceSeries(member, to, leg.target, ending);
  if (ending === SUCCESS && successes !== undefined) successes[index] = series;
  return series;
}

const ones = new WeakMap<TrafficWorkload, readonly number[]>();
function evenly(workload: TrafficWorkload): readonly number[] {
  const known = ones.get(workload);
  if (known !== undefined) return known;
  const weights = workload.members.map(() => 1);
  ones.set(workload, weights);
  return weights;
}
