import { Type } from 'typebox';
import { stringify } from 'yaml';
import { PROBLEMS, type RouteContext, type TypedApp } from './context.ts';

/** A name as Kubernetes allows it in an address. */
const Name = Type.String({ pattern: '^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$', maxLength: 253 });
const ResourceParams = Type.Object({
  group: Type.String({ maxLength: 253 }),
  version: Type.String({ pattern: '^v[0-9]+((alpha|beta)[0-9]+)?$' }),
  kind: Type.String({ maxLength: 63 }),
  namespace: Name,
  name: Name,
});
const Format = Type.Object(
  { format: Type.Optional(Type.Union([Type.Literal('json'), Type.Literal('yaml')])) },
  { additionalProperties: false },
);
const LiveObject = Type.Unsafe<unknown>(Type.Object({}, { additionalProperties: true }));

/** Live routing objects, as the caller may read them. */
export function resourceRoutes(app: TypedApp, { callers, resources }: RouteContext): void {
  app.get(
    '/api/resources/:group/:version/:kind/:namespace/:name',
    {
      schema: {
        summary: 'A routing object as it is now',
        description: 'JSON; YAML with format=yaml, or when the Accept header asks for application/yaml.',
        params: ResourceParams,
        querystring: Format,
        response: { 200: LiveObject, ...PROBLEMS },
      },
    },
    async (request, reply) => {
      const object = await resources.read(await callers.current(), request.params);
      reply.header('cache-control', 'no-store');
      const yaml =
        request.query.format === 'yaml' || (request.query.format === undefined && asksYaml(request.headers.accept));
      if (!yaml) return reply.send(object);
      return reply
        .type('application/yaml; charset=utf-8')
        .serializer(() => stringify(object))
        .send(object);
    },
  );
}

const asksYaml = (accept: string | undefined): boolean =>
  accept !== undefined && /\b(application|text)\/(x-)?yaml\b/.test(accept);
