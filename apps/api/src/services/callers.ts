import type { AccessReviewer } from '../ports/access-reviewer.ts';
import type { Caller } from '../ports/caller.ts';
import type { Clock } from '../ports/clock.ts';
import type { ClusterSource } from '../ports/cluster-source.ts';

/**
 * Makes the Caller of a request. Without a sign-in everybody acts as the kubeconfig's own user, who may read whatever that
 * credential reads.
 */
export interface Callers {
  /** For reads and for the audit log: also while the API server does not say who the credential is. */
  readonly current: () => Promise<Caller>;
  /** For writes and for showing who it is. Rejects with a ClusterError when the API server does not say. */
  readonly identified: () => Promise<Caller>;
}

/** A renewed credential may be somebody else. */
const IDENTITY_AGE_MS = 60_000;

export function createCallers(access: AccessReviewer, cluster: ClusterSource, clock: Clock): Callers {
  let known: { readonly caller: Caller; readonly atMs: number } | undefined;
  let asking: Promise<Caller> | undefined;

  async function ask(): Promise<Caller> {
    try {
      const { name, groups } = await access.whoAmI();
      const caller: Caller = { name, groups, cluster: cluster.info().name, readableNamespaces: 'all' };
      known = { caller, atMs: clock.nowMs() };
      return caller;
    } finally {
      asking = undefined;
    }
  }
  const identified = async (): Promise<Caller> => {
    if (known !== undefined && clock.nowMs() - known.atMs < IDENTITY_AGE_MS) return known.caller;
    asking ??= ask();
    return asking;
  };
  const nobody = (): Caller => ({
    name: 'not identified',
    groups: [],
    cluster: cluster.info().name,
    readableNamespaces: 'all',
  });

  return {
    identified,
    // What the kubeconfig's user may read does not depend on the name, so a read never waits for it.
    current: async () => {
      if (known === undefined) await identified().catch(() => undefined);
      else identified().catch(() => undefined);
      return known?.caller ?? nobody();
    },
  };
}
