import type { Finding, ObjectRef, PlannedObject, Route } from '@weir/shared';
import type { VersionShares } from '../routing/plan-effect.ts';
import type { RuleConflict } from '../routing/plan-subsets.ts';
import type { ServiceView } from '../routing/service-view.ts';

/** A route whose weights a plan changes; without `before` the plan creates it. Shares are 0..1 by version. */
export interface ChangedRoute {
  readonly before?: Route;
  readonly after: Route;
  readonly sharesBefore: VersionShares;
  readonly sharesAfter: VersionShares;
}

/** What rules about a plan look at: the service as it is, and as it would be after the plan. */
export interface PlanCheckInput {
  readonly before: ServiceView;
  readonly after: ServiceView;
  readonly objects: readonly PlannedObject[];
  readonly changed: readonly ChangedRoute[];
  readonly conflict?: RuleConflict;
}

/** C1: one rule about plans. Pure. */
export interface PlanRule {
  /** In kebab-case; stable. */
  readonly id: string;
  readonly check: (input: PlanCheckInput) => readonly FindingDraft[];
}

/** A finding as a rule makes it; its id and defaults are added in one place. */
export interface FindingDraft {
  /** What the finding is about: makes its id unique within the plan. */
  readonly subject: string;
  readonly severity: Finding['severity'];
  /** The plan can't be applied with it. */
  readonly blocking?: boolean;
  /** The plan is applied only after an explicit choice (W7, W13). */
  readonly needsAcknowledgement?: boolean;
  readonly title: string;
  readonly message: string;
  readonly remedy: string;
  readonly object?: ObjectRef;
  readonly path?: string;
}

/** The object of a route, without its version. */
export const objectOf = ({ object }: Route): ObjectRef => ({
  apiVersion: object.apiVersion,
  kind: object.kind,
  namespace: object.namespace,
  name: object.name,
});

/** A share 0..1 in words, as `12.5 %`, with a narrow no-break space. */
export const percent = (share: number): string => `${Math.round(share * 1000) / 10}\u202f%`;

/** What the route carries, for sentences. */
export const trafficNoun = (route: Route): string => (route.protocol === 'http' ? 'requests' : 'connections');

/** Names for a sentence: the first few, then how many more. */
export function listInWords(names: readonly string[]): string {
  const shown = names.slice(0, 4).join(', ');
  return names.length > 4 ? `${shown} and ${names.length - 4} more` : shown;
}
