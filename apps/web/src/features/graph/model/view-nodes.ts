import type { Graph, GraphNode, HealthState } from '@weir/shared';
import { formatCount, formatWindow } from './format-figures.ts';
import { splitName } from './name-prefix.ts';
import { NODE_HEIGHT, STRIPED_WIDTH, widthFor } from './node-size.ts';
import type { VersionColour } from './version-colours.ts';
import type { MeasureText, NodeShape, Outline, Side, ViewNode } from './view-model.ts';

/** What a shape is made from. */
export interface NodeParts {
  /** Nodes of the data in the shape; the first names it. */
  readonly members: readonly [GraphNode, ...GraphNode[]];
  readonly region: string | undefined;
  readonly box: string | undefined;
  readonly side: Side;
  readonly prefix: string;
  readonly colour: VersionColour | undefined;
  readonly row: number;
}

/** So many pods are drawn as dots; more are one dot and a number. */
export const MAX_POD_DOTS = 5;

const WORST_FIRST: readonly HealthState[] = ['failing', 'degraded', 'healthy', 'idle', 'unknown'];

/** The worst state that is known of several nodes drawn as one. */
export const worstHealth = (nodes: readonly GraphNode[]): HealthState =>
  WORST_FIRST.find((state) => nodes.some((node) => node.health.state === state)) ?? 'unknown';

/** The title of a node: the version inside an app box, the service's or app's name elsewhere. */
export function nodeTitle(node: GraphNode, boxed: boolean): string {
  if (node.kind === 'unknown') return 'Unknown callers';
  if (node.kind === 'passthrough') return 'Passthrough';
  if (node.kind === 'blackhole') return 'Black hole';
  if (node.kind !== 'app') return node.name;
  return boxed && node.version !== undefined ? node.version : (node.app ?? node.name);
}

/** Builds one shape, except for what only the edges tell. */
export function viewNode(parts: NodeParts, graph: Graph, measure: MeasureText): Omit<ViewNode, 'incoming'> {
  const [first, ...rest] = parts.members;
  const worker = rest[0] ?? first;
  const shape = shapeOf(parts.members);
  const health = worstHealth(parts.members);
  const { prefix, name } = splitName(nodeTitle(first, parts.box !== undefined), parts.prefix);
  const pods = worker.pods ?? first.pods;
  const strip = parts.colour !== undefined;
  const meta = secondLine(parts, graph, shape);
  const titleWidth = measure(prefix, 'prefix') + measure(name, 'name');
  // The second line of free nodes never changes, so it may count; elsewhere figures would move nodes.
  const textWidth = parts.region === undefined ? Math.max(titleWidth, measure(meta, 'meta')) : titleWidth;
  const traffic = first.traffic ?? worker.traffic;
  return {
    id: first.id,
    members: parts.members.map((node) => node.id),
    kind: first.kind === 'service' && worker.kind === 'gateway' ? 'gateway' : first.kind,
    shape,
    namespace: first.namespace,
    region: parts.region,
    box: parts.box,
    side: parts.side,
    prefix,
    name,
    health,
    outline: outlineOf(parts.members, health),
    meta,
    pods: pods === undefined ? undefined : { ready: pods.ready, total: Math.max(pods.desired, pods.current) },
    figures: traffic === undefined ? undefined : { perSecond: traffic.inPerSecond, errorShare: traffic.errorShare },
    unit: unitOf(parts.members, graph),
    colour: parts.colour,
    row: parts.row,
    badges: uniqueBadges(parts.members),
    width: Math.max(widthFor(shape, strip, textWidth), strip ? STRIPED_WIDTH : 0),
    height: NODE_HEIGHT,
  };
}

function shapeOf(members: readonly GraphNode[]): NodeShape {
  if (members.some((node) => node.kind === 'gateway' || node.kind === 'waypoint')) return 'gateway';
  return members.length === 1 && (members[0]?.kind === 'service' || members[0]?.kind === 'serviceEntry')
    ? 'pill'
    : 'card';
}

function outlineOf(members: readonly GraphNode[], health: HealthState): Outline {
  if (members.some((node) => node.badges.some((badge) => badge.kind === 'deleted'))) return 'idle';
  return health === 'idle' || health === 'unknown' ? health : 'solid';
}

function secondLine(parts: NodeParts, graph: Graph, shape: NodeShape): string {
  const [first, ...rest] = parts.members;
  const worker = rest[0] ?? first;
  const has = (kind: string) => parts.members.some((node) => node.badges.some((badge) => badge.kind === kind));
  if (has('deleted')) return 'deleted';
  if (first.kind === 'unknown') return 'outside the mesh';
  if (first.kind === 'passthrough') return 'unregistered hosts';
  if (first.kind === 'blackhole') return 'refused hosts';
  if (shape === 'gateway') return first.namespace;
  if (first.kind === 'serviceEntry') return 'external';
  if (shape === 'pill') return requestCount(first, graph);
  if (has('missing-sidecar')) return 'no sidecar';
  if (parts.box !== undefined || worker.version === undefined) return podCount(worker);
  const pods = Math.max(worker.pods?.desired ?? 0, worker.pods?.current ?? 0);
  return pods > MAX_POD_DOTS ? `${worker.version}, ${podCount(worker)}` : worker.version;
}

function requestCount(service: GraphNode, graph: Graph): string {
  const requests = service.traffic?.requests;
  if (requests === undefined) return service.health.state === 'idle' ? 'idle' : 'service';
  return requests === 0 ? 'no requests' : `n ${formatCount(requests)} in ${formatWindow(graph.windowSeconds)}`;
}

function podCount(node: GraphNode): string {
  if (node.pods === undefined) return node.kind === 'app' && node.version !== undefined ? node.version : node.kind;
  const { ready, desired, current } = node.pods;
  const total = Math.max(desired, current);
  if (total === 0) return 'no pods';
  if (ready < total) return `${formatCount(ready)} of ${formatCount(total)} ready`;
  return total === 1 ? '1 pod' : `${formatCount(total)} pods`;
}

const unitCache = new WeakMap<Graph, ReadonlySet<string>>();

/** Nodes all of whose traffic is TCP are counted in bytes. */
function unitOf(members: readonly GraphNode[], graph: Graph): 'requests' | 'bytes' {
  let bytesOnly = unitCache.get(graph);
  if (bytesOnly === undefined) {
    const tcp = new Set<string>();
    const other = new Set<string>();
    for (const edge of graph.edges) (edge.protocol === 'tcp' ? tcp : other).add(edge.target);
    bytesOnly = new Set([...tcp].filter((id) => !other.has(id)));
    unitCache.set(graph, bytesOnly);
  }
  return members.some((node) => bytesOnly.has(node.id)) ? 'bytes' : 'requests';
}

function uniqueBadges(members: readonly GraphNode[]): GraphNode['badges'] {
  const seen = new Map<string, GraphNode['badges'][number]>();
  for (const badge of members.flatMap((node) => node.badges)) if (!seen.has(badge.kind)) seen.set(badge.kind, badge);
  return [...seen.values()].filter((badge) => badge.kind !== 'missing-sidecar' && badge.kind !== 'deleted');
}
