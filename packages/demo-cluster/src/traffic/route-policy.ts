import type { HttpRoute } from '@weir/mesh';
import { durationMs } from './duration.ts';

/** What a route says of attempts and their time; times are undefined when unbounded. */
export interface RoutePolicy {
  /** Attempts after the first. */
  readonly retries: number;
  readonly retriable: (status: number) => boolean;
  readonly timeoutMs: number | undefined;
  readonly perTryTimeoutMs: number | undefined;
  /** The share of requests that wait, and how long. */
  readonly delayShare: number;
  readonly delayMs: number;
}

const GATEWAY_ERRORS = [502, 503, 504];

function retriableStatus(conditions: readonly string[], status: number): boolean {
  return conditions.some((condition) => {
    if (condition === '5xx') return status >= 500;
    if (condition === 'gateway-error') return GATEWAY_ERRORS.includes(status);
    if (condition === 'retriable-4xx') return status === 409;
    return Number(condition) === status;
  });
}

const policies = new WeakMap<HttpRoute, RoutePolicy>();
const NO_POLICY: RoutePolicy = policyFrom({});

/**
 * The policy of a route (research/istio-kubernetes.md 2.6). Without a `retries` block Istio retries failed connections only, which the
 * simulation does not have; the same goes for `attempts` without `retryOn`. Faults turn timeouts and retries off.
 */
export function routePolicy(spec: HttpRoute | undefined): RoutePolicy {
  if (spec === undefined) return NO_POLICY;
  const known = policies.get(spec);
  if (known !== undefined) return known;
  const policy = policyFrom(spec);
  policies.set(spec, policy);
  return policy;
}

function policyFrom(spec: HttpRoute): RoutePolicy {
  const conditions = (spec.retries?.retryOn ?? '').split(',').map((word) => word.trim());
  const faulty = spec.fault?.delay !== undefined || spec.fault?.abort !== undefined;
  const bounded = (text: string | undefined): number | undefined => {
    const ms = faulty ? undefined : durationMs(text);
    return ms === 0 ? undefined : ms;
  };
  const attempts = Number(spec.retries?.attempts ?? 0);
  const delayMs = durationMs(spec.fault?.delay?.fixedDelay) ?? 0;
  const percent = Number(spec.fault?.delay?.percentage?.value ?? 0);
  return {
    retries: faulty || !(attempts > 0) ? 0 : Math.min(attempts, 100),
    retriable: (status) => retriableStatus(conditions, status),
    timeoutMs: bounded(spec.timeout),
    perTryTimeoutMs: bounded(spec.retries?.perTryTimeout),
    delayShare: delayMs > 0 ? Math.min(1, Math.max(0, percent / 100)) : 0,
    delayMs,
  };
}
