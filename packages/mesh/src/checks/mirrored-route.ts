import { listOf, recordOf, textOf } from '../routing/json.ts';
import type { RawRoute } from '../routing/raw-routes.ts';
import { changedRawRoutes } from './changed-raw-routes.ts';
import { listInWords, objectOf, type PlanRule } from './plan-rule.ts';

/** The route also copies its requests: weights do not change that. */
export const mirroredRoute: PlanRule = {
  id: 'mirrored-route',
  check: (input) =>
    changedRawRoutes(input).flatMap(({ change: { after: route }, raw }) => {
      const targets = mirrorsOf(raw);
      if (targets.length === 0) return [];
      return [
        {
          subject: `${route.object.namespace}/${route.object.name}${route.path}`,
          severity: 'info' as const,
          title: 'This route also mirrors requests',
          message: `Copies of its requests go to ${listInWords(targets)}, whatever the weights are; their answers are thrown away. A version with weight 0 may still see copies.`,
          remedy: 'Nothing to do if that is intended.',
          object: objectOf(route),
          path: route.path,
        },
      ];
    }),
};

function mirrorsOf({ spec }: RawRoute): string[] {
  const destinations = [
    recordOf(spec.mirror),
    ...listOf(spec.mirrors).map((item) => recordOf(recordOf(item).destination)),
  ];
  return destinations.flatMap(({ host, subset }) => {
    const name = textOf(host);
    if (name === undefined) return [];
    return [textOf(subset) === undefined ? name : `${name} (${String(subset)})`];
  });
}
