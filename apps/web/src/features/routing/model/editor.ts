import type { DestinationWeight, Intent, Route, ServiceRouting, ServiceVersion } from '@weir/shared';
import { distribute, moveRow, rescale, type ShareRow, totalOf, weightForPercent, workingTotal } from './shares.ts';

/** One row of the dialog: a destination of the route, or a version that could become one. */
export interface EditorRow extends ShareRow {
  /** The version's name, the subset's when it selects several, or the host when it is another service. */
  readonly label: string;
  /** What stands under the name, as "subset safe-group". */
  readonly detail: string;
  /** JSON pointer of the existing destination; undefined for a version that is not a destination yet. */
  readonly path: string | undefined;
  readonly version: string | undefined;
  readonly pods: { readonly ready: number; readonly total: number };
  /** Share 0..1 that is set now (expected by pods where nothing is set). */
  readonly shareNow: number;
}

/** The dialog's state for one route. `start` are the rows at the start of a drag, restored by Escape. */
export interface EditorState {
  readonly routeId: string | null;
  readonly rows: readonly EditorRow[];
  readonly initial: readonly EditorRow[];
  readonly start: readonly EditorRow[] | undefined;
  /** Steps of 0.1 % (a total of 1000) instead of 1 %. */
  readonly fine: boolean;
}

export type EditorAction =
  | { readonly type: 'begin-drag' }
  | { readonly type: 'move'; readonly key: string; readonly weight: number }
  | { readonly type: 'end-drag' }
  | { readonly type: 'cancel-drag' }
  | { readonly type: 'set-percent'; readonly key: string; readonly percent: number }
  | { readonly type: 'toggle-lock'; readonly key: string }
  | { readonly type: 'all-to'; readonly key: string }
  | { readonly type: 'even' }
  | { readonly type: 'like-pods' }
  | { readonly type: 'set-fine'; readonly fine: boolean }
  | { readonly type: 'reset' }
  /** Weights by row label, in any total: what was set before. */
  | { readonly type: 'restore'; readonly weights: ReadonlyMap<string, number> }
  | { readonly type: 'load'; readonly state: EditorState };

/** Whether calls within the mesh have no route yet: then one can be created (W6), also where a gateway has routes of its own. */
export const lacksMeshRoute = (routing: ServiceRouting): boolean =>
  !routing.routes.some((route) => route.effective && 'mesh' in route.scope && route.destinations.length > 0);

/**
 * The route that a dialog opens on: the effective mesh route that takes a request without special headers (W4).
 * Undefined where the mesh has none: the dialog then opens on creating it.
 */
export function defaultRoute(routing: ServiceRouting): Route | undefined {
  const mesh = routing.routes.filter(
    (route) => route.effective && route.destinations.length > 0 && 'mesh' in route.scope,
  );
  return mesh.find((route) => route.match.isDefault) ?? mesh[0];
}

const versionsByName = (routing: ServiceRouting) =>
  new Map(routing.versions.map((version) => [version.version, version]));

function podsOf(versions: readonly string[], known: ReadonlyMap<string, ServiceVersion>) {
  return versions.reduce(
    (sum, name) => {
      const pods = known.get(name)?.pods;
      return { ready: sum.ready + (pods?.ready ?? 0), total: sum.total + (pods?.total ?? 0) };
    },
    { ready: 0, total: 0 },
  );
}

function rowsOfRoute(routing: ServiceRouting, route: Route): EditorRow[] {
  const known = versionsByName(routing);
  const single = route.destinations.length === 1;
  const existing = route.destinations.map((destination): EditorRow => {
    const [only] = destination.versions;
    const one = destination.versions.length === 1 ? only : undefined;
    return {
      key: destination.path,
      label: one ?? destination.subset ?? destination.host,
      detail: destination.subset === undefined || destination.subset === one ? '' : `subset ${destination.subset}`,
      path: destination.path,
      version: one,
      weight: single ? 100 : (destination.weight ?? 0),
      locked: false,
      pods: podsOf(destination.versions, known),
      shareNow: destination.share,
    };
  });
  const covered = new Set(
    route.destinations.filter((item) => item.versions.length === 1).flatMap((item) => item.versions),
  );
  const addable = routing.versions.filter((version) => version.label !== null && !covered.has(version.version));
  return [...existing, ...addable.map((version) => rowOfVersion(version, 0))];
}

const rowOfVersion = (version: ServiceVersion, shareNow: number): EditorRow => ({
  key: `version:${version.version}`,
  label: version.version,
  detail: '',
  path: undefined,
  version: version.version,
  weight: 0,
  locked: false,
  pods: { ready: version.pods.ready, total: version.pods.total },
  shareNow,
});

/** Rows where nothing is configured: the versions at the shares that their ready pods get today, the largest first. */
function rowsWithoutRoute(routing: ServiceRouting): readonly EditorRow[] {
  const versions = routing.versions
    .filter((version) => version.label !== null)
    .sort((a, b) => b.pods.ready - a.pods.ready);
  const ready = versions.reduce((sum, version) => sum + version.pods.ready, 0);
  const rows = versions.map((version) => ({
    ...rowOfVersion(version, ready === 0 ? 0 : version.pods.ready / ready),
    weight: version.pods.ready,
  }));
  return rescaleRows(ready === 0 ? rows.map((row) => ({ ...row, weight: 1 })) : rows, 100);
}

