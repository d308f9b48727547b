import type { Graph } from '@weir/shared';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildView } from '../model/build-view.ts';
import {
  demoGraph,
  exampleEdge,
  exampleGraph,
  exampleMeasure,
  exampleService,
  syntheticGraph,
} from '../model/example-graphs.ts';
import { layOutGraph } from './lay-out-graph.ts';
import { sameTopology, toLayoutInput } from './layout-input.ts';
import type { Layout, PlacedNode, Rect } from './layout-types.ts';
import { overlaps } from './rects.ts';

const viewOf = (graph: Graph) => buildView(graph, { docked: true, measure: exampleMeasure });
const inputOf = (graph: Graph) => toLayoutInput(viewOf(graph), 1.6);
const layOut = (graph: Graph, previous?: Layout) => layOutGraph(inputOf(graph), previous);
const nodeOf = (layout: Layout, id: string): PlacedNode => {
  const node = layout.nodes.find((one) => one.id === id);
  if (node === undefined) throw new Error(`${id} has no place`);
  return node;
};
const middle = (rect: Rect) => rect.y + rect.height / 2;
const holds = (outer: Rect, inner: Rect) =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;

/** Everything that lies where it should not, in words. */
function untidy(layout: Layout): string[] {
  const found: string[] = [];
  for (const group of [layout.nodes, layout.boxes, layout.regions]) {
    for (const [index, a] of group.entries()) {
      for (const b of group.slice(index + 1)) if (overlaps(a, b)) found.push(`${a.id} covers ${b.id}`);
    }
  }
  const areas = new Map<string, Rect>([...layout.boxes, ...layout.regions].map((area) => [area.id, area]));
  for (const item of [...layout.nodes, ...layout.boxes]) {
    const region = areas.get(item.region ?? '');
    if (region !== undefined && !holds(region, item)) found.push(`${item.id} sticks out of its region`);
  }
  for (const node of layout.nodes) {
    const box = areas.get(node.box ?? '');
    if (box !== undefined && !holds(box, node)) found.push(`${node.id} sticks out of its box`);
    for (const other of layout.boxes)
      if (other.id !== node.box && overlaps(node, other)) found.push(`${node.id} lies in ${other.id}`);
  }
  return found;
}

const expectTidy = (layout: Layout): void => expect(untidy(layout)).toEqual([]);

/** Adds a service with one version that an existing workload calls. */
function withNewcomer(graph: Graph, namespace: string, caller: string, versions = ['v1']): Graph {
  const part = exampleService(namespace, 'newcomer', versions);
  const call = exampleEdge(caller, `svc/${namespace}/newcomer`, { perSecond: 3 });
  return exampleGraph([...graph.nodes, ...part.nodes], [...graph.edges, ...part.edges, call]);
}

/** Adds a second version to a service that had one, as a canary does. */
function withCanary(graph: Graph, namespace: string, name: string): Graph {
  const part = exampleService(namespace, name, ['v1', 'v2']);
  const replaced = new Set(part.nodes.map((node) => node.id));
  const edges = new Set(part.edges.map((edge) => edge.id));
  return exampleGraph(
    [...graph.nodes.filter((node) => !replaced.has(node.id)), ...part.nodes],
    [...graph.edges.filter((edge) => !edges.has(edge.id)), ...part.edges],
  );
}

function stayedShare(before: Layout, after: Layout): number {
  const old = new Map(before.nodes.map((node) => [node.id, node]));
  const same = after.nodes.filter((node) => {
    const was = old.get(node.id);
    return was !== undefined && was.x === node.x && was.y === node.y;
  });
  return same.length / before.nodes.length;
}

