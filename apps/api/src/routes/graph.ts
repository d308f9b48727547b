import { Graph } from '@weir/shared';
import { Type } from 'typebox';
import { PROBLEMS, type RouteContext, type TypedApp } from './context.ts';
import { GraphParameters, graphQueryOf } from './graph-parameters.ts';

/** The graph. Its ETag is its revision, which names its content: an unchanged graph is a 304. */
export function graphRoutes(app: TypedApp, { callers, graphs }: RouteContext): void {
  // A graph that several people ask for is serialised once.
  const texts = new WeakMap<Graph, string>();
  const textOf = (graph: Graph): string => {
    const text = texts.get(graph) ?? JSON.stringify(graph);
    texts.set(graph, text);
    return text;
  };

  app.get(
    '/api/graph',
    {
      schema: {
        summary: 'Who calls whom, and how traffic is split',
        querystring: GraphParameters,
        response: { 200: Graph, 304: Type.Unsafe<undefined>(Type.Null({ description: 'Unchanged' })), ...PROBLEMS },
      },
    },
    async (request, reply) => {
      const graph = await graphs.graph(await callers.current(), graphQueryOf(request.query));
      const etag = `W/"${graph.revision}"`;
      reply.header('etag', etag).header('cache-control', 'private, no-cache');
      if (matches(request.headers['if-none-match'], etag)) return reply.code(304).send(undefined);
      return reply
        .type('application/json; charset=utf-8')
        .serializer(() => textOf(graph))
        .send(graph);
    },
  );
}

/** RFC 9110: a list of tags, compared weakly, or `*`. */
const matches = (header: string | undefined, etag: string): boolean =>
  (header ?? '')
    .split(',')
    .map((tag) => tag.trim().replace(/^W\//, ''))
    .some((tag) => tag === '*' || tag === etag.replace(/^W\//, ''));
