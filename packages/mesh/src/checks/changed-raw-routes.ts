import { type RawRoute, rawRoutesOf } from '../routing/raw-routes.ts';
import type { ChangedRoute, PlanCheckInput } from './plan-rule.ts';

/** The changed routes with what is written in them after the plan. */
export function changedRawRoutes({ after, changed }: PlanCheckInput): { change: ChangedRoute; raw: RawRoute }[] {
  return changed.flatMap((change) => {
    const { object, path } = change.after;
    const service = after.snapshot.slices.get(object.namespace)?.virtualservices.get(object.name);
    const raw = service === undefined ? undefined : rawRoutesOf(service).find((route) => route.path === path);
    return raw === undefined ? [] : [{ change, raw }];
  });
}
