import type { Route, ServiceRouting } from '@weir/shared';
import { type EditorRow, rescaleRows, rowsOf, withWeights } from './editor-rows.ts';
import { distribute, moveRow, type ShareRow, totalOf, weightForPercent, workingTotal } from './shares.ts';

/** The dialog's state for one route. */
export interface EditorState {
  readonly routeId: string | null;
  readonly rows: readonly EditorRow[];
  /** The rows as they stand in the cluster. */
  readonly initial: readonly EditorRow[];
  /** The rows at the start of a drag, restored by Escape; undefined while nothing is dragged. */
  readonly start: readonly EditorRow[] | undefined;
  /** Steps of 0.1 % (a total of 1000) instead of 1 %. */
  readonly fine: boolean;
}

export type EditorAction =
  | { readonly type: 'begin-drag' }
  | { readonly type: 'move'; readonly key: string; readonly percent: number }
  | { readonly type: 'end-drag' }
  | { readonly type: 'cancel-drag' }
  | { readonly type: 'set-percent'; readonly key: string; readonly percent: number }
  | { readonly type: 'toggle-lock'; readonly key: string }
  | { readonly type: 'all-to'; readonly key: string }
  | { readonly type: 'even' }
  | { readonly type: 'like-pods' }
  | { readonly type: 'set-fine'; readonly fine: boolean }
  | { readonly type: 'reset' }
  /** Puts weights on the rows that have the same place, or else the same name: exactly, in their own total. */
  | { readonly type: 'restore'; readonly rows: readonly EditorRow[] }
  /** The routing under the editor changed: stands on the new one, and keeps the person's weights, locks and steps. */
  | { readonly type: 'rebase'; readonly state: EditorState }
  | { readonly type: 'load'; readonly state: EditorState };

/** The state for a route of the service, or for creating routing where `route` is undefined. */
export function openEditor(routing: ServiceRouting, route: Route | undefined): EditorState {
  const rows = rowsOf(routing, route);
  return { routeId: route?.id ?? null, rows, initial: rows, start: undefined, fine: totalOf(rows) === 1000 };
}

/** The dialog's reducer. Every action leaves the sum of the weights equal to the total (W9). */
export function reduceEditor(state: EditorState, action: EditorAction): EditorState {
  switch (action.type) {
    case 'begin-drag':
      return { ...state, start: state.rows };
    case 'move':
      return moved(state, (rows, total) => moveRow(rows, action.key, weightForPercent(action.percent, total)));
    case 'end-drag':
      return { ...state, start: undefined };
    case 'cancel-drag':
      return state.start === undefined ? state : { ...state, rows: state.start, start: undefined };
    case 'set-percent':
      return moved(still(state), (rows, total) => moveRow(rows, action.key, weightForPercent(action.percent, total)));
    case 'all-to':
      return moved(still(state), (rows, total) => moveRow(rows, action.key, total));
    case 'even':
      return moved(still(state), (rows) => distribute(rows, new Map(rows.map((row) => [row.key, 1]))));
    case 'like-pods':
      return moved(still(state), (rows) => distribute(rows, new Map(rows.map((row) => [row.key, row.pods.ready]))));
    case 'toggle-lock':
      return {
        ...state,
        rows: state.rows.map((row) => (row.key === action.key ? { ...row, locked: !row.locked } : row)),
      };
    case 'set-fine':
      return setFine(state, action.fine);
    case 'reset':
      return { ...state, rows: state.initial, start: undefined, fine: totalOf(state.initial) === 1000 };
    case 'restore':
      return keepWeights(state, action.rows, totalOf(action.rows) === 1000);
    case 'rebase':
      return keepWeights(action.state, state.rows, state.fine);
    case 'load':
      return action.state;
  }
}

const still = (state: EditorState): EditorState => ({ ...state, start: undefined });

/** Moves from the rows at the start of the drag, in a total that has room for whole percents (W4). */
function moved(
  state: EditorState,
  move: (rows: readonly EditorRow[], total: number) => readonly ShareRow[],
): EditorState {
  const from = state.start ?? state.rows;
  const total = totalOf(from);
  const wanted = state.fine && total < 1000 ? 1000 : workingTotal(total);
  const rows = wanted === total ? from : rescaleRows(from, wanted);
  return { ...state, rows: withWeights(rows, move(rows, wanted)) };
}

function setFine(state: EditorState, fine: boolean): EditorState {
  const initialTotal = totalOf(state.initial);
  const total = fine ? Math.max(1000, initialTotal) : workingTotal(initialTotal === 1000 ? 100 : initialTotal);
  return { ...state, fine, start: undefined, rows: rescaleRows(state.rows, total) };
}

/** The state's rows with the weights and locks of `kept`, found by place and then by name. Nothing found: as it is. */
function keepWeights(state: EditorState, kept: readonly EditorRow[], fine: boolean): EditorState {
  const byKey = new Map(kept.map((row) => [row.key, row]));
  const byLabel = new Map(kept.map((row) => [row.label, row]));
  const found = state.rows.map((row) => byKey.get(row.key) ?? byLabel.get(row.label));
  const rows = state.rows.map((row, index) => {
    const from = found[index];
    return { ...row, weight: from?.weight ?? 0, locked: from?.locked ?? false };
  });
  const total = totalOf(kept);
  if (totalOf(rows) === 0) return { ...state, start: undefined };
  return { ...state, fine, start: undefined, rows: totalOf(rows) === total ? rows : rescaleRows(rows, total) };
}
