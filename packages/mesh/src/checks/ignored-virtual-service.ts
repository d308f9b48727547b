import type { Route } from '@weir/shared';
import { answersFor, readRoutes } from '../routing/read-routes.ts';
import { objectWords } from '../routing/refs.ts';
import type { ServiceView } from '../routing/service-view.ts';
import { objectOf, type PlanRule } from './plan-rule.ts';

/** W3: another VirtualService names the host too and is ignored; whoever wrote it expects something else. */
export const ignoredVirtualService: PlanRule = {
  id: 'ignored-virtual-service',
  check: ({ after, changed }) => {
    const changedObjects = new Set(changed.map((change) => objectWords(change.after.object)));
    const seen = new Set<string>();
    return readRoutes(after).flatMap((route) => {
      const words = objectWords(route.object);
      if (changedObjects.has(words) || seen.has(words) || !isIgnoredWhole(after, route)) return [];
      seen.add(words);
      return [
        {
          subject: words,
          severity: 'warning' as const,
          title: `${words} is ignored`,
          message: `${words} names the host ${after.host} too, but Istio does not use it: ${route.ignoredBecause ?? 'another object decides'}. Its rules have no effect now.`,
          remedy: 'Merge its rules into the VirtualService that is in force, or delete it.',
          object: objectOf(route),
        },
      ];
    });
  },
};

/** Ignored as an object: no route of it is in force, and it names the service's host. */
function isIgnoredWhole(view: ServiceView, route: Route): boolean {
  if (route.effective) return false;
  const object = view.snapshot.slices.get(route.object.namespace)?.virtualservices.get(route.object.name);
  if (object === undefined || !answersFor(view, object)) return false;
  return readRoutes(view).every((other) => objectWords(other.object) !== objectWords(route.object) || !other.effective);
}
