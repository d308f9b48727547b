import { objectWords } from '../routing/refs.ts';
import { objectOf, type PlanRule } from './plan-rule.ts';

/** The changed route is one that Istio does not use: the change would do nothing. */
export const routeWithoutEffect: PlanRule = {
  id: 'route-without-effect',
  check: ({ changed }) =>
    changed.flatMap(({ after: route }) => {
      if (route.effective) return [];
      return [
        {
          subject: `${route.object.namespace}/${route.object.name}${route.path}`,
          severity: 'warning' as const,
          needsAcknowledgement: true,
          title: 'Istio does not use this route',
          message: `${objectWords(route.object)} ${route.path} takes no traffic: ${route.ignoredBecause ?? 'another object decides'}. Changing its weights changes nothing.`,
          remedy: 'Change the route that is in force.',
          object: objectOf(route),
          path: route.path,
        },
      ];
    }),
};
