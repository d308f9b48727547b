import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ApplyRequest, ApplyResult, Intent, Plan, Route, RoutingChanged } from '@weir/shared';
import { useEffect, useMemo, useReducer, useRef, useState } from 'react';
import { ApiError } from '../../../lib/http.ts';
import { applyIntent, routingKey, routingQuery, type ServiceName } from '../api/routing-queries.ts';
import { type EditorState, openEditor, reduceEditor } from '../model/editor.ts';
import type { EditorRow } from '../model/editor-rows.ts';
import { hasChanges, toIntent } from '../model/intent.ts';
import { useBasis } from './use-basis.ts';
import { usePlan } from './use-plan.ts';

const NOTHING: EditorState = { routeId: null, rows: [], initial: [], start: undefined, fine: false };
const NONE: ReadonlySet<string> = new Set();

/** An applied change: what was written when, and the rows as they stood before. */
export interface Outcome {
  readonly result: ApplyResult;
  readonly atMs: number;
  readonly before: readonly EditorRow[];
}

/** A refusal because somebody else changed the routing, and the intent that was refused. */
export interface Conflict {
  readonly changed: RoutingChanged;
  readonly intent: Intent;
}

/** A plan as the person saw it, and the intent that it is of. */
interface Seen {
  readonly plan: Plan;
  readonly intent: Intent;
}

/** Everything behind the dialog: what is, what the person wants, the plan for it, and applying it. */
export function useRoutingEditor(service: ServiceName) {
  const client = useQueryClient();
  const routing = useQuery(routingQuery(service));
  const [state, dispatch] = useReducer(reduceEditor, NOTHING);
  const [note, setNote] = useState('');
  const [acknowledged, setAcknowledged] = useState(NONE);
  const [conflict, setConflict] = useState<Conflict | undefined>(undefined);
  const [outcome, setOutcome] = useState<Outcome | undefined>(undefined);

  const apply = useMutation({
    mutationFn: (seen: Seen) => applyIntent(service, requestOf(seen, acknowledged)),
    onSuccess: (result) => {
      setConflict(undefined);
      setOutcome({ result, atMs: Date.now(), before: state.initial });
    },
    onError: (error, { intent: refused }) => {
      const changed = routingChangedOf(error);
      setConflict(changed === undefined ? undefined : { changed, intent: refused });
    },
    onSettled: () => void client.invalidateQueries({ queryKey: routingKey(service) }),
  });
  const dragging = state.start !== undefined;
  const frozen = dragging || apply.isPending || outcome !== undefined || conflict !== undefined;
  const basis = useBasis(routing.data, state, dispatch, frozen);
  const ready = state.rows.length > 0 && hasChanges(state) && outcome === undefined;
  const intent = useMemo(() => toIntent(state, ''), [state]);
  const hold = dragging || basis.state.kind === 'touched';
  const plan = usePlan({ service, basis: basis.id, intent, wanted: ready, hold });
  useForgetting(apply, JSON.stringify(intent));

  const startAnew = () => {
    setConflict(undefined);
    setOutcome(undefined);
    setAcknowledged(NONE);
    setNote('');
    apply.reset();
  };
  /** Opens the editor anew on what is in the cluster now. */
  const reload = async () => {
    const { data, error } = await routing.refetch();
    if (data === undefined || error !== null) return false;
    basis.open(data);
    startAnew();
    return true;
  };
  return {
    routing,
    basis,
    state,
    dispatch,
    plan,
    apply,
    ready,
    note,
    setNote,
    acknowledged,
    acknowledge: (id: string, chosen: boolean) =>
      setAcknowledged((known) => new Set(chosen ? [...known, id] : [...known].filter((other) => other !== id))),
    /** Another route, or a new one where `route` is undefined. */
    choose: (route: Route | undefined) => {
      if (basis.routing === undefined) return;
      setAcknowledged(NONE);
      dispatch({ type: 'load', state: openEditor(basis.routing, route) });
    },
    applyCurrent: () =>
      plan.current !== undefined && apply.mutate({ plan: plan.current, intent: toIntent(state, note) }),
    conflict,
    /** Applies what was refused, on top of what the other person did. */
    applyOnTop: () => {
      if (conflict === undefined || conflict.changed.plan === null) return;
      basis.keepMine();
      apply.mutate({ plan: conflict.changed.plan, intent: conflict.intent });
    },
    /** Back to the sliders, which stand on what the other person did and keep the weights. */
    leaveConflict: () => {
      basis.keepMine();
      setConflict(undefined);
      apply.reset();
    },
    outcome,
    reload,
    /** The editor anew, with the weights of before the change on it: one look at the plan, one click, and they are back. */
    goBack: async () => {
      const before = outcome?.before ?? state.initial;
      if (await reload()) dispatch({ type: 'restore', rows: before });
    },
  };
}

export type RoutingEditor = ReturnType<typeof useRoutingEditor>;

/** A failure is about the weights that failed: it goes when they do. */
function useForgetting({ isError, reset }: { readonly isError: boolean; readonly reset: () => void }, wish: string) {
  const of = useRef(wish);
  useEffect(() => {
    if (of.current === wish) return;
    of.current = wish;
    if (isError) reset();
  });
}

function requestOf({ plan, intent }: Seen, acknowledged: ReadonlySet<string>): ApplyRequest {
  const expect = plan.objects.map(({ apiVersion, kind, namespace, name, resourceVersion }) => ({
    apiVersion,
    kind,
    namespace,
    name,
    resourceVersion,
  }));
  const asked = new Set(plan.findings.map(({ id }) => id));
  return { intent, expect, digest: plan.digest, acknowledged: [...acknowledged].filter((id) => asked.has(id)) };
}

/** What changed, where a refusal says so. */
function routingChangedOf(error: Error): RoutingChanged | undefined {
  if (!(error instanceof ApiError) || error.code !== 'routing-changed') return undefined;
  const { changed, weightsTouched, plan } = error.problem as Partial<RoutingChanged>;
  if (!Array.isArray(changed)) return undefined;
  return { changed, weightsTouched: weightsTouched ?? true, plan: plan ?? null };
}
