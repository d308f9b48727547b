import { ApplyRequest, ApplyResult, Plan, ServiceRouting, WeightsIntent } from '@weir/shared';
import type { FastifyRequest } from 'fastify';
import { fromClusterError } from '../errors.ts';
import { asWeirError } from '../http/problems.ts';
import { limitedTo } from '../http/rate-limits.ts';
import type { Caller } from '../ports/caller.ts';
import type { ServiceName } from '../services/require-snapshot.ts';
import { PROBLEMS, type RouteContext, ServiceParams, type TypedApp } from './context.ts';

const PATH = '/api/services/:namespace/:name/routing';

/** Weighted routing of a service: what is, what would be, and the change. */
export function routingRoutes(app: TypedApp, { callers, routing, limits }: RouteContext): void {
  const identified = (): Promise<Caller> =>
    callers.identified().catch((error: unknown) => {
      throw fromClusterError(error, 'The cluster does not say who you are', 'Nothing was written.');
    });

  app.get(
    PATH,
    {
      schema: {
        summary: 'The versions and routes of a service',
        params: ServiceParams,
        response: { 200: ServiceRouting, ...PROBLEMS },
      },
    },
    async (request) => routing.read(await callers.current(), request.params),
  );

  app.post(
    `${PATH}/plan`,
    {
      config: limitedTo(limits.plansPerMinute),
      schema: {
        summary: 'What an intent would write and do; nothing is written',
        params: ServiceParams,
        body: WeightsIntent,
        response: { 200: Plan, ...PROBLEMS },
      },
    },
    async (request) => routing.plan(await identified(), request.params, request.body),
  );

  app.post(
    `${PATH}/apply`,
    {
      config: limitedTo(limits.writesPerMinute),
      // Before the body is read (W16). Guards against other hosts and sites run earlier.
      onRequest: async (request) => routing.admit(await callers.current(), serviceOf(request)),
      // What fails before the use case, as a malformed body, is an attempt as well.
      onError: async (request, _reply, error) => {
        if (routing.isAudited(error)) return;
        routing.refused(await callers.current(), serviceOf(request), asWeirError(error, request.id));
      },
      schema: {
        summary: 'Apply an intent, as it was planned and seen',
        params: ServiceParams,
        body: ApplyRequest,
        response: { 200: ApplyResult, ...PROBLEMS },
      },
    },
    async (request) => routing.apply(await identified(), request.params, request.body),
  );
}

/** Hooks run before the parameters are validated; the router has them already. */
const serviceOf = (request: FastifyRequest): ServiceName => request.params as ServiceName;
