import type { Graph, GraphEdge, GraphNode } from '@weir/shared';
import { group, rollup } from 'd3';
import { describeEdge, describeNode } from './describe.ts';
import { dockedServices } from './docking.ts';
import { sharedPrefix } from './name-prefix.ts';
import { summarizeRegion } from './region-summary.ts';
import { planRegions, type RegionPlan } from './regions.ts';
import { appKey, orderVersions, type VersionOrder, versionColour } from './version-colours.ts';
import { viewEdges } from './view-edges.ts';
import type { MeasureText, Side, ViewBox, ViewEdge, ViewModel, ViewNode, ViewRegion } from './view-model.ts';
import { type NodeParts, nodeTitle, viewNode } from './view-nodes.ts';

export interface ViewOptions {
  /** Draw a service with its only version as one card (G2). */
  readonly docked: boolean;
  readonly measure: MeasureText;
  /** Order of versions from the view before, so that colours stay. */
  readonly versions?: VersionOrder;
}

/** The drawing of a graph: shapes, lines, boxes and regions, without places. Pure and deterministic. */
export function buildView(graph: Graph, options: ViewOptions): ViewModel {
  const shapes = graph.nodes.filter((node) => node.kind !== 'box');
  const appBoxes = usedAppBoxes(graph.nodes);
  const boxOf = (node: GraphNode) => (node.parent !== undefined && appBoxes.has(node.parent) ? node.parent : undefined);
  const docked = options.docked
    ? dockedServices(shapes, graph.edges, (node) => boxOf(node) !== undefined)
    : new Map<string, string>();
  const regions = planRegions(graph.nodes, graph.edges);
  const versions = orderVersions(graph, options.versions);
  const parts = shapeParts(shapes, graph.edges, { docked, regions, versions, boxOf });
  const bare = parts.map((part) => viewNode(part, graph, options.measure));
  const shapeOf = new Map(bare.flatMap((node) => node.members.map((id) => [id, node.id] as const)));
  const edges = viewEdges(graph.edges, shapeOf).sort(byId);
  const arriving = rollup(
    edges,
    (group) => group.length,
    (edge) => edge.target,
  );
  const nodes = bare.map((node): ViewNode => ({ ...node, incoming: arriving.get(node.id) ?? 0 })).sort(byId);
  return {
    nodes,
    edges,
    boxes: viewBoxes(appBoxes, nodes, regions, options.measure),
    regions: viewRegions(graph, regions, options.measure),
    shapeOf,
    describe: describer(graph, nodes, edges),
  };
}

/** Words for shapes and edges, made on demand: a large mesh has thousands, of which few are read. */
function describer(graph: Graph, nodes: readonly ViewNode[], edges: readonly ViewEdge[]): (id: string) => string {
  const known = new Map<string, string>();
  const names = new Map(nodes.map((node) => [node.id, `${node.prefix}${node.name}`]));
  const describe = (id: string): string => {
    const node = nodes.find((one) => one.id === id);
    if (node !== undefined) {
      const members = graph.nodes.filter((one) => node.members.includes(one.id));
      return describeNode(
        node,
        members,
        edges.filter((edge) => edge.source === id),
        names,
      );
    }
    const edge = edges.find((one) => one.id === id);
    return edge === undefined ? '' : describeEdge(edge, names);
  };
  return (id) => {
    const text = known.get(id) ?? describe(id);
    known.set(id, text);
    return text;
  };
}

const byId = (a: { readonly id: string }, b: { readonly id: string }): number =>
  a.id < b.id ? -1 : a.id > b.id ? 1 : 0;

/** App boxes that hold something; an empty one would be a frame around nothing. */
function usedAppBoxes(nodes: readonly GraphNode[]): ReadonlyMap<string, GraphNode> {
  const parents = new Set(nodes.filter((node) => node.kind !== 'box').map((node) => node.parent));
  return new Map(
    nodes
      .filter((node) => node.kind === 'box' && node.boxKind === 'app' && parents.has(node.id))
      .map((node) => [node.id, node]),
  );
}

interface PartContext {
  readonly docked: ReadonlyMap<string, string>;
  readonly regions: RegionPlan;
  readonly versions: VersionOrder;
  readonly boxOf: (node: GraphNode) => string | undefined;
}

