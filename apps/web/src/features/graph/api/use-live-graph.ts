import { useQuery, useQueryClient } from '@tanstack/react-query';
import { applyGraphDelta, type Graph, type GraphDelta, type RoutingEvent } from '@weir/shared';
import { useEffect, useRef, useState } from 'react';
import { openEventStream, type StreamState } from '../../../lib/event-stream.ts';
import { getJson } from '../../../lib/http.ts';
import { type GraphQuery, graphSearch } from './graph-query.ts';

export interface LiveGraph {
  readonly graph: Graph | undefined;
  readonly error: Error | null;
  readonly stream: StreamState;
}

export interface LiveGraphOptions {
  /** Undefined while it is not known yet what to ask for. */
  readonly query: GraphQuery | undefined;
  readonly paused: boolean;
  readonly onRouting: (services: readonly string[]) => void;
}

/** The graph of a query, kept live by the event stream: resets and differences go into the query cache (U3). */
export function useLiveGraph({ query, paused, onRouting }: LiveGraphOptions): LiveGraph {
  const client = useQueryClient();
  const search = query === undefined ? undefined : graphSearch(query);
  const [stream, setStream] = useState<StreamState>({ kind: 'connecting' });
  const visible = useVisible();
  const routing = useRef(onRouting);
  routing.current = onRouting;

  const result = useQuery({
    queryKey: ['graph', search],
    queryFn: ({ signal }) => getJson<Graph>(`/api/graph?${search}`, signal),
    // Only a stream that does not come, or a paused page, asks by itself: otherwise the stream brings the whole graph first.
    enabled: search !== undefined && (paused || stream.kind === 'lost'),
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: (previous) => previous,
  });

  useEffect(() => {
    if (search === undefined || paused || !visible) return;
    const key = ['graph', search];
    return openEventStream({
      url: `/api/stream?${search}`,
      nowMs: Date.now,
      onState: setStream,
      events: {
        'graph-reset': (data) => client.setQueryData(key, data as Graph),
        graph: (data) => {
          const known = client.getQueryData<Graph>(key);
          const next = known === undefined ? undefined : applyGraphDelta(known, data as GraphDelta);
          // A difference that does not fit means something was missed: ask for the whole.
          if (next === undefined) void client.refetchQueries({ queryKey: key });
          else client.setQueryData(key, next);
        },
        routing: (data) => routing.current((data as RoutingEvent).services),
      },
    });
  }, [client, search, paused, visible]);

  return { graph: result.data, error: result.error, stream };
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
