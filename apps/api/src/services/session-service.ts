import type { Session } from '@weir/shared';
import { fromClusterError } from '../errors.ts';
import type { AccessReviewer } from '../ports/access-reviewer.ts';
import type { Caller } from '../ports/caller.ts';
import type { ClusterInfo, ClusterSource } from '../ports/cluster-source.ts';
import { readableNamespaces } from './require-snapshot.ts';

export interface SessionSettings {
  readonly readOnly: boolean;
  readonly settleTimeMs: number;
}

export interface SessionService {
  /** Who the caller is and what they may do where. Before the first synchronisation the permissions are empty. */
  readonly session: (caller: Caller) => Promise<Session>;
}

export const READ_ONLY_REASON = 'Weir was started read-only (--read-only).';

export function createSessionService(
  cluster: ClusterSource,
  access: AccessReviewer,
  settings: SessionSettings,
): SessionService {
  async function permissionsOf(caller: Caller): Promise<Session['permissions']> {
    const snapshot = cluster.snapshot();
    if (snapshot === undefined) return [];
    const namespaces = readableNamespaces(snapshot, caller);
    if (settings.readOnly) {
      return namespaces.map((namespace) => ({ namespace, editRouting: false, reason: READ_ONLY_REASON }));
    }
    return [...(await access.namespacePermissions(caller, namespaces))];
  }

  return {
    session: async (caller) => {
      const info = cluster.info();
      const permissions = await permissionsOf(caller).catch((error: unknown) => {
        throw fromClusterError(error, 'Your permissions could not be read');
      });
      return {
        user: { name: caller.name, groups: [...caller.groups] },
        cluster: { name: info.name, server: info.server, version: info.version },
        readOnly: settings.readOnly,
        ...(settings.readOnly ? { readOnlyReason: READ_ONLY_REASON } : {}),
        features: featuresOf(info),
        settleTimeMs: settings.settleTimeMs,
        permissions,
      };
    },
  };
}

function featuresOf({ networkingVersion, gatewayApi }: ClusterInfo): Session['features'] {
  return {
    istio: networkingVersion !== undefined,
    istioDetail:
      networkingVersion === undefined
        ? "The cluster does not serve Istio's routing kinds (networking.istio.io): traffic can be shown, not turned."
        : `The cluster serves networking.istio.io/${networkingVersion}.`,
    gatewayApi,
  };
}
