import type { Intent, PlannedObject, Route, VersionEffect } from '@weir/shared';
import { checkPlan } from '../checks/check-plan.ts';
import type { ChangedRoute } from '../checks/plan-rule.ts';
import type { VirtualService } from '../resources/istio.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { imagine } from './imagined-snapshot.ts';
import { intentProblem } from './intent-problem.ts';
import { planCreation } from './plan-creation.ts';
import { effectOf, sharesByRoute, sharesToday } from './plan-effect.ts';
import { planSubsets, type RuleConflict, type SubsetPlan } from './plan-subsets.ts';
import { isRefusal, type PlanContext, type PlanDraft, type PlanRefusal, refuse } from './plan-types.ts';
import { placeWeights, weightOperations } from './plan-weights.ts';
import { type ObjectEdit, permissionsFor, plannedCreation, plannedPatch } from './planned-objects.ts';
import { rawRoutesOf } from './raw-routes.ts';
import { routingOf, type ServiceName } from './read-routing.ts';
import { type ServiceView, viewService } from './service-view.ts';
import { type ChosenSubset, createSubsetChooser, type SubsetChooser } from './subset-choice.ts';

type Change = Intent['changes'][number];

/** What one change does to VirtualServices. */
interface RouteStep {
  readonly change: Change;
  readonly before?: Route;
  readonly edit?: ObjectEdit;
  readonly created?: VirtualService;
  readonly subsets: readonly ChosenSubset[];
  readonly notes: readonly string[];
}

/**
 * Plans what an intent would write (W5, W6), with findings, permissions and effect (W7), and writes nothing. Planning again
 * from a newer snapshot is the rebase of W8. Refuses what is ambiguous, incomplete or impossible; pure and deterministic.
 */
export function planIntent(
  snapshot: Snapshot,
  service: ServiceName,
  intent: Intent,
  context: PlanContext,
): PlanDraft | PlanRefusal {
  const object = snapshot.slices.get(service.namespace)?.services.get(service.name);
  if (object === undefined) {
    return refuse(
      'not-found',
      `There is no service ${service.namespace}/${service.name}.`,
      'Choose a service that exists.',
    );
  }
  const view = viewService(snapshot, object, context.labelNames);
  const routing = routingOf(view);
  const problem = intentProblem(intent, routing);
  if (problem !== undefined) return problem;
  const chooser = createSubsetChooser(view);
  const steps: RouteStep[] = [];
  for (const change of intent.changes) {
    const step = planChange(view, routing.routes, change, chooser, context);
    if (isRefusal(step)) return step;
    steps.push(step);
  }
  const missing = planSubsets(view, subsetsOfSteps(steps), chooser, context.networkingVersion);
  return draftOf(view, steps, missing, context);
}

function planChange(
  view: ServiceView,
  routes: readonly Route[],
  change: Change,
  chooser: SubsetChooser,
  context: PlanContext,
): RouteStep | PlanRefusal {
  if (change.route === null) {
    const plan = planCreation(view, change.weights, chooser, context.networkingVersion);
    return isRefusal(plan) ? plan : { change, created: plan.object, subsets: plan.subsets, notes: plan.notes };
  }
  const route = routes.find((known) => known.id === change.route);
  if (route === undefined) {
    return refuse(
      'not-found',
      `The route ${change.route} does not lead to ${view.namespace}/${view.name}, or no longer exists.`,
      'Read the routing again and choose a route from it.',
    );
  }
  if (!route.editable) {
    return refuse(
      'invalid-request',
      route.notEditableBecause ?? `The route ${route.id} can't be edited.`,
      'Edit its YAML.',
    );
  }
  const object = view.snapshot.slices.get(route.object.namespace)?.virtualservices.get(route.object.name);
  const raw = object === undefined ? undefined : rawRoutesOf(object).find((known) => known.path === route.path);
  if (object === undefined || raw === undefined)
    throw new Error(`The route ${route.id} was read from an object that is gone`);
  const placed = placeWeights(route, change.weights, chooser);
  if (isRefusal(placed)) return placed;
  const { operations, notes } = weightOperations(view, object, raw, placed);
  const total = change.weights.reduce((sum, { weight }) => sum + weight, 0);
  return {
    change,
    before: route,
    edit: { object, operations },
    subsets: placed.added.map(({ subset }) => subset),
    notes: [...totalNote(route, total), ...notes],
  };
}

