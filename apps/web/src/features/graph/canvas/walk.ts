import type { Rect } from '../layout/layout-types.ts';

export type Direction = 'left' | 'right' | 'up' | 'down';

/** What walking needs to know: where nodes are and which are linked. */
export interface WalkMap {
  readonly nodes: readonly { readonly id: string; readonly rect: Rect }[];
  readonly edges: readonly { readonly source: string; readonly target: string }[];
}

/** A step along an edge is preferred to an unlinked node that is up to this much nearer. */
const LINK_BONUS = 0.35;

/**
 * The node that an arrow key leads to: left and right along edges where there are any in that direction, otherwise to
 * the nearest node there. Undefined at the end of the way.
 */
export function walk(map: WalkMap, from: string, direction: Direction): string | undefined {
  const start = map.nodes.find((node) => node.id === from);
  if (start === undefined) return undefined;
  const linked = new Set<string>();
  for (const edge of map.edges) {
    if (edge.source === from) linked.add(edge.target);
    if (edge.target === from) linked.add(edge.source);
  }
  let best: { id: string; cost: number } | undefined;
  for (const node of map.nodes) {
    if (node.id === from) continue;
    const distance = stepCost(start.rect, node.rect, direction);
    if (distance === undefined) continue;
    const sideways = direction === 'left' || direction === 'right';
    const cost = sideways && linked.has(node.id) ? distance * LINK_BONUS : distance;
    if (best === undefined || cost < best.cost || (cost === best.cost && node.id < best.id))
      best = { id: node.id, cost };
  }
  return best?.id;
}

/** Where walking starts when nothing is focused: the node that is farthest left, of those the highest. */
export function firstNode(map: WalkMap): string | undefined {
  let best: WalkMap['nodes'][number] | undefined;
  for (const node of map.nodes) {
    if (
      best === undefined ||
      node.rect.x < best.rect.x - 1 ||
      (Math.abs(node.rect.x - best.rect.x) <= 1 && node.rect.y < best.rect.y)
    ) {
      best = node;
    }
  }
  return best?.id;
}

/** Distance along the direction, with what lies aside counting double; undefined for what is not in that direction. */
function stepCost(from: Rect, to: Rect, direction: Direction): number | undefined {
  const dx = to.x + to.width / 2 - (from.x + from.width / 2);
  const dy = to.y + to.height / 2 - (from.y + from.height / 2);
  const sideways = direction === 'left' || direction === 'right';
  const ahead = direction === 'left' ? -dx : direction === 'right' ? dx : direction === 'up' ? -dy : dy;
  const aside = Math.abs(sideways ? dy : dx);
  const least = sideways ? from.width / 2 : from.height / 2;
  if (ahead < least || aside > ahead * 4 + 40) return undefined;
  return ahead + aside * 2;
}
