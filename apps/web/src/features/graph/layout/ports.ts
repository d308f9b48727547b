import { type EdgeSides, edgeSides } from './edge-curves.ts';
import type { Rect } from './layout-types.ts';

/** An edge as ports need it: both ends and how wide its line is, px at zoom 1. */
export interface PortEdge {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  readonly breadth: number;
}

/** Heights at which an edge leaves and arrives. */
export interface Ports {
  readonly sourceY: number;
  readonly targetY: number;
}

/** Distance between plain lines at a node's side. */
const PITCH = 9;
/** Ends stay this far from a node's corners. */
const CORNER = 12;

interface End {
  readonly edge: number;
  readonly atSource: boolean;
  /** Where the other end is: ports are sorted by it, so lines do not cross at the node. */
  readonly aim: number;
  readonly breadth: number;
}

/**
 * Spreads the ends of edges over the sides of their nodes, sorted by where they go, so that lines never cross right
 * at a node and channels never cover each other. Depends on places and set shares, not on figures.
 */
export function assignPorts(edges: readonly PortEdge[], rectOf: (id: string) => Rect | undefined): Map<string, Ports> {
  const sides = new Map<string, End[]>();
  const add = (key: string, end: End) => {
    const list = sides.get(key);
    if (list === undefined) sides.set(key, [end]);
    else list.push(end);
  };
  const ways: (EdgeSides | undefined)[] = [];
  for (const [index, edge] of edges.entries()) {
    const source = rectOf(edge.source);
    const target = rectOf(edge.target);
    const way = source === undefined || target === undefined ? undefined : edgeSides(source, target);
    ways.push(way);
    if (source === undefined || target === undefined || way === undefined || way === 'loop') continue;
    const out = way === 'backward' ? 'left' : 'right';
    const into = way === 'forward' ? 'left' : 'right';
    add(`${edge.source} ${out}`, {
      edge: index,
      atSource: true,
      aim: target.y + target.height / 2,
      breadth: edge.breadth,
    });
    add(`${edge.target} ${into}`, {
      edge: index,
      atSource: false,
      aim: source.y + source.height / 2,
      breadth: edge.breadth,
    });
  }
  const offsets = edges.map(() => ({ source: 0, target: 0 }));
  for (const ends of sides.values()) spreadEnds(ends, edges, offsets);
  const ports = new Map<string, Ports>();
  for (const [index, edge] of edges.entries()) {
    const source = rectOf(edge.source);
    const target = rectOf(edge.target);
    const offset = offsets[index];
    if (source === undefined || target === undefined || offset === undefined || ways[index] === undefined) continue;
    const sourceY = source.y + source.height / 2 + offset.source;
    const targetY = target.y + target.height / 2 + offset.target;
    ports.set(edge.id, { sourceY, targetY });
  }
  return ports;
}

function spreadEnds(ends: End[], edges: readonly PortEdge[], offsets: { source: number; target: number }[]): void {
  ends.sort((a, b) => a.aim - b.aim || ((edges[a.edge]?.id ?? '') < (edges[b.edge]?.id ?? '') ? -1 : 1));
  const steps = ends.map((end, index) => {
    const before = ends[index - 1];
    return before === undefined ? 0 : Math.max(PITCH, (before.breadth + end.breadth) / 2 + 3);
  });
  const total = steps.reduce((sum, step) => sum + step, 0);
  const room = 52 - 2 * CORNER;
  const squeeze = total > room ? room / total : 1;
  let at = (-total * squeeze) / 2;
  for (const [index, end] of ends.entries()) {
    at += (steps[index] ?? 0) * squeeze;
    const offset = offsets[end.edge];
    if (offset === undefined) continue;
    if (end.atSource) offset.source = at;
    else offset.target = at;
  }
}
