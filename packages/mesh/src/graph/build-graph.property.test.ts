import { GRAPH_TYPES, Graph } from '@weir/shared';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildSnapshot } from '../snapshot/build-snapshot.ts';
import { buildGraph } from './build-graph.ts';
import { FIXTURES, type Fixture } from './testing/fixtures.ts';
import { graphOf } from './testing/graph-of.ts';
import * as mesh from './testing/mesh-objects.ts';
import { schemaErrors } from './testing/schema-errors.ts';

const build = ({ objects, telemetry, namespaces }: Fixture, type: (typeof GRAPH_TYPES)[number]) =>
  buildGraph({ snapshot: buildSnapshot(objects), telemetry, namespaces, type, sources: [] }).graph;

const shuffled = <T>(items: readonly T[]) => fc.shuffledSubarray([...items], { minLength: items.length });

describe('G10: the graph is a function of its input', () => {
  it('shuffled objects and samples give the same JSON', () => {
    for (const fixture of FIXTURES) {
      const { objects, telemetry, namespaces } = fixture;
      const expected = JSON.stringify(build(fixture, 'versionedApp'));
      const mixed = fc.tuple(
        shuffled(objects),
        shuffled(telemetry.requests),
        shuffled(telemetry.tcp),
        shuffled(namespaces),
      );
      fc.assert(
        fc.property(mixed, ([some, requests, tcp, names]) => {
          const other = { ...fixture, objects: some, telemetry: { ...telemetry, requests, tcp }, namespaces: names };
          expect(JSON.stringify(build(other, 'versionedApp'))).toBe(expected);
        }),
        { numRuns: 10 },
      );
    }
  });

  it('every graph keeps to the contract, is sorted, and its edges and boxes lead to nodes that are there', () => {
    for (const fixture of FIXTURES) {
      for (const type of GRAPH_TYPES) {
        const graph = build(fixture, type);
        expect(schemaErrors(Graph, graph)).toEqual([]);
        const ids = graph.nodes.map((node) => node.id);
        expect(ids).toEqual([...new Set(ids)].sort());
        const edges = graph.edges.map((edge) => edge.id);
        expect(edges).toEqual([...new Set(edges)].sort());
        for (const edge of graph.edges) expect(ids).toEqual(expect.arrayContaining([edge.source, edge.target]));
        for (const node of graph.nodes) if (node.parent !== undefined) expect(ids).toContain(node.parent);
      }
    }
  });

  it('the revision names the snapshot and the moment of the samples', () => {
    const { graph } = graphOf({ objects: mesh.deployment('shop', 'a') });
    expect(graph.revision).toBe(`1.${Date.parse('2026-06-01T12:00:00Z')}`);
    expect(graph.generatedAt).toBe('2026-06-01T12:00:00.000Z');
  });
});

describe('G3: shares', () => {
  const versions = fc.array(fc.record({ weight: fc.nat(1000), replicas: fc.integer({ min: 0, max: 4 }) }), {
    minLength: 2,
    maxLength: 5,
  });

  it("a service's configured or expected shares add up to 1", () => {
    fc.assert(
      fc.property(versions, fc.boolean(), (list, weighted) => {
        fc.pre(list.some(({ weight }) => weight > 0) && list.some(({ replicas }) => replicas > 0));
        const names = list.map((_, at) => `v${at}`);
        const weights = Object.fromEntries(list.map(({ weight }, at) => [`v${at}`, weight]));
        const routing = [
          mesh.virtualService('shop', 'a', { hosts: ['a'], http: [mesh.weighted('a', weights)] }),
          mesh.destinationRule('shop', 'a', { host: 'a', subsets: mesh.versionSubsets(...names) }),
        ];
        const { graph } = graphOf({
          objects: [
            mesh.service('shop', 'a'),
            ...list.flatMap(({ replicas }, at) =>
              mesh.deployment('shop', `a-${at}`, { labels: { app: 'a', version: `v${at}` }, replicas }),
            ),
            ...(weighted ? routing : []),
          ],
        });
        const sum = graph.edges.reduce(
          (total, edge) => total + (edge.configured?.share ?? edge.expected?.share ?? 0),
          0,
        );
        expect(sum).toBeCloseTo(1, 4);
        expect(graph.edges).toHaveLength(list.length);
        for (const edge of graph.edges) expect(edge.configured === undefined).toBe(!weighted);
      }),
      { numRuns: 60 },
    );
  });

  it('observed shares of what leaves a node over one protocol add up to 1', () => {
    for (const fixture of FIXTURES) {
      const sums = new Map<string, number>();
      for (const { source, protocol, observed } of build(fixture, 'versionedApp').edges) {
        if (observed !== undefined)
          sums.set(`${source} ${protocol}`, (sums.get(`${source} ${protocol}`) ?? 0) + observed.share);
      }
      for (const sum of sums.values()) expect(sum).toBeCloseTo(1, 4);
    }
  });
});

describe('S4: whatever a cluster sends', () => {
  const odd = fc.oneof(
    fc.constant(null),
    fc.constant([]),
    fc.constant({}),
    fc.string(),
    fc.nat(),
    fc.constant([null]),
    fc.constant([{}]),
  );
  const spec = fc.dictionary(
    fc.constantFrom(
      'hosts',
      'http',
      'tcp',
      'tls',
      'gateways',
      'exportTo',
      'host',
      'subsets',
      'trafficPolicy',
      'selector',
      'servers',
      'ports',
    ),
    odd,
  );
  const object = fc.tuple(
    fc.constantFrom('VirtualService', 'DestinationRule', 'Gateway', 'ServiceEntry', 'Sidecar'),
    fc.oneof(spec, odd),
  );

  it('malformed routing objects never break the graph', () => {
    const good = FIXTURES[0]?.objects ?? [];
    fc.assert(
      fc.property(fc.array(object, { maxLength: 6 }), (list) => {
        const bad = list.map(([kind, content], at) => ({
          apiVersion: 'networking.istio.io/v1',
          kind,
          metadata: { namespace: 'default', name: `odd-${at}` },
          spec: content,
        }));
        const { node } = graphOf({ objects: [...good, ...bad], namespaces: ['default'] });
        expect(node('svc/default/fleetman-staff-service')).toBeDefined();
      }),
      { numRuns: 150 },
    );
  });
});
