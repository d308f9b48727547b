import { isRecord, recordOf } from '../routing/json.ts';
import { changedRawRoutes } from './changed-raw-routes.ts';
import { objectOf, type PlanRule } from './plan-rule.ts';

/** The route injects faults before it picks a destination: all versions get them, and observed errors come from there. */
export const faultedRoute: PlanRule = {
  id: 'faulted-route',
  check: (input) =>
    changedRawRoutes(input).flatMap(({ change: { after: route }, raw }) => {
      const fault = recordOf(raw.spec.fault);
      const kinds = [isRecord(fault.delay) ? 'delays' : '', isRecord(fault.abort) ? 'aborts' : ''].filter(Boolean);
      if (kinds.length === 0) return [];
      return [
        {
          subject: `${route.object.namespace}/${route.object.name}${route.path}`,
          severity: 'info' as const,
          title: 'This route injects faults',
          message: `The route ${kinds.join(' and ')} some requests before a version is picked, so every version is touched alike, and errors seen here need not come from a version. While faults are injected, Istio does not apply the route's timeout and retries.`,
          remedy: 'Remove the fault before you judge versions by their errors or latency.',
          object: objectOf(route),
          path: `${route.path}/fault`,
        },
      ];
    }),
};