function shapeParts(nodes: readonly GraphNode[], edges: readonly GraphEdge[], context: PartContext): NodeParts[] {
  const workers = new Map([...context.docked].map(([worker, service]) => [service, worker]));
  const all = new Map(nodes.map((node) => [node.id, node]));
  const sides = freeSides(nodes, edges);
  const prefixes = namespacePrefixes(
    nodes.filter((node) => !context.docked.has(node.id)),
    context.boxOf,
  );
  const severalVersions = (node: GraphNode) => (context.versions.get(appKey(node))?.length ?? 0) > 1;
  return nodes.flatMap((node): NodeParts[] => {
    if (context.docked.has(node.id)) return [];
    const worker = all.get(workers.get(node.id) ?? '');
    const box = context.boxOf(node);
    const region = context.regions.regionOf.get(node.id);
    const striped = worker === undefined && node.kind !== 'service' && (box !== undefined || severalVersions(node));
    return [
      {
        members: worker === undefined ? [node] : [node, worker],
        region,
        box,
        side: region === undefined ? (sides.get(worker?.id ?? node.id) ?? sides.get(node.id) ?? 'entry') : 'inside',
        prefix:
          box === undefined && region !== undefined ? (prefixes.get(`${node.cluster}/${node.namespace}`) ?? '') : '',
        row: Math.max(0, context.versions.get(appKey(node))?.indexOf(node.version ?? '') ?? 0),
        colour: striped ? versionColour(context.versions, node) : undefined,
      },
    ];
  });
}

/** A free node stands on the entry side if it sends anything, otherwise on the exit side. */
function freeSides(nodes: readonly GraphNode[], edges: readonly GraphEdge[]): ReadonlyMap<string, Side> {
  const sending = new Set(edges.map((edge) => edge.source));
  const receiving = new Set(edges.map((edge) => edge.target));
  const exits = new Set(['passthrough', 'blackhole']);
  return new Map(
    nodes.map((node) => {
      const exit = exits.has(node.kind) || (receiving.has(node.id) && !sending.has(node.id) && node.kind !== 'gateway');
      return [node.id, exit ? 'exit' : 'entry'];
    }),
  );
}

function namespacePrefixes(
  nodes: readonly GraphNode[],
  boxOf: (node: GraphNode) => string | undefined,
): ReadonlyMap<string, string> {
  const titled = nodes.filter((node) => node.namespace !== '' && boxOf(node) === undefined);
  const services = group(titled, (node) => `${node.cluster}/${node.namespace}`);
  return new Map([...services].map(([key, group]) => [key, sharedPrefix(group.map((node) => nodeTitle(node, false)))]));
}

function viewBoxes(
  boxes: ReadonlyMap<string, GraphNode>,
  nodes: readonly ViewNode[],
  regions: RegionPlan,
  measure: MeasureText,
): ViewBox[] {
  const counts = new Map<string, number>();
  for (const node of nodes) if (node.box !== undefined) counts.set(node.box, (counts.get(node.box) ?? 0) + 1);
  return [...boxes.values()]
    .map((box) => {
      const count = counts.get(box.id) ?? 0;
      const title = box.app ?? box.name;
      const meta = count === 1 ? '1 version' : `${count} versions`;
      const headWidth = measure(title, 'meta') + measure(meta, 'meta') + 40;
      return { id: box.id, region: regions.regionOf.get(box.id), title, meta, headWidth };
    })
    .sort(byId);
}

/** Stands in for any summary: room is kept once, so that figures never move a node. */
const WIDE_SUMMARY = '88 services, 8 degraded';

function viewRegions(graph: Graph, plan: RegionPlan, measure: MeasureText): ViewRegion[] {
  const known = new Set(graph.nodes.map((node) => node.id));
  const inside = group(
    graph.nodes.filter((node) => node.kind !== 'box'),
    (node) => plan.regionOf.get(node.id) ?? '',
  );
  const drifting = new Map<string, Set<string>>();
  for (const edge of graph.edges) {
    if (edge.drift?.state !== 'drift') continue;
    const region = plan.regionOf.get(edge.source) ?? '';
    drifting.set(region, (drifting.get(region) ?? new Set()).add(edge.source));
  }
  return [...plan.titles]
    .filter(([id]) => inside.has(id))
    .map(([id, title]) => {
      const summary = summarizeRegion(inside.get(id) ?? [], drifting.get(id)?.size ?? 0);
      const headWidth = measure(title, 'region') + measure(WIDE_SUMMARY, 'meta') + 64;
      return { id, selectable: known.has(id), title, summary, headWidth };
    })
    .sort(byId);
}
