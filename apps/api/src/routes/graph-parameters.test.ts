import type { Graph } from '@weir/shared';
import { describe, expect, it } from 'vitest';
import { GRAPH_PARTS, queryKey, withoutOtherParts } from '../services/graph-query.ts';
import { graphQueryOf } from './graph-parameters.ts';

const caller = { name: 'mira', groups: [], cluster: 'test', readableNamespaces: 'all' } as const;
const observed = {
  perSecond: 1,
  requests: 60,
  share: 1,
  errorShare: 0,
  clientErrorShare: 0,
  responses: [],
  reporter: 'source' as const,
  latency: { p50Ms: 1, p95Ms: 2, p99Ms: 3, averageMs: 1 },
  mtlsShare: 1,
};
const graph = {
  nodes: [],
  edges: [
    { id: 'a>b#http', source: 'a', target: 'b', protocol: 'http', health: { state: 'healthy', reasons: [] }, observed },
    { id: 'a>c#http', source: 'a', target: 'c', protocol: 'http', health: { state: 'idle', reasons: [] } },
  ],
} as unknown as Graph;

describe('the parts of a graph', () => {
  it('A: absent means all of them', () => {
    expect(graphQueryOf({}).include).toEqual(GRAPH_PARTS);
  });
  it.each([
    ['latency,idle', ['idle', 'latency']],
    ['idle, idle', ['idle']],
    ['', []],
  ])('A: include=%s', (include, parts) => {
    expect(graphQueryOf({ include }).include).toEqual(parts);
  });
  it('A: an unknown part is an invalid request that names the known ones', () => {
    expect(() => graphQueryOf({ include: 'idle,sound' })).toThrow('query.include names "sound"');
  });
  it('A: what was not asked for is left out, everything else stays', () => {
    expect(withoutOtherParts(graph, GRAPH_PARTS)).toBe(graph);
    const { latency, ...withoutLatency } = observed;
    expect(withoutOtherParts(graph, ['mtls']).edges[0]?.observed).toEqual(withoutLatency);
    expect(withoutOtherParts(graph, []).edges[0]?.observed).not.toHaveProperty('mtlsShare');
    expect(withoutOtherParts(graph, []).edges[1]).toEqual(graph.edges[1]);
  });
  it('S5: graphs with other parts are never shared', () => {
    const keys = [[], ['idle'], ['latency'], GRAPH_PARTS].map((include) =>
      queryKey(caller, { type: 'app', namespaces: 'all', windowSeconds: 60, include: include as typeof GRAPH_PARTS }),
    );
    expect(new Set(keys).size).toBe(4);
  });
});
