import type { NamespacePermissions, NeededPermission } from '@weir/shared';
import type { Caller } from './caller.ts';

/** Asks the API server what the person may do. Answers are cached briefly; an unanswered review is `null`, never a yes. */
export interface AccessReviewer {
  /** Who the credential is, as the API server sees it. Rejects with a ClusterError. */
  readonly whoAmI: () => Promise<{ readonly name: string; readonly groups: readonly string[] }>;
  readonly review: (
    caller: Caller,
    permissions: readonly Omit<NeededPermission, 'allowed'>[],
  ) => Promise<readonly NeededPermission[]>;
  readonly namespacePermissions: (
    caller: Caller,
    namespaces: readonly string[],
  ) => Promise<readonly NamespacePermissions[]>;
}
