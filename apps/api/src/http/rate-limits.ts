import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import { WeirError } from '../errors.ts';

/** Requests a minute from one address. */
export interface RateLimits {
  readonly readsPerMinute: number;
  /** Plans: one for each pause of a slider. */
  readonly plansPerMinute: number;
  readonly writesPerMinute: number;
}

export const DEFAULT_RATE_LIMITS: RateLimits = { readsPerMinute: 6000, plansPerMinute: 600, writesPerMinute: 60 };

/** Limits every route to `readsPerMinute`; routes with a limit of their own say so in their config. */
export async function registerRateLimits(app: FastifyInstance, limits: RateLimits): Promise<void> {
  await app.register(rateLimit, {
    global: true,
    max: limits.readsPerMinute,
    timeWindow: '1 minute',
    hook: 'onRequest',
    errorResponseBuilder: (_request, { max, after }) =>
      new WeirError('rate-limited', `More than ${max} such requests a minute came from your address.`, {
        notDone: 'The request was not looked at.',
        remedy: `Wait ${after}, then try again.`,
      }),
  });
}

/** The config of a route with a limit of its own. */
export const limitedTo = (max: number) => ({ rateLimit: { max, timeWindow: '1 minute' } });
