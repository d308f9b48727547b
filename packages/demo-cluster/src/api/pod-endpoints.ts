import { ApiError, badRequest, notFound } from '../http/status.ts';
import { isJsonObject, listAt, objectAt, textAt } from '../json.ts';
import type { ResourceKind } from '../kinds/resource-kind.ts';
import type { ObjectStore } from '../store/object-store.ts';
import type { StoredObject } from '../store/stored-object.ts';
import { type Reply, textReply } from './reply.ts';

/** Where sidecars serve their statistics. */
const STATISTICS_PORT = '15090';
const STATISTICS_PATH = /^stats\/prometheus$/;

/** The statistics of a pod's sidecar as Prometheus text, all or the metrics that are wanted; undefined when nothing answers there. */
export type SidecarStatistics = (
  namespace: string,
  pod: string,
  wanted?: (name: string) => boolean,
) => string | undefined;

/** Envoy's `filter`: a regular expression over names. Only names, anchors and alternatives are understood; anything else filters nothing. */
function metricFilter(query: URLSearchParams): ((name: string) => boolean) | undefined {
  const filter = query.get('filter') ?? '';
  if (filter === '' || !/^[\w|^$()]+$/.test(filter)) return undefined;
  try {
    const pattern = new RegExp(filter);
    return (name) => pattern.test(name);
  } catch {
    return undefined;
  }
}

/** `[scheme:]pod[:port]` as the proxy subresource names its target. */
function proxyTarget(name: string): { readonly pod: string; readonly port: string } {
  const parts = name.split(':');
  if (parts.length === 3) return { pod: parts[1] ?? '', port: parts[2] ?? '' };
  return { pod: parts[0] ?? '', port: parts[1] ?? '' };
}

const unreachable = (why: string): ApiError =>
  new ApiError(503, 'ServiceUnavailable', `error trying to reach service: ${why}`);

/** A request through the pod proxy: only sidecars' statistics answer. Throws 404 for a pod that is not there, 503 for one that does not answer. */
export function proxyReply(
  store: ObjectStore,
  pods: ResourceKind,
  namespace: string,
  name: string,
  path: string,
  query: URLSearchParams,
  statistics: SidecarStatistics,
): Reply {
  const { pod, port } = proxyTarget(name);
  const found = store.get(pods, namespace, pod);
  if (found === undefined) throw notFound(pods, pod);
  const address = textAt(objectAt(found, 'status'), 'podIP');
  if (address === undefined)
    throw new ApiError(503, 'ServiceUnavailable', 'no endpoints available for service: address not allowed');
  const dialed = `dial tcp ${address}:${port === '' ? '80' : port}`;
  if (port !== STATISTICS_PORT) throw unreachable(`${dialed}: connect: connection refused`);
  const text = statistics(namespace, pod, metricFilter(query));
  if (text === undefined) throw unreachable(`${dialed}: connect: connection refused`);
  if (!STATISTICS_PATH.test(path)) return textReply(404, '');
  return textReply(200, text, 'text/plain; version=0.0.4; charset=utf-8');
}

/** A few lines of log: the demo's containers have nothing else to say. */
export function logReply(
  store: ObjectStore,
  pods: ResourceKind,
  namespace: string,
  name: string,
  query: URLSearchParams,
): Reply {
  const pod = store.get(pods, namespace, name);
  if (pod === undefined) throw notFound(pods, name);
  const names = containerNames(pod);
  const wanted = query.get('container') ?? '';
  if (wanted !== '' && !names.includes(wanted)) throw badRequest(`container ${wanted} is not valid for pod ${name}`);
  if (wanted === '' && names.length > 1) {
    throw badRequest(`a container name must be specified for pod ${name}, choose one of: [${names.join(' ')}]`);
  }
  const container = wanted === '' ? (names[0] ?? 'container') : wanted;
  const started = textAt(objectAt(pod, 'status'), 'startTime') ?? pod.metadata.creationTimestamp;
  return textReply(
    200,
    `${started} ${container}: started\n${started} ${container}: this pod is simulated and writes no more than this\n`,
  );
}

const containerNames = (pod: StoredObject): readonly string[] =>
  ['initContainers', 'containers']
    .flatMap((key) => listAt(objectAt(pod, 'spec'), key))
    .filter((container) => isJsonObject(container))
    .map((container) => textAt(container, 'name') ?? '');
