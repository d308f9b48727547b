import { destinationState } from './destination-pods.ts';
import { objectOf, type PlanRule, percent, trafficNoun } from './plan-rule.ts';

/** W7: weight above 0 on a version without ready pods. Its share is answered 503 UH and not given to others. */
export const versionWithoutReadyPods: PlanRule = {
  id: 'version-without-ready-pods',
  check: ({ after, changed }) =>
    changed.flatMap(({ after: route }) =>
      route.destinations.flatMap((destination) => {
        if (destination.share <= 0) return [];
        const state = destinationState(after, route.object.namespace, destination);
        if (state.kind !== 'known' || state.readyPods > 0) return [];
        const name = destination.versions.join(', ') || destination.subset || destination.host;
        return [
          {
            subject: `${route.object.namespace}/${route.object.name}${destination.path}`,
            severity: 'error' as const,
            blocking: true,
            title: `${name} has no ready pods`,
            message: `${percent(destination.share)} of these ${trafficNoun(route)} would go to ${name}, where no pod is ready. Istio does not give that share to other versions: callers would get 503 (UH).`,
            remedy: `Wait until a pod of ${name} is ready, or set its weight to 0.`,
            object: objectOf(route),
            path: destination.path,
          },
        ];
      }),
    ),
};
