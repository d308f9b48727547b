import { GraphType } from '@weir/shared';
import { type Static, Type } from 'typebox';
import { WeirError } from '../errors.ts';
import { GRAPH_PARTS, type GraphPart, type GraphQuery } from '../services/graph-query.ts';

/** The parameters of the graph and of its stream. */
export const GraphParameters = Type.Object(
  {
    type: Type.Optional(GraphType),
    namespaces: Type.Optional(
      Type.String({
        description: 'Names with commas between; absent or `all`: all that may be read',
        maxLength: 20_000,
      }),
    ),
    window: Type.Optional(
      Type.String({ description: 'A duration from 10s to 7d, as 90s, 5m, 1h or 2d', maxLength: 20 }),
    ),
    include: Type.Optional(
      Type.String({
        description: `Parts with commas between, of ${GRAPH_PARTS.join(', ')}; absent: all of them`,
        maxLength: 100,
      }),
    ),
  },
  { additionalProperties: false },
);
export type GraphParameters = Static<typeof GraphParameters>;

const SECONDS = { s: 1, m: 60, h: 3600, d: 86_400 } as const;
const SHORTEST_SECONDS = 10;
const LONGEST_SECONDS = 7 * SECONDS.d;
const DEFAULT_WINDOW = '1m';

/** The query that the parameters ask for. Throws `invalid-request` for a window or a part that is none. */
export function graphQueryOf({ type, namespaces, window, include }: GraphParameters): GraphQuery {
  return {
    type: type ?? 'versionedApp',
    namespaces: namespaces === undefined || namespaces === 'all' ? 'all' : namesOf(namespaces),
    windowSeconds: secondsOf(window ?? DEFAULT_WINDOW),
    include: include === undefined ? GRAPH_PARTS : partsOf(include),
  };
}

const namesOf = (list: string): readonly string[] =>
  list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');

function partsOf(list: string): readonly GraphPart[] {
  const asked = new Set(namesOf(list));
  const parts = GRAPH_PARTS.filter((part) => asked.delete(part));
  const [unknown] = asked;
  if (unknown === undefined) return parts;
  throw new WeirError('invalid-request', `query.include names "${unknown}", which is no part of a graph.`, {
    remedy: `Name parts of ${GRAPH_PARTS.join(', ')}, or leave it out for all of them.`,
  });
}

function secondsOf(window: string): number {
  const parts = /^(\d{1,7})([smhd]?)$/.exec(window);
  const unit = parts?.[2] === '' ? 's' : (parts?.[2] as keyof typeof SECONDS | undefined);
  const seconds = unit === undefined ? Number.NaN : Number(parts?.[1]) * SECONDS[unit];
  if (seconds >= SHORTEST_SECONDS && seconds <= LONGEST_SECONDS) return seconds;
  throw new WeirError('invalid-request', `query.window "${window}" is no duration from 10s to 7d.`, {
    remedy: 'Write a whole number with its unit, as 60s, 5m, 1h or 2d.',
  });
}
