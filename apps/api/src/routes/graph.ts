import { Graph } from '@weir/shared';
import { Type } from 'typebox';
import { type EncodedJson, encodedJson, encodingFor } from '../http/encoded-json.ts';
import { PROBLEMS, type RouteContext, type TypedApp } from './context.ts';
import { GraphParameters, graphQueryOf } from './graph-parameters.ts';

/** The graph. Its ETag is its revision, which names its content: an unchanged graph is a 304. */
export function graphRoutes(app: TypedApp, { callers, graphs }: RouteContext): void {
  // A graph that several people ask for is serialised and compressed once.
  const bodies = new WeakMap<Graph, EncodedJson>();
  const bodyOf = (graph: Graph): EncodedJson => {
    const body = bodies.get(graph) ?? encodedJson(graph);
    bodies.set(graph, body);
    return body;
  };

  app.get(
    '/api/graph',
    {
      compress: false,
      schema: {
        summary: 'Who calls whom, and how traffic is split',
        querystring: GraphParameters,
        response: {
          200: Type.Unsafe<Buffer>(Graph),
          304: Type.Unsafe<undefined>(Type.Null({ description: 'Unchanged' })),
          ...PROBLEMS,
        },
      },
    },
    async (request, reply) => {
      const graph = await graphs.graph(await callers.current(), graphQueryOf(request.query));
      const etag = `W/"${graph.revision}"`;
      reply.header('etag', etag).header('cache-control', 'private, no-cache');
      if (matches(request.headers['if-none-match'], etag)) return reply.code(304).send(undefined);
      const body = bodyOf(graph);
      const encoding = encodingFor(request.headers['accept-encoding'], (await body.as('identity')).byteLength);
      if (encoding !== 'identity') reply.header('content-encoding', encoding);
      return reply
        .header('vary', 'accept-encoding')
        .type('application/json; charset=utf-8')
        .send(await body.as(encoding));
    },
  );
}

/** RFC 9110: a list of tags, compared weakly, or `*`. */
const matches = (header: string | undefined, etag: string): boolean =>
  (header ?? '')
    .split(',')
    .map((tag) => tag.trim().replace(/^W\//, ''))
    .some((tag) => tag === '*' || tag === etag.replace(/^W\//, ''));
