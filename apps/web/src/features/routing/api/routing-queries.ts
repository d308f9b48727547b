import { queryOptions } from '@tanstack/react-query';
import type { ApplyRequest, ApplyResult, Graph, Intent, Plan, ServiceRouting } from '@weir/shared';
import { getJson, postJson } from '../../../lib/http.ts';

/** A service as the API names it in its paths. */
export interface ServiceName {
  readonly namespace: string;
  readonly name: string;
}

const path = (service: ServiceName) =>
  `/api/services/${encodeURIComponent(service.namespace)}/${encodeURIComponent(service.name)}/routing`;

/** Key of everything that is asked about a service's routing: the stream's `routing` event invalidates it. */
export const routingKey = (service: ServiceName) => ['routing', `${service.namespace}/${service.name}`] as const;

export const routingQuery = (service: ServiceName) =>
  queryOptions({
    queryKey: [...routingKey(service), 'read'],
    queryFn: ({ signal }) => getJson<ServiceRouting>(path(service), signal),
  });

/** The plan of an intent. Asked again when routing changes; the last one stays in sight while the next is made. */
export const planQuery = (service: ServiceName, intent: Intent, enabled: boolean) =>
  queryOptions({
    queryKey: [...routingKey(service), 'plan', JSON.stringify(intent)],
    queryFn: ({ signal }) => postJson<Plan>(`${path(service)}/plan`, intent, signal),
    enabled,
    retry: false,
  });

export const applyIntent = (service: ServiceName, request: ApplyRequest): Promise<ApplyResult> =>
  postJson<ApplyResult>(`${path(service)}/apply`, request);

/** The graph of the service's namespace over the seconds since a change (10 s at least, the API's shortest window). */
export const sinceChangeQuery = (service: ServiceName, appliedAtMs: number, nowMs: () => number) =>
  queryOptions({
    queryKey: [...routingKey(service), 'since', appliedAtMs],
    queryFn: ({ signal }) => {
      const seconds = Math.min(3600, Math.max(10, Math.floor((nowMs() - appliedAtMs) / 1000)));
      const namespace = encodeURIComponent(service.namespace);
      return getJson<Graph>(`/api/graph?type=versionedApp&namespaces=${namespace}&window=${seconds}s`, signal);
    },
    refetchInterval: 2000,
  });
