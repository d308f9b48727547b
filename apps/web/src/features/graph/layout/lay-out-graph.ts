import { keepRegion } from './keep-region.ts';
import { type Inside, layOutRegion } from './lay-out-region.ts';
import type { Layout, LayoutEdge, LayoutInput, PlacedBox, PlacedNode, PlacedRegion } from './layout-types.ts';
import { REGION_HEAD, REGION_PADDING } from './metrics.ts';
import { placeFreeNodes } from './place-free-nodes.ts';
import { placeRegions, type RegionInside, SMALL_GRAPH } from './place-regions.ts';
import { boundsOf, moved } from './rects.ts';

const byId = (a: { readonly id: string }, b: { readonly id: string }): number =>
  a.id < b.id ? -1 : a.id > b.id ? 1 : 0;

/**
 * Places everything: each region by itself, then the regions, then what stands free beside them. Deterministic, and
 * independent of the order of the input. With the layout before, whatever was there stays exactly where it was as far
 * as that gives a good picture (U2).
 */
export function layOutGraph(input: LayoutInput, previous?: Layout): Layout {
  const regionOf = new Map(input.nodes.map((node) => [node.id, node.region]));
  const inner = new Map<string, LayoutEdge[]>();
  for (const edge of input.edges) {
    const region = regionOf.get(edge.source);
    if (region === undefined || region !== regionOf.get(edge.target)) continue;
    const list = inner.get(region);
    if (list === undefined) inner.set(region, [edge]);
    else list.push(edge);
  }
  const insides = [...input.regions].sort(byId).map((region): RegionInside => {
    const nodes = input.nodes.filter((node) => node.region === region.id);
    const boxes = input.boxes.filter((box) => box.region === region.id);
    const edges = inner.get(region.id) ?? [];
    const before = previous === undefined ? undefined : regionBefore(previous, region.id);
    const kept =
      before === undefined ? undefined : keepRegion(nodes, boxes, edges, before, input.nodes.length <= SMALL_GRAPH);
    const inside = kept ?? layOutRegion(nodes, boxes, edges);
    return {
      region,
      inside,
      count: nodes.length,
      kept: kept !== undefined,
      edges: kept === undefined ? edges.length : (before?.edges ?? 0),
    };
  });
  const free = input.nodes.filter((node) => node.region === undefined);
  const regions = placeRegions(insides, free, input.aspect, previous);
  return assemble(insides, regions, placeFreeNodes(free, input, insides, regions, previous));
}

function regionBefore(previous: Layout, id: string) {
  const region = previous.regions.find((one) => one.id === id);
  if (region === undefined) return undefined;
  const dx = -region.x - REGION_PADDING;
  const dy = -region.y - REGION_HEAD;
  const nodes = previous.nodes
    .filter((node) => node.region === id)
    .map((node) => [node.id, moved(node, dx, dy)] as const);
  const boxes = previous.boxes.filter((box) => box.region === id).map((box) => [box.id, moved(box, dx, dy)] as const);
  const inside = (y: number, x: number) =>
    x >= region.x && x <= region.x + region.width && y >= region.y && y <= region.y + region.height;
  const bends = previous.bends
    .filter(({ bends: [first] }) => first !== undefined && inside(first.y, first.x1))
    .map((one) => [one.id, one.bends.map((bend) => ({ x1: bend.x1 + dx, x2: bend.x2 + dx, y: bend.y + dy }))] as const);
  return {
    nodes: new Map(nodes),
    boxes: new Map(boxes),
    bends: new Map(bends),
    width: region.width - 2 * REGION_PADDING,
    height: region.height - REGION_HEAD - REGION_PADDING,
    edges: region.edges,
  };
}

function assemble(
  insides: readonly RegionInside[],
  places: readonly PlacedRegion[],
  free: readonly PlacedNode[],
): Layout {
  const nodes: PlacedNode[] = [...free];
  const boxes: PlacedBox[] = [];
  const bends: Layout['bends'][number][] = [];
  const placeOf = new Map(places.map((place) => [place.id, place]));
  for (const { region, inside } of insides) {
    const place = placeOf.get(region.id);
    if (place === undefined) continue;
    moveInside(inside, place.x + REGION_PADDING, place.y + REGION_HEAD, nodes, boxes, bends);
  }
  return {
    nodes: nodes.sort(byId),
    boxes: boxes.sort(byId),
    regions: [...places].sort(byId),
    bends: bends.sort(byId),
    bounds: boundsOf([...places, ...nodes, ...boxes]),
  };
}

function moveInside(
  inside: Inside,
  dx: number,
  dy: number,
  nodes: PlacedNode[],
  boxes: PlacedBox[],
  bends: Layout['bends'][number][],
): void {
  for (const node of inside.nodes) nodes.push(moved(node, dx, dy));
  for (const box of inside.boxes) boxes.push(moved(box, dx, dy));
  for (const [id, list] of inside.bends) {
    bends.push({ id, bends: list.map((bend) => ({ x1: bend.x1 + dx, x2: bend.x2 + dx, y: bend.y + dy })) });
  }
}
