import type { Graph, GraphNode } from '@weir/shared';

export type VersionPattern = 'solid' | 'diagonal' | 'dots' | 'lines' | 'crosshatch';

/** Colour token `--version-<token>` and the pattern that goes with it. */
export interface VersionColour {
  readonly token: 1 | 2 | 3 | 4 | 5 | 6;
  readonly pattern: VersionPattern;
}

/** Versions of each app in the order in which they were first seen. Keys are made by `appKey`. */
export type VersionOrder = ReadonlyMap<string, readonly string[]>;

const PATTERNS: readonly VersionPattern[] = ['solid', 'diagonal', 'dots', 'lines', 'crosshatch'];
const TOKENS = [1, 2, 3, 4, 5, 6] as const;

/** Key of the app (or, without an app label, the service) that a node's versions are counted in. */
export const appKey = (node: Pick<GraphNode, 'cluster' | 'namespace' | 'app' | 'service' | 'name'>): string =>
  `${node.cluster}/${node.namespace}/${node.app ?? node.service ?? node.name}`;

/** Colour of the version at a place in its app's order. Beyond six, colours return with another pattern. */
export function colourAt(index: number): VersionColour {
  const token = TOKENS[index % TOKENS.length] ?? 1;
  const pattern = PATTERNS[(index + Math.floor(index / TOKENS.length)) % PATTERNS.length] ?? 'solid';
  return { token, pattern };
}

/**
 * Order of the versions of every app. What was seen before keeps its place, so colours never change while the page
 * is open; newcomers follow in the row order of the service's routing summary, which panel and dialog use as well,
 * then by id.
 */
export function orderVersions(graph: Pick<Graph, 'nodes'>, previous: VersionOrder = new Map()): VersionOrder {
  const order = new Map<string, string[]>([...previous].map(([key, versions]) => [key, [...versions]]));
  const append = (key: string, version: string) => {
    const versions = order.get(key);
    if (versions === undefined) order.set(key, [version]);
    else if (!versions.includes(version)) versions.push(version);
  };
  const versioned = graph.nodes.filter((node) => node.version !== undefined && node.kind !== 'service');
  const rows = rowOrder(graph.nodes);
  const sorted = [...versioned].sort((a, b) => placeIn(rows, a) - placeIn(rows, b) || (a.id < b.id ? -1 : 1));
  for (const node of sorted) if (node.version !== undefined) append(appKey(node), node.version);
  return order;
}

/** Colour of a node's version, or undefined for nodes without one. */
export function versionColour(order: VersionOrder, node: GraphNode): VersionColour | undefined {
  if (node.version === undefined) return undefined;
  const index = order.get(appKey(node))?.indexOf(node.version) ?? -1;
  return index < 0 ? undefined : colourAt(index);
}

function rowOrder(nodes: readonly GraphNode[]): ReadonlyMap<string, readonly string[]> {
  const rows = new Map<string, readonly string[]>();
  for (const node of nodes) {
    if (node.routing === undefined || node.routing.split.length === 0) continue;
    // Where nothing is set, the largest version comes first, as in the dialog.
    const { configured, split } = node.routing;
    const ordered = configured ? split : [...split].sort((a, b) => b.share - a.share);
    rows.set(
      `${node.cluster}/${node.namespace}/${node.name}`,
      ordered.map((part) => part.version),
    );
  }
  return rows;
}

function placeIn(rows: ReadonlyMap<string, readonly string[]>, node: GraphNode): number {
  const row = rows.get(`${node.cluster}/${node.namespace}/${node.service ?? ''}`);
  const place = row?.indexOf(node.version ?? '') ?? -1;
  return place < 0 ? Number.MAX_SAFE_INTEGER : place;
}
