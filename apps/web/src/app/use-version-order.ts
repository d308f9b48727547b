import { type Graph, type GraphNode, serviceNodeId } from '@weir/shared';
import { useMemo, useRef } from 'react';
import { appKey, orderVersions, type VersionOrder } from '../features/graph/model/version-colours.ts';

export interface VersionPlaces {
  /** Place of a node's version in its app's order: its colour and pattern. */
  readonly ofNode: (node: GraphNode) => number;
  /** Place of a version behind a service; undefined when the graph does not show it. */
  readonly behindService: (
    service: { readonly namespace: string; readonly name: string } | undefined,
    version: string,
  ) => number | undefined;
}

/** One order of versions for graph, panel and dialog, kept while the page is open, so that a version never changes its colour. */
export function useVersionOrder(graph: Graph | undefined): VersionPlaces {
  const kept = useRef<VersionOrder>(new Map());
  return useMemo(() => {
    if (graph !== undefined) kept.current = orderVersions(graph, kept.current);
    const order = kept.current;
    const ofNode = (node: GraphNode) => Math.max(0, order.get(appKey(node))?.indexOf(node.version ?? '') ?? 0);
    const nodes = new Map(graph?.nodes.map((node) => [node.id, node]));
    return {
      ofNode,
      behindService: (service, version) => {
        if (service === undefined) return undefined;
        const source = serviceNodeId(service.namespace, service.name);
        const edge = graph?.edges.find(
          (candidate) => candidate.source === source && nodes.get(candidate.target)?.version === version,
        );
        const node = edge === undefined ? undefined : nodes.get(edge.target);
        return node === undefined ? undefined : ofNode(node);
      },
    };
  }, [graph]);
}
