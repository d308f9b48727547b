import { listInWords, objectOf, type PlanRule, percent } from './plan-rule.ts';

/** W12: a destination's subset holds several versions, so the weight does not choose between them. */
export const subsetSelectsSeveralVersions: PlanRule = {
  id: 'subset-selects-several-versions',
  check: ({ changed }) =>
    changed.flatMap(({ after: route }) =>
      route.destinations.flatMap((destination) => {
        if (destination.share <= 0 || destination.subset === undefined || destination.versions.length < 2) return [];
        const versions = listInWords(destination.versions);
        return [
          {
            subject: `${route.object.namespace}/${route.object.name}${destination.path}`,
            severity: 'warning' as const,
            title: `The subset ${destination.subset} holds several versions`,
            message: `The subset ${destination.subset} selects the pods of ${versions}. Its ${percent(destination.share)} are shared among them by their ready pods, not by weights.`,
            remedy: 'Give each version a weight of its own and this subset 0.',
            object: objectOf(route),
            path: destination.path,
          },
        ];
      }),
    ),
};