describe('layout of the demo', () => {
  const layout = layOut(demoGraph());

  it('U2: nothing overlaps, and everything lies in its box and region', () => expectTidy(layout));

  it('a chain is straight', () => {
    const chain = ['fleetman-webapp', 'fleetman-api-gateway'].map((name) =>
      middle(nodeOf(layout, `svc/default/${name}`)),
    );
    expect(chain[0]).toBe(chain[1]);
    const telemetry = nodeOf(layout, 'svc/default/fleetman-vehicle-telemetry');
    expect(middle(telemetry)).toBe(middle(nodeOf(layout, 'svc/default/fleetman-position-tracker')));
  });

  it('traffic runs from left to right, the gateway in front of all', () => {
    const x = (id: string) => nodeOf(layout, id).x;
    const order = ['webapp', 'api-gateway', 'staff-service'].map((name) => x(`svc/default/fleetman-${name}`));
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(x('app/default/fleetman-staff-service@safe')).toBeGreaterThan(x('svc/default/fleetman-staff-service'));
    const left = Math.min(...layout.regions.map((region) => region.x));
    const gateway = nodeOf(layout, 'gw/istio-system/istio-ingressgateway');
    expect(gateway.x + gateway.width).toBeLessThan(left);
  });

  it('a caller that nobody calls stands next to what it calls', () => {
    const simulator = nodeOf(layout, 'wl/default/position-simulator');
    expect(simulator.x).toBe(nodeOf(layout, 'svc/default/fleetman-api-gateway').x);
  });

  it('versions are stacked in their box in row order, equally wide', () => {
    const versions = ['v1', 'v2', 'v3'].map((version) => nodeOf(layout, `app/bookinfo/reviews@${version}`));
    expect(new Set(versions.map((node) => `${node.x} ${node.width}`)).size).toBe(1);
    expect(versions.map((node) => node.y)).toEqual([...versions.map((node) => node.y)].sort((a, b) => a - b));
    const safe = nodeOf(layout, 'app/default/fleetman-staff-service@safe');
    expect(safe.y).toBeLessThan(nodeOf(layout, 'app/default/fleetman-staff-service@risky').y);
  });
});

describe('layout in general', () => {
  it('U2: it does not depend on the order of the input', () => {
    const graph = demoGraph();
    const input = inputOf(graph);
    const reversed = {
      ...input,
      nodes: [...input.nodes].reverse(),
      edges: [...input.edges].reverse(),
      boxes: [...input.boxes].reverse(),
      regions: [...input.regions].reverse(),
    };
    expect(layOutGraph(reversed)).toEqual(layOutGraph(input));
  });

  it('U2: figures, health and shares never count', () => {
    const graph = demoGraph();
    const changed: Graph = {
      ...graph,
      nodes: graph.nodes.map((node) => ({ ...node, health: { state: 'failing', reasons: [] } })),
      edges: graph.edges.map((edge) =>
        edge.observed === undefined ? edge : { ...edge, observed: { ...edge.observed, perSecond: 8765 } },
      ),
    };
    expect(sameTopology(viewOf(graph), viewOf(changed))).toBe(true);
    expect(layOut(changed)).toEqual(layOut(graph));
  });

  it('nothing overlaps in any mesh', () => {
    const sizes = fc.record({
      services: fc.integer({ min: 0, max: 60 }),
      seed: fc.integer(),
      perNamespace: fc.integer({ min: 1, max: 25 }),
    });
    fc.assert(
      fc.property(sizes, ({ services, seed, perNamespace }) => {
        expectTidy(layOut(syntheticGraph(services, { seed, perNamespace })));
      }),
      { numRuns: 25, seed: 11 },
    );
  });

  it('cycles, self calls and services that nobody calls have places', () => {
    const parts = ['a', 'b', 'c', 'lonely'].map((name) => exampleService('ns', name, ['v1']));
    const call = (from: string, to: string) => exampleEdge(`app/ns/${from}@v1`, `svc/ns/${to}`, { perSecond: 1 });
    const calls = [
      call('a', 'b'),
      call('b', 'c'),
      call('c', 'a'),
      exampleEdge('app/ns/a@v1', 'app/ns/a@v1', { perSecond: 1 }),
    ];
    const graph = exampleGraph(
      parts.flatMap((part) => part.nodes),
      [...parts.flatMap((part) => part.edges), ...calls],
    );
    const layout = layOut(graph);
    expect(layout.nodes).toHaveLength(4);
    expectTidy(layout);
  });

  it('namespaces without any lines are grids, not towers', () => {
    const parts = Array.from({ length: 30 }, (_, index) => exampleService('ns', `svc-${index}`, ['v1']));
    const layout = layOut(
      exampleGraph(
        parts.flatMap((part) => part.nodes),
        parts.flatMap((part) => part.edges),
      ),
    );
    const [region] = layout.regions;
    expect(region === undefined ? 0 : region.width / region.height).toBeGreaterThan(1);
  });
});

