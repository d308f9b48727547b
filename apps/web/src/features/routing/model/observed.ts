import { type Graph, serviceNodeId } from '@weir/shared';

/** What was seen of one version behind a service within a window. Shares 0..1. */
export interface ObservedVersion {
  readonly version: string;
  readonly requests: number;
  readonly share: number;
  readonly perSecond: number;
  readonly errorShare: number;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
}

/** The versions behind a service as the graph saw them, and all requests to it together. */
export function observedVersions(
  graph: Graph | undefined,
  namespace: string,
  service: string,
): ReadonlyMap<string, ObservedVersion> {
  const result = new Map<string, ObservedVersion>();
  if (graph === undefined) return result;
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const source = serviceNodeId(namespace, service);
  for (const edge of graph.edges) {
    const version = nodes.get(edge.target)?.version;
    if (edge.source !== source || version === undefined || edge.observed === undefined) continue;
    const before = result.get(version);
    const { observed } = edge;
    result.set(version, {
      version,
      requests: (before?.requests ?? 0) + observed.requests,
      share: (before?.share ?? 0) + observed.share,
      perSecond: (before?.perSecond ?? 0) + observed.perSecond,
      errorShare: observed.errorShare,
      p50Ms: observed.latency?.p50Ms ?? null,
      p95Ms: observed.latency?.p95Ms ?? null,
    });
  }
  return result;
}

/** Requests a second to a service, and how many stand behind that figure. */
export function serviceRate(
  graph: Graph | undefined,
  namespace: string,
  service: string,
): { perSecond: number; requests: number } | undefined {
  const versions = [...observedVersions(graph, namespace, service).values()];
  if (versions.length === 0) return undefined;
  return {
    perSecond: versions.reduce((sum, item) => sum + item.perSecond, 0),
    requests: versions.reduce((sum, item) => sum + item.requests, 0),
  };
}

/** Edges from the service to each version, for the dashed preview on the graph: edge id by version. */
export function splitEdges(graph: Graph | undefined, namespace: string, service: string): ReadonlyMap<string, string> {
  if (graph === undefined) return new Map();
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const source = serviceNodeId(namespace, service);
  return new Map(
    graph.edges.flatMap((edge) => {
      const version = nodes.get(edge.target)?.version;
      return edge.source === source && version !== undefined ? [[version, edge.id] as const] : [];
    }),
  );
}
