import type { Draw } from '@weir/mesh';
import { fnv1a } from '../world/hash.ts';
import { drawBelow } from '../world/seeded-draw.ts';
import type { Load } from './behaviour.ts';
import type { Message } from './message.ts';
import type { TrafficWorkload } from './roster.ts';

/** One load with what is left of it from tick to tick. */
export class LoadGenerator {
  readonly key: string;
  /** The workload's present state: pods come and go. */
  workload: TrafficWorkload;
  load: Load;
  #carry = 0;
  #sinceMs = 0;
  #dueMs: number;
  readonly #cookies = new Map<string, Map<string, string>>();

  constructor(key: string, workload: TrafficWorkload, load: Load) {
    this.key = key;
    this.workload = workload;
    this.load = load;
    // Loads in bulk take turns, so that each tick has a quarter of them.
    this.#dueMs = 250 * (1 + (fnv1a(key) % 4));
  }

  /** Lets time pass and answers how many requests came, fractions carried over. */
  arrivals(elapsedMs: number): number {
    // Nobody answers while no pod is ready; what was sent then is lost.
    if (this.workload.members.length === 0) return 0;
    this.#carry += (this.load.requestsPerSecond * elapsedMs) / 1000;
    const whole = Math.floor(this.#carry);
    this.#carry -= whole;
    return whole;
  }

  /** As `arrivals`, a second's worth at a time: 0 in between. */
  bulkArrivals(elapsedMs: number): number {
    this.#sinceMs += elapsedMs;
    if (this.#sinceMs < this.#dueMs) return 0;
    const passedMs = this.#sinceMs;
    this.#sinceMs = 0;
    this.#dueMs = 1000;
    return this.arrivals(passedMs);
  }

  /** One request: of a user or of nobody, from where they are, with the cookies that their browser kept. */
  message(draw: Draw): Message {
    const { load } = this;
    const named = load.users.length > 0 && draw() < load.userShare;
    const user = named ? load.users[drawBelow(draw, load.users.length)] : undefined;
    // A gateway writes down where a request came from; applications that pass headers on pass that on too.
    const origin = this.workload.gateway ? { 'x-forwarded-for': addressOf(user, draw) } : {};
    const cookies = user === undefined ? undefined : this.#cookies.get(user);
    const cookie =
      cookies === undefined ? {} : { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') };
    return {
      ...this.plainMessage(user),
      headers: { ...headersOf(load, user), ...cookie, ...origin },
      ...(user === undefined ? {} : { keepCookie: (name: string, value: string) => this.#keep(user, name, value) }),
    };
  }

  /** The request of a user (or of nobody) without anything that differs from one to the next. */
  plainMessage(user: string | undefined): Message {
    const { host, port, method, path } = this.load;
    return { host, port, method, path, headers: headersOf(this.load, user) };
  }

  #keep(user: string, name: string, value: string): void {
    const cookies = this.#cookies.get(user) ?? new Map<string, string>();
    this.#cookies.set(user, cookies.set(name, value));
  }
}

const headersOf = (load: Load, user: string | undefined): Record<string, string> =>
  user === undefined || load.userHeader === undefined ? {} : { [load.userHeader]: user };

/** Where a browser is: a user's stays the same, in the networks that are kept for documentation. */
const addressOf = (user: string | undefined, draw: Draw): string =>
  user === undefined ? `198.51.100.${1 + drawBelow(draw, 254)}` : `203.0.113.${1 + (fnv1a(user) % 254)}`;
