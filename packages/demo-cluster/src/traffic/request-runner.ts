import { type CompiledDestination, type CompiledRoute, type Draw, decide } from '@weir/mesh';
import { drawBelow } from '../world/seeded-draw.ts';
import type { Behaviour } from './behaviour.ts';
import { drawLatencyMs } from './latency.ts';
import { type Message, NETWORK_MS, type Reply } from './message.ts';
import { mirrorsOf } from './mirrors.ts';
import { podChooser } from './pod-chooser.ts';
import { destinationSeries, type Ending, SUCCESS, sourceSeries, type Target } from './reporting.ts';
import type { Member, TrafficWorkload } from './roster.ts';
import { type RoutePolicy, routePolicy } from './route-policy.ts';
import type { RoutingView } from './routing-view.ts';
import { drawOutsideMs, endUnrouted } from './unrouted.ts';

/** Beyond this many hops a request calls nobody any more: annotations may describe a circle. */
const MAX_DEPTH = 16;
const BACK_OFF_MS = 25;

/** Sends requests one by one through the call tree, and counts each in the sidecars that it passes. */
export class RequestRunner {
  readonly #view: RoutingView;
  readonly #draw: Draw;

  constructor(view: RoutingView, draw: Draw) {
    this.#view = view;
    this.#draw = draw;
  }

