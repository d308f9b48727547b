import { useQuery, useQueryClient } from '@tanstack/react-query';
import { applyGraphDelta, type Graph, type GraphDelta, type Readiness, type RoutingEvent } from '@weir/shared';
import { useCallback, useEffect, useRef, useState } from 'react';
import { type EventStream, openEventStream, type StreamState } from '../../../lib/event-stream.ts';
import { getJson } from '../../../lib/http.ts';
import { type GraphQuery, graphSearch } from './graph-query.ts';

export interface LiveGraph {
  readonly graph: Graph | undefined;
  readonly error: Error | null;
  readonly stream: StreamState;
  /** The sources as they were told last: with a graph, or by themselves when none comes. */
  readonly sources: Readiness['sources'] | undefined;
  /** Tries to connect again at once. */
  readonly retry: () => void;
}

export interface LiveGraphOptions {
  /** Undefined while it is not known yet what to ask for. */
  readonly query: GraphQuery | undefined;
  readonly paused: boolean;
  /** Routing objects of these services (`<namespace>/<name>`) changed. */
  readonly onRouting: (services: readonly string[]) => void;
  readonly onSessionEnded: () => void;
}

/** The graph of a query, kept live by the event stream: resets and differences go into the query cache (U3). */
export function useLiveGraph({ query, paused, onRouting, onSessionEnded }: LiveGraphOptions): LiveGraph {
  const client = useQueryClient();
  const search = query === undefined ? undefined : graphSearch(query);
  const [state, setState] = useState<StreamState>({ kind: 'connecting' });
  const [sources, setSources] = useState<Readiness['sources'] | undefined>(undefined);
  const visible = useVisible();
  const told = useRef({ onRouting, onSessionEnded });
  told.current = { onRouting, onSessionEnded };
  const stream = useRef<EventStream | undefined>(undefined);

  const result = useQuery({
    queryKey: ['graph', search],
    queryFn: ({ signal }) => getJson<Graph>(`/api/graph?${search}`, signal),
    // Only a stream that does not come, or a paused page, asks by itself: otherwise the stream brings the whole graph first.
    enabled: search !== undefined && (paused || state.kind === 'lost'),
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: (previous) => previous,
  });

  useEffect(() => {
    if (search === undefined || paused || !visible) return;
    const key = ['graph', search];
    const take = (graph: Graph) => {
      client.setQueryData(key, graph);
      setSources(graph.sources);
    };
    const opened = openEventStream({
      url: `/api/stream?${search}`,
      nowMs: Date.now,
      onState: setState,
      events: {
        'graph-reset': (data) => take(data as Graph),
        graph: (data) => {
          const known = client.getQueryData<Graph>(key);
          const next = known === undefined ? undefined : applyGraphDelta(known, data as GraphDelta);
          // A difference that does not fit means that something was missed: only a reset is sure.
          return next === undefined ? false : take(next);
        },
        routing: (data) => told.current.onRouting((data as RoutingEvent).services),
        sources: (data) => setSources((data as Readiness).sources),
        'session-ended': () => told.current.onSessionEnded(),
      },
    });
    stream.current = opened;
    return () => {
      stream.current = undefined;
      opened.close();
    };
  }, [client, search, paused, visible]);
  const retry = useCallback(() => stream.current?.retryNow(), []);

  return { graph: result.data, error: result.error, stream: state, sources, retry };
}

/** A hidden tab closes its stream: browsers allow six connections to one origin. */
function useVisible(): boolean {
  const [visible, setVisible] = useState(() => !document.hidden);
  useEffect(() => {
    const change = () => setVisible(!document.hidden);
    document.addEventListener('visibilitychange', change);
    return () => document.removeEventListener('visibilitychange', change);
  }, []);
  return visible;
}
