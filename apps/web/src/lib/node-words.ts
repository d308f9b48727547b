import type { GraphNode } from '@weir/shared';

const KIND_WORDS: Readonly<Record<GraphNode['kind'], string>> = {
  app: 'App',
  workload: 'Workload',
  service: 'Service',
  gateway: 'Gateway',
  serviceEntry: 'External service',
  waypoint: 'Waypoint',
  unknown: 'Callers',
  passthrough: 'Unregistered hosts',
  blackhole: 'Refused hosts',
  box: 'App',
};

/** What kind of thing a node is, as panel and menu name it. */
export function kindOf(node: GraphNode): string {
  if (node.boxKind === 'namespace') return 'Namespace';
  if (node.boxKind === 'cluster') return 'Cluster';
  return node.version === undefined ? KIND_WORDS[node.kind] : 'Version';
}

/** How a node is called: its version within an app, its name otherwise. Nodes that stand for no object have words. */
export function nameOf(node: GraphNode): string {
  if (node.kind === 'unknown') return 'Unknown callers';
  if (node.kind === 'passthrough') return 'Passthrough';
  if (node.kind === 'blackhole') return 'Black hole';
  return node.version === undefined ? node.name : `${node.name} ${node.version}`;
}
