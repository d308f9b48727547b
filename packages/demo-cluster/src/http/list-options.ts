import type { ResourceKind } from '../kinds/resource-kind.ts';
import { isTrue } from './request-target.ts';
import { fieldSelector, labelSelector, type Selector } from './selectors.ts';
import { ApiError, badRequest, type FieldProblem, invalid } from './status.ts';

/** What a list or a watch asks for, checked. */
export interface ListOptions {
  readonly watch: boolean;
  readonly selects: Selector;
  /** Whether a selector narrows the list. */
  readonly selective: boolean;
  /** Undefined: not given. */
  readonly resourceVersion: number | undefined;
  readonly exact: boolean;
  /** 0: everything. */
  readonly limit: number;
  readonly continueToken: string;
  readonly sendInitialEvents: boolean;
  readonly bookmarks: boolean;
  readonly timeoutSeconds: number | undefined;
}

const forbidden = (field: string, message: string): FieldProblem => ({
  field,
  message: `Forbidden: ${message}`,
  reason: 'FieldValueForbidden',
});

/** Reads the query of a list or a watch. Throws what the API server answers to contradictions. */
export function listOptions(kind: ResourceKind, query: URLSearchParams): ListOptions {
  const watch = isTrue(query.get('watch'));
  const labels = query.get('labelSelector') ?? '';
  const fields = query.get('fieldSelector') ?? '';
  const bySelector = labelSelector(labels);
  const byField = fieldSelector(kind, fields);
  const problems = watch ? watchProblems(query) : listProblems(query);
  if (problems.length > 0) throw invalid({ kind: 'ListOptions', group: 'meta.k8s.io', name: '' }, problems);
  const continueToken = query.get('continue') ?? '';
  const resourceVersion = versionOf(query.get('resourceVersion') ?? '', watch);
  if (continueToken !== '' && resourceVersion !== undefined && resourceVersion !== 0) {
    throw badRequest('specifying resource version is not allowed when using continue');
  }
  return {
    watch,
    selects: (object) => bySelector(object) && byField(object),
    selective: labels !== '' || fields !== '',
    resourceVersion,
    exact: query.get('resourceVersionMatch') === 'Exact',
    limit: numberOf(query.get('limit')) ?? 0,
    continueToken,
    sendInitialEvents: isTrue(query.get('sendInitialEvents')),
    bookmarks: isTrue(query.get('allowWatchBookmarks')),
    timeoutSeconds: numberOf(query.get('timeoutSeconds')),
  };
}

function numberOf(text: string | null): number | undefined {
  if (text === null || text === '') return undefined;
  if (!/^[+-]?\d+$/.test(text)) throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
  return Number(text);
}

function versionOf(text: string, watch: boolean): number | undefined {
  if (text === '') return undefined;
  if (/^\d+$/.test(text)) return Number(text);
  const shown = JSON.stringify(text);
  const message = `resourceVersion: Invalid value: ${shown}: strconv.ParseUint: parsing ${shown}: invalid syntax`;
  throw watch ? new ApiError(500, undefined, message) : badRequest(`invalid resource version: ${message}`);
}

function matchProblems(match: string | null): readonly FieldProblem[] {
  if (match === null || ['', 'Exact', 'NotOlderThan'].includes(match)) return [];
  return [
    {
      field: 'resourceVersionMatch',
      message: `Unsupported value: ${JSON.stringify(match)}: supported values: "Exact", "NotOlderThan", ""`,
      reason: 'FieldValueNotSupported',
    },
  ];
}

function listProblems(query: URLSearchParams): readonly FieldProblem[] {
  const match = query.get('resourceVersionMatch') ?? '';
  const version = query.get('resourceVersion') ?? '';
  if (query.has('sendInitialEvents')) {
    return [forbidden('sendInitialEvents', 'sendInitialEvents is forbidden for list')];
  }
  if (match === '') return [];
  if (version === '') {
    return [forbidden('resourceVersionMatch', 'resourceVersionMatch is forbidden unless resourceVersion is provided')];
  }
  if ((query.get('continue') ?? '') !== '') {
    return [forbidden('resourceVersionMatch', 'resourceVersionMatch is forbidden when continue is provided')];
  }
  if (match === 'Exact' && version === '0') {
    const message = 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"';
    return [forbidden('resourceVersionMatch', message)];
  }
  return matchProblems(match);
}

function watchProblems(query: URLSearchParams): readonly FieldProblem[] {
  const match = query.get('resourceVersionMatch') ?? '';
  const initial = query.has('sendInitialEvents');
  if (!initial && match !== '') {
    const message = 'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided';
    return [forbidden('resourceVersionMatch', message)];
  }
  if (initial && match !== 'NotOlderThan') {
    const message = 'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan';
    return [forbidden('resourceVersionMatch', message)];
  }
  return [];
}
