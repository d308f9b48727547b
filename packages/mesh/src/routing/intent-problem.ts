import type { Intent, ServiceRouting } from '@weir/shared';
import { type PlanRefusal, refuse } from './plan-types.ts';

/** What is wrong with an intent before anything is planned; undefined when nothing is. */
export function intentProblem(intent: Intent, routing: ServiceRouting): PlanRefusal | undefined {
  const service = `${routing.service.namespace}/${routing.service.name}`;
  if (routing.reason !== undefined) {
    return refuse('invalid-request', routing.reason, `Weighted routing is not possible for ${service} as it is.`);
  }
  const seen = new Set<string | null>();
  for (const { route, weights } of intent.changes) {
    const name = route ?? 'a new route';
    if (seen.has(route)) {
      return refuse(
        'invalid-request',
        `The intent changes ${name} twice.`,
        'Put all weights of a route into one change.',
      );
    }
    seen.add(route);
    const odd = weights.find(({ weight }) => !Number.isInteger(weight) || weight < 0 || weight > 1_000_000);
    if (odd !== undefined) {
      return refuse(
        'invalid-request',
        `The weight ${odd.weight} for ${name} is not a whole number from 0 to 1,000,000.`,
        'Send whole numbers.',
      );
    }
    if (weights.every(({ weight }) => weight === 0)) {
      return refuse(
        'invalid-request',
        `All weights of ${name} are 0: Istio refuses a route that gives nobody traffic.`,
        'Give at least one destination a weight above 0.',
      );
    }
  }
  return undefined;
}
