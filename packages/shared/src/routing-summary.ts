import { type Static, Type } from 'typebox';

const closed = { additionalProperties: false } as const;

/**
 * What the browser must know about a service to open its menu at once and to name an action's obstacle (W1),
 * without a request.
 */
export const RoutingSummary = Type.Object(
  {
    possible: Type.Boolean({ description: 'Whether weighted routing can be offered at all' }),
    reason: Type.Optional(Type.String({ description: 'Why not, as a sentence, when it is not possible' })),
    configured: Type.Boolean({ description: 'Whether an effective VirtualService covers this service' }),
    routes: Type.Integer({ description: 'Number of routes that lead to the service' }),
    split: Type.Array(Type.Object({ version: Type.String(), share: Type.Number({ description: '0..1' }) }, closed), {
      description: 'Set or expected share of the default route, in row order',
    }),
    object: Type.Optional(Type.String({ description: '<kind> <namespace>/<name> that decides the default route' })),
  },
  closed,
);
export type RoutingSummary = Static<typeof RoutingSummary>;
