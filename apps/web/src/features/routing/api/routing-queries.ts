import { queryOptions } from '@tanstack/react-query';
import type { ApplyRequest, ApplyResult, Graph, Intent, Plan, ServiceRouting } from '@weir/shared';
import { ApiError, getJson, postJson } from '../../../lib/http.ts';
import { windowSince } from '../model/settling.ts';

/** A service as the API names it in its paths. */
export interface ServiceName {
  readonly namespace: string;
  readonly name: string;
}

/** While a dialog is open: the stream may be lost, and pods come and go without an event. */
const READ_EVERY_MS = 10_000;
const READ_AGAIN_MS = 3000;
const LOOK_EVERY_MS = 2000;
/** Answers that come better by themselves: asking for a plan again harms nobody. */
const PASSING = new Set(['unreachable', 'cluster-unreachable', 'rate-limited']);

const path = (service: ServiceName) =>
  `/api/services/${encodeURIComponent(service.namespace)}/${encodeURIComponent(service.name)}/routing`;
const nameKey = (service: ServiceName) => `${service.namespace}/${service.name}`;

/** Key of what is asked about a service's routing: the stream's `routing` event invalidates it. */
export const routingKey = (service: ServiceName) => ['routing', nameKey(service)] as const;

export const routingQuery = (service: ServiceName) =>
  queryOptions({
    queryKey: routingKey(service),
    queryFn: ({ signal }) => getJson<ServiceRouting>(path(service), signal),
    refetchInterval: (query) => (query.state.status === 'error' ? READ_AGAIN_MS : READ_EVERY_MS),
  });

/**
 * The plan of an intent on the routing that the person has seen (`basis`). No event makes it anew: a plan on something
 * that they have not seen must not take the place of the one that they look at (W8).
 */
export const planQuery = (service: ServiceName, basis: string, intent: Intent, enabled: boolean) =>
  queryOptions({
    queryKey: ['plan', nameKey(service), basis, JSON.stringify(intent)],
    queryFn: ({ signal }) => postJson<Plan>(`${path(service)}/plan`, intent, signal),
    enabled,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    retry: (_count, error) => error instanceof ApiError && PASSING.has(error.code),
    retryDelay: 2000,
  });

export const applyIntent = (service: ServiceName, request: ApplyRequest): Promise<ApplyResult> =>
  postJson<ApplyResult>(`${path(service)}/apply`, request);

/** The graph of the service's namespace over the seconds since a change; `lagMs` is how old the newest samples may be. */
export const sinceChangeQuery = (service: ServiceName, appliedAtMs: number, lagMs: () => number) =>
  queryOptions({
    queryKey: ['since', nameKey(service), appliedAtMs],
    queryFn: ({ signal }) => {
      const seconds = windowSince(Date.now() - appliedAtMs, lagMs());
      const namespace = encodeURIComponent(service.namespace);
      return getJson<Graph>(`/api/graph?type=versionedApp&namespaces=${namespace}&window=${seconds}s`, signal);
    },
    refetchInterval: LOOK_EVERY_MS,
  });
