import type { Graph, GraphEdge, GraphNode, GraphType } from '@weir/shared';
import type { KubernetesObject } from '../../resources/metadata.ts';
import { buildSnapshot } from '../../snapshot/build-snapshot.ts';
import type { RequestSample, TcpSample, TelemetryWindow } from '../../telemetry/sample.ts';
import { buildGraph } from '../build-graph.ts';
import type { GraphInput } from '../graph-input.ts';
import { windowOf } from './samples.ts';

export interface Scene extends Partial<Omit<GraphInput, 'snapshot' | 'telemetry'>> {
  readonly objects: readonly KubernetesObject[];
  readonly requests?: readonly RequestSample[];
  readonly tcp?: readonly TcpSample[];
  readonly window?: Partial<TelemetryWindow>;
}

export interface BuiltScene {
  readonly graph: Graph;
  readonly beyond: readonly string[];
  /** By id; undefined when it is not in the graph. */
  readonly node: (id: string) => GraphNode | undefined;
  readonly edge: (id: string) => GraphEdge | undefined;
}

/** Builds a graph for a test: versioned-app, of the namespace `shop` unless the scene says otherwise. */
export function graphOf(scene: Scene): BuiltScene {
  const { objects, requests = [], tcp = [], window, ...input } = scene;
  const type: GraphType = 'versionedApp';
  const { graph, beyondSampling } = buildGraph({
    type,
    namespaces: ['shop'],
    sources: [],
    ...input,
    snapshot: buildSnapshot(objects),
    telemetry: windowOf(requests, tcp, window),
  });
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const edges = new Map(graph.edges.map((edge) => [edge.id, edge]));
  return { graph, beyond: [...beyondSampling], node: (id) => nodes.get(id), edge: (id) => edges.get(id) };
}
