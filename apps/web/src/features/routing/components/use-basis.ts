import type { ServiceRouting } from '@weir/shared';
import { type Dispatch, useEffect, useMemo, useState } from 'react';
import { type BasisChange, type BasisState, compareBasis } from '../model/basis.ts';
import { type EditorAction, type EditorState, openEditor } from '../model/editor.ts';
import { defaultRoute } from '../model/editor-rows.ts';
import { isMoved } from '../model/intent.ts';

/** What the person should know of a change that needed no decision. */
export type BasisNote =
  | { readonly kind: 'rebased'; readonly objects: readonly string[] }
  | { readonly kind: 'reloaded'; readonly changes: readonly BasisChange[] };

export interface Basis {
  /** The routing that the editor and its plan stand on. */
  readonly routing: ServiceRouting | undefined;
  /** Names it: a plan is of one basis. */
  readonly id: string;
  /** How it compares with the cluster: `touched` waits for the person's decision (W8). */
  readonly state: BasisState;
  readonly note: BasisNote | undefined;
  readonly dismissNote: () => void;
  /** Stands on the latest and keeps the person's weights. */
  readonly keepMine: () => void;
  /** Stands on the latest, with its weights. */
  readonly takeTheirs: () => void;
  /** Stands on this one, with its weights. */
  readonly open: (routing: ServiceRouting) => void;
}

const SAME: BasisState = { kind: 'same' };
const routeOf = (routing: ServiceRouting, id: string | null) =>
  (id === null ? undefined : routing.routes.find((route) => route.id === id)) ?? defaultRoute(routing);

/**
 * Keeps the editor on what is in the cluster without ever taking the person's input away: changes that do not concern the
 * weights are taken over silently, others wait for a decision once something was moved. `frozen`: nothing is taken over,
 * as while a drag is on, or after applying.
 */
export function useBasis(
  latest: ServiceRouting | undefined,
  editor: EditorState,
  dispatch: Dispatch<EditorAction>,
  frozen: boolean,
): Basis {
  const [routing, setRouting] = useState<ServiceRouting | undefined>(undefined);
  const [note, setNote] = useState<BasisNote | undefined>(undefined);
  const { routeId } = editor;
  const state = useMemo(
    () => (routing === undefined || latest === undefined ? SAME : compareBasis(routing, latest, routeId)),
    [routing, latest, routeId],
  );
  const load = (next: ServiceRouting) => {
    setRouting(next);
    dispatch({ type: 'load', state: openEditor(next, routeOf(next, routeId)) });
  };
  const rebase = (next: ServiceRouting) => {
    setRouting(next);
    // A route that was yet to be made stays so, unless somebody else has made one.
    dispatch({ type: 'rebase', state: openEditor(next, routeOf(next, routeId)) });
  };
  const waiting = state.kind === 'touched' && isMoved(editor);

  useEffect(() => {
    if (latest === undefined || latest === routing || frozen || waiting) return;
    if (routing === undefined) load(latest);
    else if (state.kind === 'touched') {
      setNote({ kind: 'reloaded', changes: state.changes });
      load(latest);
    } else {
      if (state.kind === 'untouched' && state.objects.length > 0) setNote({ kind: 'rebased', objects: state.objects });
      rebase(latest);
    }
  });

  return {
    routing,
    id: useMemo(() => basisId(routing), [routing]),
    state: waiting && !frozen ? state : SAME,
    note,
    dismissNote: () => setNote(undefined),
    keepMine: () => latest !== undefined && rebase(latest),
    takeTheirs: () => latest !== undefined && load(latest),
    open: (next) => {
      setNote(undefined);
      load(next);
    },
  };
}

/** Everything that a plan depends on: objects in their versions, destinations, pods. */
const basisId = (routing: ServiceRouting | undefined): string =>
  routing === undefined ? '' : JSON.stringify([routing.versions, routing.routes]);
