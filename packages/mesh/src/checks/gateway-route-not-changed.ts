import { readRoutes } from '../routing/read-routes.ts';
import { objectWords } from '../routing/refs.ts';
import { objectOf, type PlanRule } from './plan-rule.ts';

/** W3: traffic through a gateway has routes of its own and does not follow the mesh's weights. */
export const gatewayRouteNotChanged: PlanRule = {
  id: 'gateway-route-not-changed',
  check: ({ after, changed }) => {
    if (!changed.some((change) => 'mesh' in change.after.scope)) return [];
    const touched = new Set(changed.map((change) => change.after.id));
    return readRoutes(after).flatMap((route) => {
      if (!route.effective || !('gateway' in route.scope) || touched.has(route.id)) return [];
      return [
        {
          subject: route.id,
          severity: 'info' as const,
          title: `Traffic through the gateway ${route.scope.gateway} keeps its own split`,
          message: `${objectWords(route.object)} routes traffic that enters at ${route.scope.gateway} (${route.match.words}). It does not pass through the routes of the mesh, so this change does not reach it.`,
          remedy: 'Select that route too if it should follow.',
          object: objectOf(route),
          path: route.path,
        },
      ];
    });
  },
};