const rescaleRows = (rows: readonly EditorRow[], total: number) => merge(rows, rescale(rows, total));
const merge = (rows: readonly EditorRow[], shares: readonly ShareRow[]): readonly EditorRow[] =>
  rows.map((row, index) => {
    const share = shares[index];
    return share === undefined || share.weight === row.weight ? row : { ...row, weight: share.weight };
  });

/** The state for a route of the service, or for creating routing where `route` is undefined. */
export function openEditor(routing: ServiceRouting, route: Route | undefined): EditorState {
  const rows = route === undefined ? rowsWithoutRoute(routing) : rowsOfRoute(routing, route);
  return { routeId: route?.id ?? null, rows, initial: rows, start: undefined, fine: totalOf(rows) === 1000 };
}

/** The rows to move from: those at the start of the drag, in a total that has room for whole percents. */
function base(state: EditorState): readonly EditorRow[] {
  const rows = state.start ?? state.rows;
  const total = totalOf(rows);
  const wanted = state.fine && total < 1000 ? 1000 : workingTotal(total);
  return wanted === total ? rows : rescaleRows(rows, wanted);
}

function withRows(state: EditorState, rows: readonly EditorRow[], shares: readonly ShareRow[]): EditorState {
  return { ...state, rows: merge(rows, shares) };
}

/** The dialog's reducer. Every action leaves the sum of the weights equal to the total (W9). */
export function reduceEditor(state: EditorState, action: EditorAction): EditorState {
  switch (action.type) {
    case 'begin-drag': {
      const rows = base({ ...state, start: undefined });
      return { ...state, rows, start: rows };
    }
    case 'move': {
      const rows = base(state);
      return withRows(state, rows, moveRow(rows, action.key, action.weight));
    }
    case 'end-drag':
      return { ...state, start: undefined };
    case 'cancel-drag':
      return state.start === undefined ? state : { ...state, rows: state.start, start: undefined };
    case 'set-percent': {
      const rows = base({ ...state, start: undefined });
      return withRows(state, rows, moveRow(rows, action.key, weightForPercent(action.percent, totalOf(rows))));
    }
    case 'toggle-lock':
      return {
        ...state,
        rows: state.rows.map((row) => (row.key === action.key ? { ...row, locked: !row.locked } : row)),
      };
    case 'all-to': {
      const rows = base({ ...state, start: undefined });
      return withRows(state, rows, moveRow(rows, action.key, totalOf(rows)));
    }
    case 'even': {
      const rows = base({ ...state, start: undefined });
      return withRows(state, rows, distribute(rows, new Map(rows.map((row) => [row.key, 1]))));
    }
    case 'like-pods': {
      const rows = base({ ...state, start: undefined });
      return withRows(state, rows, distribute(rows, new Map(rows.map((row) => [row.key, row.pods.ready]))));
    }
    case 'set-fine':
      return setFine(state, action.fine);
    case 'reset':
      return { ...state, rows: state.initial, start: undefined, fine: totalOf(state.initial) === 1000 };
    case 'restore': {
      const rows = base({ ...state, start: undefined });
      return withRows(
        state,
        rows,
        distribute(rows, new Map(rows.map((row) => [row.key, action.weights.get(row.label) ?? 0]))),
      );
    }
    case 'load':
      return action.state;
  }
}

function setFine(state: EditorState, fine: boolean): EditorState {
  const initialTotal = totalOf(state.initial);
  const total = fine ? Math.max(1000, initialTotal) : workingTotal(initialTotal === 1000 ? 100 : initialTotal);
  return { ...state, fine, start: undefined, rows: rescaleRows(state.rows, total) };
}

/** Whether applying would change anything. */
export function hasChanges(state: EditorState): boolean {
  if (state.routeId === null) return true;
  const before = totalOf(state.initial);
  const after = totalOf(state.rows);
  return state.rows.some((row, index) => row.weight * before !== (state.initial[index]?.weight ?? 0) * after);
}

/** The intent that the rows stand for: every existing destination is listed, new ones only when they get something. */
export function toIntent(state: EditorState, note: string): Intent {
  const weights = state.rows.flatMap((row): DestinationWeight[] => {
    if (row.path !== undefined) return [{ path: row.path, weight: row.weight }];
    if (row.version === undefined || (state.routeId !== null && row.weight === 0)) return [];
    return [{ version: row.version, weight: row.weight }];
  });
  const trimmed = note.trim();
  return {
    kind: 'weights',
    changes: [{ route: state.routeId, weights }],
    ...(trimmed === '' ? {} : { note: trimmed }),
  };
}

/** The weights as the button names them, as "90 / 10". Rows that have and keep nothing are left out beyond four. */
export const namesOfWeights = (rows: readonly ShareRow[]): string => rows.map((row) => row.weight).join(' / ');
