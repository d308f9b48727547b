import type { KubernetesObject } from '@weir/mesh';
import type { Intent, Plan } from '@weir/shared';
import { expect } from 'vitest';
import { STAFF_ROUTE, staffObjects, staffRoutes, staffRule } from './staff-service.ts';
import type { TestApp } from './test-app.ts';

/** Address of the service's routing. */
export const ROUTING = '/api/services/default/staff-service/routing';

/** Makes what is missing, with these weights by version. */
export const create = (safe: number, risky: number): Intent => ({
  kind: 'weights',
  changes: [
    {
      route: null,
      weights: [
        { version: 'safe', weight: safe },
        { version: 'risky', weight: risky },
      ],
    },
  ],
});
/** Sets the weights of an existing route by subset. */
export const edit = (safe: number, risky: number, route = STAFF_ROUTE): Intent => ({
  kind: 'weights',
  changes: [
    {
      route,
      weights: [
        { subset: 'safe', weight: safe },
        { subset: 'risky', weight: risky },
      ],
    },
  ],
});

/** What the person saw of the plan's objects. */
export const expectOf = ({ objects }: Plan) =>
  objects.map(({ apiVersion, kind, namespace, name, resourceVersion }) => ({
    apiVersion,
    kind,
    namespace,
    name,
    resourceVersion,
  }));

/** A plan that must succeed. */
export async function planOf({ ask }: TestApp, intent: Intent): Promise<Plan> {
  const { status, body, text } = await ask(`${ROUTING}/plan`, intent);
  expect(status, text).toBe(200);
  return body as unknown as Plan;
}

/** Applies a plan as it was seen. */
export const applyOf = ({ ask }: TestApp, intent: Intent, plan: Plan, acknowledged: readonly string[] = []) =>
  ask(`${ROUTING}/apply`, { intent, expect: expectOf(plan), digest: plan.digest, acknowledged });

/** The findings of a plan that need an explicit choice. */
export const needed = (plan: Plan) =>
  plan.findings.filter((finding) => finding.needsAcknowledgement).map(({ id }) => id);

/** The service with a rule and routes at 90 to 10, which have a timeout that nobody may touch. */
export const split: readonly KubernetesObject[] = [
  ...staffObjects(),
  staffRule(),
  staffRoutes(90, 10, { timeout: '3s' }),
];

/** The weights of a VirtualService, by route. */
export const weightsOf = (object: KubernetesObject | undefined) =>
  (object as unknown as { spec: { http: { route: { weight: number }[] }[] } }).spec.http.map((http) =>
    http.route.map(({ weight }) => weight),
  );
