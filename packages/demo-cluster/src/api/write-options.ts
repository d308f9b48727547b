import type { FieldValidation } from '../admission/admit.ts';
import { isTrue } from '../http/request-target.ts';
import { type FieldProblem, invalid } from '../http/status.ts';

/** What the query of a write asks for, checked. */
export interface WriteQuery {
  readonly dryRun: boolean;
  readonly fieldValidation: FieldValidation;
  readonly fieldManager: string;
  readonly force: boolean;
}

type OptionsKind = 'CreateOptions' | 'UpdateOptions' | 'PatchOptions' | 'DeleteOptions';

/**
 * Reads dryRun, fieldValidation, fieldManager and force. Without a fieldManager the User-Agent up to its slash is the manager, except for
 * server-side apply, which must name it. Throws 422.
 */
export function writeQuery(
  kind: OptionsKind,
  query: URLSearchParams,
  userAgent: string | undefined,
  isApply = false,
): WriteQuery {
  const dryRun = query.getAll('dryRun').filter((value) => value !== '');
  const fieldValidation = query.get('fieldValidation') ?? '';
  const manager = query.get('fieldManager') ?? '';
  const problems: FieldProblem[] = [];
  if (isApply && manager === '') {
    problems.push({
      field: 'fieldManager',
      message: 'Required value: is required for apply patch',
      reason: 'FieldValueRequired',
    });
  }
  if (!isApply && kind === 'PatchOptions' && query.has('force')) {
    const message = 'Forbidden: may not be specified for non-apply patch';
    problems.push({ field: 'force', message, reason: 'FieldValueForbidden' });
  }
  if (manager.length > 128) {
    const message = 'Too long: may not be more than 128 bytes';
    problems.push({ field: 'fieldManager', message, reason: 'FieldValueTooLong' });
  }
  if (dryRun.some((value) => value !== 'All')) {
    problems.push(unsupported('dryRun', JSON.stringify(dryRun), '"All"'));
  }
  if (!['', 'Ignore', 'Strict', 'Warn'].includes(fieldValidation)) {
    problems.push(unsupported('fieldValidation', JSON.stringify(fieldValidation), '"", "Ignore", "Strict", "Warn"'));
  }
  if (problems.length > 0) throw invalid({ kind, group: 'meta.k8s.io', name: '' }, problems);
  return {
    dryRun: dryRun.length > 0,
    fieldValidation: fieldValidation === '' ? 'Warn' : (fieldValidation as FieldValidation),
    fieldManager: manager === '' ? agentName(userAgent) : manager,
    force: isTrue(query.get('force')),
  };
}

const agentName = (userAgent: string | undefined): string => userAgent?.split('/')[0]?.slice(0, 128) || 'unknown';

const unsupported = (field: string, value: string, supported: string): FieldProblem => ({
  field,
  message: `Unsupported value: ${value}: supported values: ${supported}`,
  reason: 'FieldValueNotSupported',
});
