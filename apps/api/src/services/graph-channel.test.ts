import { applyGraphDelta, type Graph, type GraphDelta, type GraphNode } from '@weir/shared';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createGraphChannel } from './graph-channel.ts';

const node = (id: string, name: string): GraphNode => ({
  id,
  kind: 'app',
  namespace: 'default',
  cluster: 'test',
  name,
  health: { state: 'healthy', reasons: [] },
  badges: [],
  labels: {},
});

const graph = (revision: string, nodes: Readonly<Record<string, string>>, namespaces = ['default']): Graph => ({
  type: 'versionedApp',
  windowSeconds: 60,
  coveredSeconds: 60,
  generatedAt: '2026-01-01T00:00:00.000Z',
  revision,
  namespaces,
  sources: [],
  warnings: [],
  nodes: Object.keys(nodes)
    .sort()
    .map((id) => node(id, nodes[id] ?? '')),
  edges: [],
});

/** Follows the events from a graph, as a browser does. */
function followed(start: Graph | undefined, channel: ReturnType<typeof createGraphChannel>): Graph | undefined {
  return channel.eventsSince(start?.revision).reduce<Graph | undefined>((known, event) => {
    if (event.name === 'graph-reset') return JSON.parse(event.json) as Graph;
    return known === undefined ? undefined : applyGraphDelta(known, JSON.parse(event.json) as GraphDelta);
  }, start);
}

const world = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), fc.constantFrom('x', 'y'));

describe('A: the stream brings everybody up to date', () => {
  it('A: from any earlier revision, or none, the events lead to the current graph', () => {
    fc.assert(
      fc.property(fc.array(world, { minLength: 1, maxLength: 12 }), fc.nat(), (worlds, pick) => {
        const channel = createGraphChannel();
        const graphs = worlds.map((nodes, index) => graph(`r${index}`, nodes));
        for (const next of graphs) channel.advance(next);
        expect(followed(graphs[pick % graphs.length], channel)).toEqual(graphs.at(-1));
        expect(followed(undefined, channel)).toEqual(graphs.at(-1));
      }),
    );
  });

  it('A: one step behind gets the step, one that is up to date gets nothing', () => {
    const channel = createGraphChannel();
    channel.advance(graph('r1', { a: 'x', b: 'x' }));
    expect(channel.advance(graph('r2', { a: 'y', b: 'x' }))).toBe(true);
    expect(channel.eventsSince('r1')).toMatchObject([{ name: 'graph', id: 'r2' }]);
    expect(channel.eventsSince('r2')).toEqual([]);
    expect(channel.advance(graph('r2', { a: 'y', b: 'x' }))).toBe(false);
  });

  it('A: an unknown revision gets a reset', () => {
    const channel = createGraphChannel();
    channel.advance(graph('r1', { a: 'x' }));
    channel.advance(graph('r2', { a: 'y' }));
    expect(channel.eventsSince('of another replica')).toMatchObject([{ name: 'graph-reset', id: 'r2' }]);
  });

  it('A: steps that are more than the graph itself are forgotten: then a reset is the shorter way', () => {
    const channel = createGraphChannel();
    channel.advance(graph('r0', { a: 'x', b: 'x' }));
    for (const revision of ['r1', 'r2', 'r3']) channel.advance(graph(revision, { a: revision, b: revision }));
    expect(channel.eventsSince('r2')).toMatchObject([{ name: 'graph' }]);
    expect(channel.eventsSince('r0')).toMatchObject([{ name: 'graph-reset' }]);
  });

  it('A: another list of namespaces is told by a reset, as a step cannot say it', () => {
    const channel = createGraphChannel();
    channel.advance(graph('r1', { a: 'x' }));
    channel.advance(graph('r2', { a: 'x' }, ['default', 'new']));
    expect(channel.eventsSince('r1')).toMatchObject([{ name: 'graph-reset', id: 'r2' }]);
  });

  it('A: before the first graph there is nothing to tell', () => {
    expect(createGraphChannel().eventsSince(undefined)).toEqual([]);
  });
});
