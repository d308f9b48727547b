import type { BlockGraph } from './blocks.ts';

/**
 * The column of every block. Cycles are broken where a greedy order (Eades, Lin and Smyth: sinks last, sources first,
 * otherwise whoever sends most) is walked backwards; then longest paths; then blocks move right towards what they
 * call, as far as that makes lines shorter: a caller that nobody calls stands next to its first target.
 */
export function rankBlocks(graph: BlockGraph): number[] {
  const order = greedyOrder(graph);
  const position = new Map(order.map((block, at) => [block, at]));
  const forward = graph.links.map((link) =>
    (position.get(link.from) ?? 0) < (position.get(link.to) ?? 0) ? [link.from, link.to] : [link.to, link.from],
  );
  const out: number[][] = graph.blocks.map(() => []);
  const into: number[][] = graph.blocks.map(() => []);
  for (const [from = 0, to = 0] of forward) {
    out[from]?.push(to);
    into[to]?.push(from);
  }
  const ranks = graph.blocks.map(() => 0);
  for (const block of order) {
    for (const next of out[block] ?? []) ranks[next] = Math.max(ranks[next] ?? 0, (ranks[block] ?? 0) + 1);
  }
  for (const block of [...order].reverse()) {
    const targets = new Set(out[block]);
    if (targets.size === 0 || targets.size <= new Set(into[block]).size) continue;
    ranks[block] = Math.min(...[...targets].map((next) => ranks[next] ?? 0)) - 1;
  }
  const first = Math.min(...ranks);
  return ranks.map((rank) => rank - first);
}

function greedyOrder(graph: BlockGraph): number[] {
  const out = graph.blocks.map(() => new Set<number>());
  const into = graph.blocks.map(() => new Set<number>());
  for (const link of graph.links) {
    out[link.from]?.add(link.to);
    into[link.to]?.add(link.from);
  }
  const left = new Set(graph.blocks.keys());
  const head: number[] = [];
  const tail: number[] = [];
  const take = (block: number, list: number[]) => {
    left.delete(block);
    list.push(block);
    for (const next of out[block] ?? []) into[next]?.delete(block);
    for (const before of into[block] ?? []) out[before]?.delete(block);
  };
  const sweep = (ends: readonly Set<number>[], list: number[]): boolean => {
    const found = [...left].filter((block) => ends[block]?.size === 0);
    for (const block of found) take(block, list);
    return found.length > 0;
  };
  while (left.size > 0) {
    if (sweep(out, tail) || sweep(into, head)) continue;
    take(mostSending(left, out, into), head);
  }
  return [...head, ...tail.reverse()];
}

function mostSending(left: ReadonlySet<number>, out: readonly Set<number>[], into: readonly Set<number>[]): number {
  let best = -1;
  let bestScore = Number.NEGATIVE_INFINITY;
  for (const block of left) {
    const score = (out[block]?.size ?? 0) - (into[block]?.size ?? 0);
    if (score > bestScore) {
      best = block;
      bestScore = score;
    }
  }
  return best;
}
