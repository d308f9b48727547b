import type { FastifyReply } from 'fastify';
import { openEventStream } from '../http/event-stream.ts';
import { PROBLEMS, type RouteContext, type TypedApp } from './context.ts';
import { GraphParameters, graphQueryOf } from './graph-parameters.ts';

/** The graph's changes as server-sent events. */
export function streamRoutes(app: TypedApp, { callers, stream }: RouteContext): void {
  app.get(
    '/api/stream',
    {
      // A HEAD of an endless answer would never end.
      exposeHeadRoute: false,
      compress: false,
      schema: {
        summary: 'The graph and its changes as server-sent events',
        description: 'Events: graph-reset, graph, routing, sources, session-ended, heartbeat.',
        querystring: GraphParameters,
        produces: ['text/event-stream'],
        response: PROBLEMS,
      },
    },
    async (request, reply) => {
      const query = graphQueryOf(request.query);
      const caller = await callers.current();
      stream.assertRoom();
      reply.hijack();
      const client = openEventStream(reply.raw, headersOf(reply));
      const lastEventId = request.headers['last-event-id'];
      const subscription = stream.subscribe(caller, query, client, single(lastEventId));
      client.onDrain(subscription.resume);
      reply.raw.on('close', subscription.close);
      // The client may have left while the caller was found out.
      if (reply.raw.destroyed) subscription.close();
    },
  );
}

const single = (header: string | string[] | undefined): string | undefined =>
  Array.isArray(header) ? header[0] : header;

/** What hooks have set, as security headers: a hijacked answer would lose them. */
const headersOf = (reply: FastifyReply): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(reply.getHeaders()).map(([name, value]) => [name, String(value)]));
