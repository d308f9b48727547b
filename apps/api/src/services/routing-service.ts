import { readRouting } from '@weir/mesh';
import type { ApplyRequest, ApplyResult, Intent, Plan, ServiceRouting } from '@weir/shared';
import { fromClusterError, messageOf, WeirError } from '../errors.ts';
import type { AuditEntry, AuditLog } from '../ports/audit-log.ts';
import type { Caller } from '../ports/caller.ts';
import type { TelemetrySource } from '../ports/telemetry-source.ts';
import { readLive, refOf, snapshotObject } from './live-objects.ts';
import { completed, isOutdated } from './plan-completion.ts';
import { draftOn, draftOnLive, type Wish } from './plan-drafts.ts';
import { requireService, requireSnapshot, type ServiceName } from './require-snapshot.ts';
import { type ApplyDependencies, applyIntent } from './routing-apply.ts';
import { changedRoutingObjects } from './routing-changes.ts';
import { createSeenVersions } from './seen-versions.ts';
import { serviceRate } from './service-rate.ts';
import { READ_ONLY_REASON } from './session-service.ts';

export interface RoutingDependencies extends Omit<ApplyDependencies, 'findSeen'> {
  readonly telemetry: TelemetrySource;
  readonly audit: AuditLog;
}

export interface RoutingService {
  /** Versions and routes of a service. Throws `not-found` naming the service and how its namespace stands. */
  readonly read: (caller: Caller, service: ServiceName) => ServiceRouting;
  /** What the intent would write and do (W7). Nothing is written; a dry run is asked for where that is possible. */
  readonly plan: (caller: Caller, service: ServiceName, intent: Intent) => Promise<Plan>;
  /**
   * Refuses a write before its body is looked at (W16): read-only, or without the permission to edit routing anywhere that
   * routing of this service stands. Rejects with a WeirError.
   */
  readonly admit: (caller: Caller, service: ServiceName) => Promise<void>;
  /** Applies an intent as the caller. Rejects with a WeirError; every attempt is in the audit log. */
  readonly apply: (caller: Caller, service: ServiceName, request: ApplyRequest) => Promise<ApplyResult>;
  /** Whether the error's attempt is in the audit log already. */
  readonly isAudited: (error: unknown) => boolean;
  /** Audits an attempt to apply that was refused before it came here, as for a malformed body. */
  readonly refused: (caller: Caller, service: ServiceName, error: WeirError) => void;
  readonly close: () => void;
}

export function createRoutingService(dependencies: RoutingDependencies): RoutingService {
  const { cluster, access, audit, readOnly, telemetry, writer } = dependencies;
  const seen = createSeenVersions();
  let last = cluster.snapshot();
  const stop = cluster.onChange((snapshot, changed) => {
    seen.keep(changedRoutingObjects(last, snapshot, changed));
    last = snapshot;
  });
  const applyDependencies: ApplyDependencies = {
    ...dependencies,
    findSeen: (ref) => {
      const current = last === undefined ? undefined : snapshotObject(last, ref);
      return current?.metadata.resourceVersion === ref.resourceVersion ? current : seen.find(ref);
    },
  };

  const recorded = new WeakSet<object>();
  const record = (caller: Caller, { namespace, name }: ServiceName, result: AuditResult) =>
    audit.record({ who: caller.name, action: 'apply', service: `${namespace}/${name}`, ...result });

  async function audited<T>(caller: Caller, service: ServiceName, attempt: () => Promise<T>): Promise<T> {
    try {
      return await attempt();
    } catch (error) {
      if (typeof error === 'object' && error !== null) recorded.add(error);
      record(caller, service, auditOf(error));
      throw error;
    }
  }

  function read(caller: Caller, service: ServiceName): ServiceRouting {
    const snapshot = requireSnapshot(cluster);
    requireService(snapshot, caller, service);
    const routing = readRouting(snapshot, service);
    if (routing !== undefined) return routing;
    throw new WeirError('not-found', `There is no service ${service.namespace}/${service.name}.`);
  }

  /** Where routing of the service stands or would be made. */
  function namespacesOfRouting(caller: Caller, service: ServiceName): readonly string[] {
    const { routes, versions } = read(caller, service);
    const subsets = versions.flatMap((version) => version.subsets);
    return [...new Set([service.namespace, ...[...routes, ...subsets].map(({ object }) => object.namespace)])];
  }

  async function admit(caller: Caller, service: ServiceName): Promise<void> {
    if (readOnly) {
      throw new WeirError('read-only', READ_ONLY_REASON, {
        notDone: 'Nothing was written, and the request was not read.',
        remedy: 'Start Weir without --read-only to change routing.',
      });
    }
    const namespaces = namespacesOfRouting(caller, service);
    // An unanswered review is no refusal: the API server itself has the last word on every write.
    const permissions = await access.namespacePermissions(caller, namespaces).catch(() => []);
    if (permissions.length === 0 || permissions.some(({ editRouting }) => editRouting)) return;
    throw new WeirError(
      'forbidden',
      permissions
        .map(({ reason }) => reason ?? '')
        .filter(Boolean)
        .join(' ') || `You may not edit routing in ${namespaces.join(', ')}.`,
      {
        notDone: 'Nothing was written, and the request was not read.',
        remedy:
          "Ask the cluster's administrator for the permission to create and patch VirtualServices and DestinationRules.",
      },
    );
  }

  async function plan(caller: Caller, service: ServiceName, intent: Intent): Promise<Plan> {
    const snapshot = requireSnapshot(cluster);
    requireService(snapshot, caller, service);
    const wish: Wish = { caller, service, intent, ratePerSecond: await serviceRate(telemetry, service) };
    const draft = draftOn(requireSnapshot(cluster), cluster, wish);
    try {
      return await completed(dependencies, caller, draft);
    } catch (error) {
      if (!isOutdated(error)) throw fromClusterError(error, 'The plan could not be completed', 'Nothing was written.');
    }
    // The watch lags behind: plan once more on what is really there.
    try {
      const live = await readLive(writer, caller, draft.objects.map(refOf));
      return await completed(dependencies, caller, (await draftOnLive(snapshot, cluster, writer, wish, live)).draft);
    } catch (error) {
      throw fromClusterError(error, 'The routing changes while it is planned', 'Nothing was written.');
    }
  }

  return {
    read,
    plan,
    admit: (caller, service) => audited(caller, service, () => admit(caller, service)),
    apply: async (caller, service, request) => {
      const result = await audited(caller, service, () => applyIntent(applyDependencies, caller, service, request));
      record(caller, service, { outcome: 'applied', detail: JSON.stringify(request.intent) });
      return result;
    },
    isAudited: (error) => typeof error === 'object' && error !== null && recorded.has(error),
    refused: (caller, service, error) => record(caller, service, auditOf(error)),
    close: stop,
  };
}

type AuditResult = Omit<AuditEntry, 'who' | 'action' | 'service'>;

function auditOf(error: unknown): AuditResult {
  const detail = messageOf(error);
  if (!(error instanceof WeirError)) return { outcome: 'failed', code: 'internal', detail };
  if (error.code === 'partly-applied') return { outcome: 'partly-applied', code: error.code, detail };
  const failed = error.code === 'internal' || error.code === 'cluster-unreachable';
  return { outcome: failed ? 'failed' : 'refused', code: error.code, detail };
}