describe('layout of a change', () => {
  const graph = syntheticGraph(310);
  const before = layOut(graph);

  it('U2: the same graph again stays where it is', () => {
    expect(layOut(graph, before).nodes).toEqual(before.nodes);
  });

  it.each([0, 1, 2, 3, 4, 5, 6])(
    'U2: at 310 services a newcomer in mesh-%i leaves 95 percent of the nodes in place',
    (number) => {
      const after = layOut(
        withNewcomer(graph, `mesh-${number}`, `app/mesh-${number}/svc-${number * 50 + 3}@v1`),
        before,
      );
      expectTidy(after);
      expect(after.nodes).toHaveLength(before.nodes.length + 1);
      expect(stayedShare(before, after)).toBeGreaterThanOrEqual(0.95);
    },
  );

  it('U2: a second version leaves 95 % in place, and its service where it was', () => {
    const single = viewOf(graph).nodes.find((node) => node.members.length === 2 && node.namespace === 'mesh-2');
    const name = single?.name === undefined ? '' : `${single.prefix}${single.name}`;
    const after = layOut(withCanary(graph, 'mesh-2', name), before);
    expectTidy(after);
    expect(stayedShare(before, after)).toBeGreaterThanOrEqual(0.95);
    const pill = nodeOf(after, `svc/mesh-2/${name}`);
    expect(pill.x).toBe(nodeOf(before, `svc/mesh-2/${name}`).x);
    expect(nodeOf(after, `app/mesh-2/${name}@v2`).x).toBeGreaterThan(pill.x);
  });

  it('U2: what is gone leaves a gap, and nobody else moves', () => {
    const docked = viewOf(graph).nodes.filter((node) => node.members.length === 2 && node.namespace === 'mesh-3');
    const gone = new Set(docked.slice(0, 3).flatMap((node) => node.members));
    const rest = exampleGraph(
      graph.nodes.filter((node) => !gone.has(node.id)),
      graph.edges.filter((edge) => !gone.has(edge.source) && !gone.has(edge.target)),
    );
    const after = layOut(rest, before);
    for (const node of after.nodes)
      expect(node).toMatchObject({ x: nodeOf(before, node.id).x, y: nodeOf(before, node.id).y });
  });

  it('a newcomer stands right of its caller', () => {
    const demo = demoGraph();
    const start = layOut(demo);
    const after = layOut(withNewcomer(demo, 'default', 'app/default/fleetman-api-gateway@v1'), start);
    const caller = nodeOf(after, 'svc/default/fleetman-api-gateway');
    expect(nodeOf(after, 'svc/default/newcomer').x).toBeGreaterThan(caller.x + caller.width);
    expectTidy(after);
  });

  it('in a small namespace a newcomer that would be called backwards leads to a new layout of it', () => {
    const demo = demoGraph();
    const after = layOut(withCanary(demo, 'default', 'fleetman-position-tracker'), layOut(demo));
    const service = nodeOf(after, 'svc/default/fleetman-position-tracker');
    const telemetry = nodeOf(after, 'svc/default/fleetman-vehicle-telemetry');
    for (const version of ['v1', 'v2']) {
      const node = nodeOf(after, `app/default/fleetman-position-tracker@${version}`);
      expect(node.x).toBeGreaterThan(service.x + service.width);
      expect(node.x + node.width).toBeLessThan(telemetry.x);
    }
    expectTidy(after);
  });

  it('random series of additions never overlap', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 19 }), { minLength: 1, maxLength: 5 }), (callers) => {
        let now = syntheticGraph(20, { perNamespace: 7 });
        let layout = layOut(now);
        for (const [step, caller] of callers.entries()) {
          const namespace = `mesh-${Math.floor(caller / 7)}`;
          const part = exampleService(namespace, `late-${step}`, step % 2 === 0 ? ['v1'] : ['v1', 'v2']);
          const call = exampleEdge(`app/${namespace}/svc-${caller}@v1`, `svc/${namespace}/late-${step}`, {
            perSecond: 1,
          });
          now = exampleGraph([...now.nodes, ...part.nodes], [...now.edges, ...part.edges, call]);
          layout = layOut(now, layout);
          expectTidy(layout);
        }
      }),
      { numRuns: 25, seed: 5 },
    );
  });

  it('edges that appear when traffic starts lead to places made for them', () => {
    const planned = graph.edges.filter((edge) => edge.expected !== undefined);
    const after = layOut(graph, layOut(exampleGraph(graph.nodes, planned)));
    const input = inputOf(graph);
    const inner = input.edges.filter((edge) => nodeOf(after, edge.source).region === nodeOf(after, edge.target).region);
    const rightwards = inner.filter((edge) => nodeOf(after, edge.source).x < nodeOf(after, edge.target).x);
    expect(rightwards.length / inner.length).toBeGreaterThan(0.9);
  });

  it('another choice of namespaces is packed anew', () => {
    const one = exampleGraph(
      graph.nodes.filter((node) => node.namespace === 'mesh-5'),
      graph.edges.filter((edge) => edge.source.includes('/mesh-5/') && edge.target.includes('/mesh-5/')),
    );
    const [region] = layOut(one, before).regions;
    expect(region).toMatchObject({ x: 0, y: 0 });
  });
});
