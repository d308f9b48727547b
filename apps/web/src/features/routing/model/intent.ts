import type { DestinationWeight, Intent } from '@weir/shared';
import type { EditorState } from './editor.ts';
import { type ShareRow, totalOf } from './shares.ts';

/** Whether applying would change anything: the proportions, not the numbers. Creating always does. */
export function hasChanges(state: EditorState): boolean {
  return state.routeId === null || isMoved(state);
}

/** Whether the person has moved anything: input that must not get lost. */
export function isMoved({ rows, initial }: EditorState): boolean {
  const [before, after] = [totalOf(initial), totalOf(rows)];
  return rows.some((row, index) => row.weight * before !== (initial[index]?.weight ?? 0) * after);
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

/** More numbers than this say nothing on a button. */
const MOST_NAMED = 6;

/** The weights as a button names them, as "90 / 10". */
export const namesOfWeights = (rows: readonly ShareRow[]): string =>
  rows.length > MOST_NAMED ? `${rows.length} weights` : rows.map((row) => row.weight).join(' / ');
