import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Graph, GraphEdge, GraphNode } from './graph.ts';
import { applyGraphDelta, diffGraphs } from './graph-delta.ts';

const health = fc
  .constantFrom('healthy', 'degraded', 'idle')
  .map((state) => ({ state, reasons: [] }) as GraphNode['health']);
const ids = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { maxLength: 6 }).map((list) => list.sort());
const node = (id: string, state: GraphNode['health']): GraphNode => ({
  id,
  kind: 'app',
  namespace: 'default',
  cluster: 'demo',
  name: id,
  health: state,
  badges: [],
  labels: {},
});
const edge = (id: string, state: GraphNode['health']): GraphEdge => ({
  id,
  source: id,
  target: id,
  protocol: 'http',
  health: state,
});
const items = <T>(make: (id: string, state: GraphNode['health']) => T) =>
  ids.chain((list) => fc.tuple(...list.map((id) => health.map((state) => make(id, state)))) as fc.Arbitrary<T[]>);
const graph = (revision: string): fc.Arbitrary<Graph> =>
  fc.record({ nodes: items(node), edges: items(edge) }).map((parts) => ({
    type: 'versionedApp',
    windowSeconds: 60,
    coveredSeconds: 60,
    generatedAt: `2026-01-01T00:00:0${revision}Z`,
    revision,
    namespaces: ['default'],
    sources: [],
    warnings: [],
    ...parts,
  }));

describe('graph differences', () => {
  it('U3: a difference turns the graph before into the graph after', () => {
    fc.assert(
      fc.property(graph('1'), graph('2'), (before, after) => {
        expect(applyGraphDelta(before, diffGraphs(before, after))).toEqual(after);
      }),
    );
  });

  it('U3: what did not change is not sent, and keeps its identity', () => {
    fc.assert(
      fc.property(graph('1'), (before) => {
        const delta = diffGraphs(before, JSON.parse(JSON.stringify({ ...before, revision: '2' })) as Graph);
        expect(delta.upsert).toEqual({ nodes: [], edges: [] });
        expect(delta.remove).toEqual({ nodes: [], edges: [] });
        const after = applyGraphDelta(before, delta);
        for (const [index, kept] of (after?.nodes ?? []).entries()) expect(kept).toBe(before.nodes[index]);
      }),
    );
  });

  it('U3: a difference from another graph is refused', () => {
    fc.assert(
      fc.property(graph('1'), graph('2'), graph('3'), (one, two, three) => {
        expect(applyGraphDelta(three, diffGraphs(one, two))).toBeUndefined();
      }),
    );
  });
});