/** W4: a new total is told. Istio does not look at the weight of a single destination, so that has no old total. */
function totalNote(route: Route, total: number): string[] {
  if (route.destinations.length < 2 || route.total === total) return [];
  return [
    `The weights of ${route.path} in ${route.object.name} add up to ${route.total} now and to ${total} afterwards.`,
  ];
}

/** The subsets that added destinations lead to, each once. */
function subsetsOfSteps(steps: readonly RouteStep[]): ChosenSubset[] {
  const subsets = steps.flatMap((step) => step.subsets);
  return [...new Map(subsets.map((subset) => [subset.name, subset])).values()];
}

function draftOf(view: ServiceView, steps: readonly RouteStep[], missing: SubsetPlan, context: PlanContext): PlanDraft {
  const objects = [
    ...missing.created.map(plannedCreation),
    ...mergeEdits(missing.edits).map(plannedPatch),
    ...mergeEdits(steps.flatMap((step) => step.edit ?? [])).map(plannedPatch),
    ...steps.flatMap((step) => (step.created === undefined ? [] : [plannedCreation(step.created)])),
  ];
  const imagined = viewService(imagine(view.snapshot, objects), view.service, context.labelNames);
  const changed = changedRoutes(view, imagined, steps);
  const findings = objects.length === 0 ? [] : findingsOf(view, imagined, objects, changed, missing.conflict);
  const notes = [...missing.notes, ...steps.flatMap((step) => step.notes)];
  return {
    kind: 'draft',
    objects,
    findings,
    permissions: permissionsFor(objects),
    effect: effectOfPlan(imagined, changed, context),
    notes: objects.length === 0 ? ['The weights stand as asked already: nothing would be written.'] : notes,
  };
}

/** Several changes of one object become one patch; objects without any operation are left out. */
function mergeEdits(edits: readonly ObjectEdit[]): ObjectEdit[] {
  const merged = new Map<unknown, ObjectEdit>();
  for (const edit of edits) {
    if (edit.operations.length === 0) continue;
    const known = merged.get(edit.object);
    merged.set(edit.object, { object: edit.object, operations: [...(known?.operations ?? []), ...edit.operations] });
  }
  return [...merged.values()];
}

function changedRoutes(view: ServiceView, imagined: ServiceView, steps: readonly RouteStep[]): ChangedRoute[] {
  const routes = routingOf(imagined).routes;
  return steps.flatMap(({ before, created }): ChangedRoute[] => {
    if (before !== undefined) {
      const after = routes.find((known) => known.id === before.id) ?? before;
      const sharesBefore = sharesByRoute(view, before);
      return [{ before, after, sharesBefore, sharesAfter: sharesByRoute(imagined, after) }];
    }
    return routes
      .filter((route) => route.object.namespace === view.namespace && route.object.name === created?.metadata.name)
      .filter((route) => route.match.isDefault)
      .map((after) => ({ after, sharesBefore: sharesToday(view), sharesAfter: sharesByRoute(imagined, after) }));
  });
}

function findingsOf(
  view: ServiceView,
  imagined: ServiceView,
  objects: readonly PlannedObject[],
  changed: readonly ChangedRoute[],
  conflict: RuleConflict | undefined,
) {
  return checkPlan({
    before: view,
    after: imagined,
    objects,
    changed,
    ...(conflict === undefined ? {} : { conflict }),
  });
}

/** The effect of the change on the route that takes requests without special headers, else of the first change. */
function effectOfPlan(imagined: ServiceView, changed: readonly ChangedRoute[], context: PlanContext): VersionEffect[] {
  const main = changed.find((route) => route.after.match.isDefault && 'mesh' in route.after.scope) ?? changed[0];
  if (main === undefined) return [];
  return effectOf(imagined, main.sharesBefore, main.sharesAfter, main.after, context.ratePerSecond);
}
