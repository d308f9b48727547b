import type { DryRun, NeededPermission } from '@weir/shared';
import { Check, CircleHelp, X } from 'lucide-react';
import { Notice } from '../../../ui/notice.tsx';

const DRY_RUN_TONE = { passed: 'success', failed: 'error', skipped: 'info' } as const;
const DRY_RUN_WORDS = { passed: 'Dry run passed.', failed: 'Dry run failed.', skipped: 'Dry run skipped.' } as const;

/** What the plan needs from the API server, and what it said (W7). */
export function PermissionList({
  permissions,
  dryRun,
}: {
  readonly permissions: readonly NeededPermission[];
  readonly dryRun: DryRun;
}) {
  return (
    <div className="permissions">
      <Notice tone={DRY_RUN_TONE[dryRun.state]}>
        <b>{DRY_RUN_WORDS[dryRun.state]}</b> {dryRun.detail}
      </Notice>
      {permissions.length > 0 && (
        <table className="table">
          <thead>
            <tr>
              <th>Allowed</th>
              <th>Verb</th>
              <th>Resource</th>
              <th>Namespace</th>
            </tr>
          </thead>
          <tbody>
            {permissions.map((permission) => (
              <tr key={`${permission.verb} ${permission.resource} ${permission.namespace}`}>
                <td>
                  <Answer allowed={permission.allowed} />
                </td>
                <td className="mono">{permission.verb}</td>
                <td className="mono">
                  {permission.group === '' ? permission.resource : `${permission.resource}.${permission.group}`}
                </td>
                <td>{permission.namespace}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

function Answer({ allowed }: { readonly allowed: boolean | null }) {
  if (allowed === null) {
    return (
      <span className="row muted">
        <CircleHelp className="icon" size={14} aria-hidden="true" /> not known
      </span>
    );
  }
  return allowed ? (
    <span className="row health-healthy">
      <Check className="icon" size={14} aria-hidden="true" /> yes
    </span>
  ) : (
    <span className="row health-failing">
      <X className="icon" size={14} aria-hidden="true" /> no
    </span>
  );
}
