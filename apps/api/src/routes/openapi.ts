import type { TypedApp } from './context.ts';

/** The description of this API, made of the same schemas that check it. */
export function openapiRoutes(app: TypedApp): void {
  app.get('/api/openapi.json', { schema: { hide: true } }, async (_request, reply) =>
    reply.type('application/json; charset=utf-8').send(app.swagger()),
  );
}
