import type { RouteContext, TypedApp } from './context.ts';

/** Figures about Weir itself, for Prometheus. */
export function metricsRoutes(app: TypedApp, { metrics }: RouteContext): void {
  app.get('/metrics', { schema: { hide: true } }, async (_request, reply) =>
    reply.type(metrics.contentType).send(await metrics.metrics()),
  );
}
