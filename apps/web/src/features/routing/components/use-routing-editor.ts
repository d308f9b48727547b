import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ApplyRequest, ApplyResult, Plan, Route, RoutingChanged, ServiceRouting } from '@weir/shared';
import { useEffect, useMemo, useReducer, useRef, useState } from 'react';
import { ApiError } from '../../../lib/http.ts';
import { useDebounced } from '../../../lib/use-debounced.ts';
import { applyIntent, planQuery, routingKey, routingQuery, type ServiceName } from '../api/routing-queries.ts';
import { defaultRoute, type EditorState, hasChanges, openEditor, reduceEditor, toIntent } from '../model/editor.ts';

const NOTHING: EditorState = { routeId: null, rows: [], initial: [], start: undefined, fine: false };

const expectationsOf = (plan: Plan): ApplyRequest['expect'] =>
  plan.objects.map(({ apiVersion, kind, namespace, name, resourceVersion }) => ({
    apiVersion,
    kind,
    namespace,
    name,
    resourceVersion,
  }));

/** Everything behind the dialog: what is, what the person wants, the plan for it, and applying it. */
export function useRoutingEditor(service: ServiceName) {
  const client = useQueryClient();
  const routing = useQuery(routingQuery(service));
  const [state, dispatch] = useReducer(reduceEditor, NOTHING);
  const [note, setNote] = useState('');
  const [acknowledged, setAcknowledged] = useState<ReadonlySet<string>>(new Set());
  const [conflict, setConflict] = useState<RoutingChanged | undefined>(undefined);
  const [outcome, setOutcome] = useState<{ readonly result: ApplyResult; readonly atMs: number } | undefined>(
    undefined,
  );
  const loaded = useRef<ServiceRouting | undefined>(undefined);

  // The first answer opens the editor. Later ones do not take the person's input away: the plan is made anew instead.
  useEffect(() => {
    if (routing.data === undefined || loaded.current !== undefined) return;
    loaded.current = routing.data;
    dispatch({ type: 'load', state: openEditor(routing.data, defaultRoute(routing.data)) });
  }, [routing.data]);

  const choose = (route: Route | undefined) => {
    if (routing.data !== undefined) dispatch({ type: 'load', state: openEditor(routing.data, route) });
  };
  const intent = useMemo(() => toIntent(state, note), [state, note]);
  const settled = useDebounced(intent, 180);
  const ready = state.rows.length > 0 && state.start === undefined && hasChanges(state) && outcome === undefined;
  const plan = useQuery({
    ...planQuery(service, settled, ready && settled === intent),
    placeholderData: keepPreviousData,
  });
  const current = ready && settled === intent && !plan.isPlaceholderData && !plan.isFetching ? plan.data : undefined;

  const apply = useMutation({
    mutationFn: (seen: Plan) =>
      applyIntent(service, {
        intent: settled,
        expect: expectationsOf(seen),
        digest: seen.digest,
        acknowledged: [...acknowledged],
      }),
    onSuccess: (result) => {
      setConflict(undefined);
      setOutcome({ result, atMs: Date.now() });
    },
    onError: (error) => {
      if (error instanceof ApiError && error.code === 'routing-changed')
        setConflict(error.problem as unknown as RoutingChanged);
    },
    onSettled: () => client.invalidateQueries({ queryKey: [...routingKey(service), 'read'] }),
  });

  const open = async (weights: ReadonlyMap<string, number> | undefined) => {
    setConflict(undefined);
    setOutcome(undefined);
    apply.reset();
    loaded.current = undefined;
    const fresh = await routing.refetch();
    if (fresh.data === undefined) return;
    loaded.current = fresh.data;
    const route = fresh.data.routes.find((candidate) => candidate.id === state.routeId) ?? defaultRoute(fresh.data);
    dispatch({ type: 'load', state: openEditor(fresh.data, route) });
    if (weights !== undefined) dispatch({ type: 'restore', weights });
  };
  /** Opens the editor anew on what is in the cluster now. */
  const reload = () => open(undefined);
  /** The same, with the weights of before the change on the sliders: one look at the plan, one click, and they are back. */
  const goBack = () => open(new Map(state.initial.map((row) => [row.label, row.weight])));
  const acknowledge = (id: string, chosen: boolean) =>
    setAcknowledged((known) => new Set(chosen ? [...known, id] : [...known].filter((other) => other !== id)));
  return {
    routing,
    state,
    dispatch,
    choose,
    note,
    setNote,
    plan,
    current,
    apply,
    conflict,
    setConflict,
    outcome,
    reload,
    goBack,
    acknowledged,
    acknowledge,
    ready,
  };
}