  /** Sends a request from a pod. `gateway` is the Gateway that a gateway's pod received it for. */
  send(from: Member, message: Message, depth = 0, gateway?: string): Reply {
    if (from.statistics === undefined) return this.#sendWithoutProxy(from, message, depth);
    const decision = decide(this.#view.tableOf(from.workload, gateway), message, this.#draw);
    if (decision.kind === 'routed') return this.#routed(from, message, decision.route, decision.destination, depth);
    return endUnrouted(this.#view, this.#draw, from, message, decision);
  }

  /** The gateway has no server for the host: 404 without a route. */
  refuse(from: Member, message: Message): Reply {
    return endUnrouted(this.#view, this.#draw, from, message, { kind: 'rejected', status: 404, flag: 'NR' });
  }

  /** A pod without a proxy meets a random ready pod of the service, as kube-proxy does. */
  #sendWithoutProxy(from: Member, message: Message, depth: number): Reply {
    const service = this.#view.serviceOf(message.host, from.workload.client);
    if (service === undefined) return { status: 503, ms: NETWORK_MS };
    const target = this.#view.targetOf(this.#view.hostOf(service), message.port);
    const roster = this.#view.rosterOf(target.namespace);
    const selector = Object.entries(service.spec?.selector ?? {});
    const ready = [...(roster?.members.values() ?? [])].filter(
      ({ pod }) => selector.length > 0 && selector.every(([name, value]) => pod.metadata.labels?.[name] === value),
    );
    const member = ready[drawBelow(this.#draw, ready.length)];
    if (member === undefined) return { status: 503, ms: NETWORK_MS };
    return this.#serve(member, from.workload, target, message, Number.POSITIVE_INFINITY, depth);
  }

  #routed(from: Member, message: Message, route: CompiledRoute, to: CompiledDestination, depth: number): Reply {
    const policy = routePolicy(route.spec);
    const delayed = policy.delayShare > 0 && this.#draw() < policy.delayShare;
    const waitedMs = delayed ? policy.delayMs : 0;
    const target = this.#view.targetOf(to.host, to.port);
    if (to.endpoints.length === 0) {
      // Endpoints that are no pods of this cluster: a ServiceEntry's host, which answers.
      const ms = Math.floor(waitedMs + drawOutsideMs(this.#draw));
      sourceSeries(from, undefined, target, delayed ? { status: 200, flags: 'DI' } : SUCCESS)?.record(ms);
      return { status: 200, ms };
    }
    this.#mirror(from, message, route, depth);
    const attempt = this.#attempts(from, message, route, to, target, policy, depth);
    const flags = [...(delayed ? ['DI'] : []), ...attempt.flags].join(',') || '-';
    const ms = Math.floor(waitedMs + attempt.ms);
    sourceSeries(from, attempt.member, target, { status: attempt.status, flags })?.record(ms);
    return { status: attempt.status, ms };
  }

  #attempts(
    from: Member,
    message: Message,
    route: CompiledRoute,
    to: CompiledDestination,
    target: Target,
    policy: RoutePolicy,
    depth: number,
  ): Reply & { member: Member | undefined; flags: readonly string[] } {
    const choose = podChooser(this.#view, this.#draw, from, message, route, to);
    let member: Member | undefined;
    let spentMs = 0;
    for (let attempt = 0; ; attempt++) {
      member = choose(member);
      if (member === undefined) return { status: 503, ms: spentMs, member, flags: ['UH'] };
      const leftMs = (policy.timeoutMs ?? Number.POSITIVE_INFINITY) - spentMs;
      const limitMs = Math.min(leftMs, policy.perTryTimeoutMs ?? Number.POSITIVE_INFINITY);
      const reply = this.#serve(member, from.workload, target, message, limitMs, depth);
      const timedOut = reply.status === 0;
      const status = timedOut ? 504 : reply.status;
      spentMs += reply.ms + (timedOut ? 0 : NETWORK_MS);
      if (timedOut && limitMs === leftMs) return { status, ms: spentMs, member, flags: ['UT'] };
      if (!policy.retriable(status) || policy.retries === 0) {
        return { status, ms: spentMs, member, flags: timedOut ? ['UT'] : [] };
      }
      if (attempt >= policy.retries) return { status, ms: spentMs, member, flags: timedOut ? ['UT', 'URX'] : ['URX'] };
      spentMs += BACK_OFF_MS * 2 ** Math.min(attempt, 4) * this.#draw();
      if (spentMs >= (policy.timeoutMs ?? Number.POSITIVE_INFINITY)) {
        return { status: 504, ms: policy.timeoutMs ?? spentMs, member, flags: ['UT'] };
      }
    }
  }

  /** Copies of the request, answered to nobody: only those who receive them count them. */
  #mirror(from: Member, message: Message, route: CompiledRoute, depth: number): void {
    for (const mirror of mirrorsOf(this.#view, from.workload, route, message.port)) {
      if (mirror.share < 1 && this.#draw() >= mirror.share) continue;
      const member = mirror.members[drawBelow(this.#draw, mirror.members.length)];
      if (member !== undefined)
        this.#serve(member, from.workload, mirror.target, message, Number.POSITIVE_INFINITY, depth);
    }
  }

  /** The called pod: its own time, the calls that it makes, its errors. Status 0 when it took longer than the caller waits. */
  #serve(
    member: Member,
    from: TrafficWorkload | undefined,
    target: Target,
    message: Message,
    limitMs: number,
    depth: number,
  ): Reply {
    const { behaviour } = member.workload;
    let ms = drawLatencyMs(behaviour.latencyMs, behaviour.latencySpread, this.#draw);
    let status = this.#drawStatus(behaviour);
    if (depth < MAX_DEPTH) {
      const headers = behaviour.forwardsHeaders ? message.headers : {};
      for (const call of behaviour.calls) {
        if (call.share < 1 && this.#draw() >= call.share) continue;
        const { host, port, method, path } = call;
        const reply = this.send(member, { host, port, method, path, headers }, depth + 1);
        ms += reply.ms;
        if (call.required && reply.status >= 500) status = reply.status;
      }
    }
    const gaveUp = ms > limitMs;
    const ending: Ending = gaveUp ? { status: 0, flags: 'DC' } : { status, flags: '-' };
    const spentMs = Math.floor(gaveUp ? limitMs : ms);
    destinationSeries(member, from, target, ending)?.record(spentMs);
    return { status: ending.status, ms: spentMs };
  }

  #drawStatus(behaviour: Behaviour): number {
    if (behaviour.errorShare === 0) return 200;
    let drawn = this.#draw();
    for (const error of behaviour.errors) {
      if (drawn < error.share) return error.status;
      drawn -= error.share;
    }
    return 200;
  }
}
