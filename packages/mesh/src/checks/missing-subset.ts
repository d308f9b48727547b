import { destinationState } from './destination-pods.ts';
import { objectOf, type PlanRule, percent, trafficNoun } from './plan-rule.ts';

/** A destination with traffic names a subset that no DestinationRule defines: 503 NC. */
export const missingSubset: PlanRule = {
  id: 'missing-subset',
  check: ({ after, changed }) =>
    changed.flatMap(({ after: route }) =>
      route.destinations.flatMap((destination) => {
        if (destination.share <= 0 || destination.subset === undefined) return [];
        if (destinationState(after, route.object.namespace, destination).kind !== 'missing-subset') return [];
        return [
          {
            subject: `${route.object.namespace}/${route.object.name}${destination.path}`,
            severity: 'error' as const,
            blocking: true,
            title: `The subset ${destination.subset} does not exist`,
            message: `${percent(destination.share)} of these ${trafficNoun(route)} would go to the subset ${destination.subset} of ${destination.host}, which no DestinationRule defines: callers would get 503 (NC).`,
            remedy: `Set its weight to 0, or add the subset ${destination.subset} to a DestinationRule for ${destination.host}.`,
            object: objectOf(route),
            path: destination.path,
          },
        ];
      }),
    ),
};
