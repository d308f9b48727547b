import type {
  ErrorCode,
  Finding,
  NeededPermission,
  ObjectVersionRef,
  PlannedObject,
  VersionEffect,
} from '@weir/shared';
import type { LabelNames } from '../snapshot/labels.ts';

/** What planning must be told besides the snapshot and the intent. */
export interface PlanContext {
  /** The newest version of networking.istio.io that the cluster serves, as `v1`. */
  readonly networkingVersion: string;
  /** Requests per second of the service now; absent without telemetry. */
  readonly ratePerSecond?: number;
  readonly labelNames?: LabelNames;
}

/** What would be written, and what is to be said about it. The same snapshot and intent give the same draft. */
export interface PlanDraft {
  readonly kind: 'draft';
  /** In the order in which they must be written: DestinationRules before VirtualServices (W6). */
  readonly objects: PlannedObject[];
  readonly findings: Finding[];
  readonly permissions: Omit<NeededPermission, 'allowed'>[];
  readonly effect: VersionEffect[];
  readonly notes: string[];
}

/** Why no plan can be made of an intent. */
export interface PlanRefusal {
  readonly kind: 'refused';
  readonly code: ErrorCode;
  readonly detail: string;
  readonly remedy: string;
}

export const refuse = (code: ErrorCode, detail: string, remedy: string): PlanRefusal => ({
  kind: 'refused',
  code,
  detail,
  remedy,
});

export const isRefusal = (value: unknown): value is PlanRefusal =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'refused';

/** What the person saw of every object of the draft: the `expect` of an apply. */
export const expectationsOf = (draft: PlanDraft): ObjectVersionRef[] =>
  draft.objects.map(({ apiVersion, kind, namespace, name, resourceVersion }) => ({
    apiVersion,
    kind,
    namespace,
    name,
    resourceVersion,
  }));
