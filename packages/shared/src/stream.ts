import { type Static, Type } from 'typebox';
import { Graph, GraphEdge, GraphNode, SourceStatus, Warning } from './graph.ts';

const closed = { additionalProperties: false } as const;

/**
 * Event `graph` of `GET /api/stream`: the difference from revision `base` to `revision`.
 * A client whose graph is not at `base` drops it and waits for a `graph-reset`.
 */
export const GraphDelta = Type.Object(
  {
    base: Type.String(),
    revision: Type.String(),
    generatedAt: Type.String(),
    coveredSeconds: Type.Number(),
    upsert: Type.Object({ nodes: Type.Array(GraphNode), edges: Type.Array(GraphEdge) }, closed),
    remove: Type.Object({ nodes: Type.Array(Type.String()), edges: Type.Array(Type.String()) }, closed),
    warnings: Type.Array(Warning),
    sources: Type.Array(SourceStatus),
  },
  closed,
);
export type GraphDelta = Static<typeof GraphDelta>;

/** Event `routing`: routing objects of these services changed; open dialogs ask again. */
export const RoutingEvent = Type.Object(
  { services: Type.Array(Type.String({ description: '<namespace>/<name>' })) },
  closed,
);
export type RoutingEvent = Static<typeof RoutingEvent>;

/** Names of the stream's events. `heartbeat` comes at least every 15 s. */
export const STREAM_EVENTS = ['graph-reset', 'graph', 'routing', 'sources', 'session-ended', 'heartbeat'] as const;
export type StreamEventName = (typeof STREAM_EVENTS)[number];

/** Event `graph-reset`: the whole graph. */
export const GraphReset = Graph;
