import { isJsonObject, type Json, listAt, numberAt, objectAt } from '../../json.ts';
import { all, error, type Findings, NOTHING, when } from './findings.ts';
import { portFindings, subsetNameFindings, wildcardDomainFindings } from './hosts.ts';
import { headerOperationFindings } from './http-actions.ts';

/** A destination: host, subset, port. */
export function destinationFindings(destination: Json | undefined): Findings {
  if (!isJsonObject(destination)) return NOTHING;
  const host = typeof destination.host === 'string' ? destination.host : '';
  return all(
    host === '*' ? error('invalid destination host *') : wildcardDomainFindings(host),
    typeof destination.subset === 'string' && destination.subset !== ''
      ? subsetNameFindings(destination.subset)
      : NOTHING,
    isJsonObject(destination.port) ? portFindings(numberAt(destination.port, 'number') ?? 0) : NOTHING,
  );
}

const weightOf = (route: Json): number => numberAt(route, 'weight') ?? 0;

/** The weighted destinations of a route. A single one needs no weight; of several, the weights must not add up to 0. */
export function weightedDestinationFindings(routes: readonly Json[]): Findings {
  const total = routes.reduce<number>((sum, route) => sum + weightOf(route), 0);
  return all(
    ...routes.flatMap((route) => [
      headerOperationFindings(objectAt(route, 'headers')),
      isJsonObject(route) && !isJsonObject(route.destination) ? error('destination is required') : NOTHING,
      destinationFindings(isJsonObject(route) ? route.destination : undefined),
      when(weightOf(route) < 0, `weight ${weightOf(route)} < 0`),
    ]),
    when(routes.length > 1 && total === 0, 'total destination weight = 0'),
  );
}

/** Destinations of TCP and TLS routes. */
export const l4DestinationFindings = (route: Json): Findings => weightedDestinationFindings(listAt(route, 'route'));
