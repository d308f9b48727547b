import { objectOf, type PlanRule } from './plan-rule.ts';

/** W4: a sum other than 100 is legal; weights then are not percentages. */
export const weightsNot100: PlanRule = {
  id: 'weights-not-100',
  check: ({ changed }) =>
    changed.flatMap(({ after: route }) => {
      if (route.destinations.length < 2 || route.total === 100) return [];
      return [
        {
          subject: `${route.object.namespace}/${route.object.name}${route.path}`,
          severity: 'info' as const,
          title: `The weights add up to ${route.total}`,
          message: `Istio gives each destination its weight out of ${route.total}, the sum of all weights, so the weights are not percentages. That is valid since Istio 1.15; older versions refuse a sum other than 100.`,
          remedy: 'Nothing to do on Istio 1.15 or newer.',
          object: objectOf(route),
          path: route.path,
        },
      ];
    }),
};
