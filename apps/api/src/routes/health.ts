import { Readiness } from '@weir/shared';
import { Type } from 'typebox';
import { PROBLEMS, type RouteContext, type TypedApp } from './context.ts';

const Liveness = Type.Object({ status: Type.Literal('ok') });

/** Whether the process lives, and whether it can show a cluster. */
export function healthRoutes(app: TypedApp, { graphs, isReady }: RouteContext): void {
  app.get(
    '/api/healthz',
    { schema: { summary: 'Whether the process answers', response: { 200: Liveness, ...PROBLEMS } } },
    async () => ({ status: 'ok' as const }),
  );

  app.get(
    '/api/readyz',
    {
      schema: {
        summary: 'The sources of data; 503 before the first synchronisation',
        response: { 200: Readiness, 503: Readiness, '4xx': PROBLEMS['4xx'] },
      },
    },
    async (_request, reply) => {
      const ready = isReady();
      return reply.code(ready ? 200 : 503).send({ ready, sources: [...graphs.sources()] });
    },
  );
}
