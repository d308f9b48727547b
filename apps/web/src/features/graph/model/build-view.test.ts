import type { GraphNode } from '@weir/shared';
import { describe, expect, it } from 'vitest';
import { buildView } from './build-view.ts';
import { demoGraph, exampleEdge, exampleGraph, exampleMeasure, exampleNode, exampleService } from './example-graphs.ts';
import type { ViewModel, ViewNode } from './view-model.ts';

const options = { docked: true, measure: exampleMeasure };
const nodeOf = (view: ViewModel, id: string): ViewNode => {
  const node = view.nodes.find((one) => one.id === id);
  if (node === undefined) throw new Error(`no shape ${id}`);
  return node;
};
const edgeOf = (view: ViewModel, id: string) => view.edges.find((edge) => edge.id === id);

describe('view of the demo', () => {
  const view = buildView(demoGraph(), options);

  it('G2: a service with one version is one card of two nodes', () => {
    const webapp = nodeOf(view, 'svc/default/fleetman-webapp');
    expect(webapp).toMatchObject({ shape: 'card', prefix: 'fleetman-', name: 'webapp', meta: 'v1', colour: undefined });
    expect(webapp.members).toEqual(['svc/default/fleetman-webapp', 'app/default/fleetman-webapp@v1']);
    expect(view.shapeOf.get('app/default/fleetman-webapp@v1')).toBe('svc/default/fleetman-webapp');
    expect(edgeOf(view, 'svc/default/fleetman-webapp>app/default/fleetman-webapp@v1#http')).toBeUndefined();
  });

  it('edges of a docked version leave from its card', () => {
    const edge = edgeOf(view, 'app/default/fleetman-webapp@v1>svc/default/fleetman-api-gateway#http');
    expect(edge).toMatchObject({ source: 'svc/default/fleetman-webapp', target: 'svc/default/fleetman-api-gateway' });
  });

  it('a service with something to split stands alone as a pill, its versions in an app box', () => {
    expect(nodeOf(view, 'svc/default/fleetman-staff-service').shape).toBe('pill');
    const safe = nodeOf(view, 'app/default/fleetman-staff-service@safe');
    expect(safe).toMatchObject({ box: 'box/default/fleetman-staff-service', name: 'safe', prefix: '', meta: '2 pods' });
    expect(view.boxes.find((box) => box.id === safe.box)).toMatchObject({ meta: '2 versions' });
  });

  it('versions take colours and rows in the order of the routing rows', () => {
    expect(nodeOf(view, 'app/default/fleetman-staff-service@safe')).toMatchObject({
      row: 0,
      colour: { token: 1, pattern: 'solid' },
    });
    expect(nodeOf(view, 'app/default/fleetman-staff-service@risky')).toMatchObject({
      row: 1,
      colour: { token: 2, pattern: 'diagonal' },
    });
  });

  it('undocked, every node of the data is a shape', () => {
    const undocked = buildView(demoGraph(), { ...options, docked: false });
    expect(undocked.nodes).toHaveLength(demoGraph().nodes.filter((node) => node.kind !== 'box').length);
    expect(nodeOf(undocked, 'svc/bookinfo/details').shape).toBe('pill');
  });

  it('regions say what they hold and how it does', () => {
    const summaries = new Map(view.regions.map((region) => [region.title, region.summary]));
    expect(summaries.get('bookinfo')).toBe('4 services, 1 drift');
    expect(summaries.get('default')).toBe('5 services');
    expect(summaries.has('istio-system')).toBe(false);
  });

  it('the ingress gateway stands free in front', () => {
    expect(nodeOf(view, 'gw/istio-system/istio-ingressgateway')).toMatchObject({
      region: undefined,
      side: 'entry',
      shape: 'gateway',
      meta: 'istio-system',
    });
  });

  it('what has no sidecar says so and is dashed', () => {
    const simulator = nodeOf(view, 'wl/default/position-simulator');
    expect(simulator).toMatchObject({ outline: 'unknown', meta: 'no sidecar', badges: [] });
  });

  it.each([
    ['app/default/fleetman-api-gateway@v1>svc/default/fleetman-staff-service#http', undefined, 'flow', false],
    ['svc/default/fleetman-staff-service>app/default/fleetman-staff-service@risky#http', 'set', 'degraded', false],
    ['svc/bookinfo/reviews>app/bookinfo/reviews@v3#http', undefined, 'idle', true],
    ['wl/default/position-simulator>svc/default/fleetman-position-tracker#http', undefined, 'unknown', false],
  ])('G3: %s is drawn as split %s, tone %s, not routed %s', (id, split, tone, notRouted) => {
    const found = edgeOf(view, id);
    expect({ split: found?.split, tone: found?.tone, notRouted: found?.notRouted }).toEqual({ split, tone, notRouted });
  });

  it('U7: descriptions hold name, health and both shares', () => {
    expect(view.describe('svc/bookinfo/reviews')).toContain('v1 71.4\u202f% observed, set 80\u202f%');
    expect(view.describe('app/default/fleetman-staff-service@risky')).toMatch(
      /^App fleetman-staff-service, version risky, namespace default/,
    );
    const edge = 'svc/default/fleetman-staff-service>app/default/fleetman-staff-service@risky#http';
    expect(view.describe(edge)).toContain('11.4\u202f% observed, set 10\u202f%');
    expect(view.describe('nothing')).toBe('');
  });
});

describe('view in general', () => {
  const one = (node: Partial<GraphNode>) =>
    exampleNode({ id: 'app/ns/a@v1', kind: 'app', namespace: 'ns', name: 'a', app: 'a', version: 'v1', ...node });

  it.each([
    ['failing', 'healthy', 'failing'],
    ['healthy', 'idle', 'healthy'],
    ['unknown', 'healthy', 'healthy'],
    ['unknown', 'unknown', 'unknown'],
  ] as const)('a card of %s and %s is %s', (a, b, expected) => {
    const { nodes, edges } = exampleService('ns', 'a', ['v1']);
    const states = [a, b];
    const graph = exampleGraph(
      nodes.map((node, index) => ({ ...node, health: { state: states[index] ?? a, reasons: [] } })),
      edges,
    );
    expect(buildView(graph, options).nodes[0]?.health).toBe(expected);
  });

  it('a version behind two services is docked to neither', () => {
    const { nodes, edges } = exampleService('ns', 'a', ['v1']);
    const other = exampleNode({ id: 'svc/ns/a-headless', kind: 'service', namespace: 'ns', name: 'a-headless' });
    const view = buildView(exampleGraph([...nodes, other], [...edges, exampleEdge(other.id, 'app/ns/a@v1')]), options);
    expect(view.nodes).toHaveLength(3);
  });

  it('a service with two workloads that no box holds is docked to neither', () => {
    const { nodes, edges } = exampleService('ns', 'a', ['v1']);
    const other = exampleNode({ id: 'wl/ns/b', kind: 'workload', namespace: 'ns', name: 'b' });
    const view = buildView(exampleGraph([...nodes, other], [...edges, exampleEdge('svc/ns/a', other.id)]), options);
    expect(view.nodes.map((node) => node.members.length)).toEqual([1, 1, 1]);
  });

  it("a team's own gateway belongs to the team's region", () => {
    const { nodes, edges } = exampleService('team', 'a', ['v1']);
    const gateway = exampleNode({ id: 'gw/team/gate', kind: 'gateway', namespace: 'team', name: 'gate' });
    const view = buildView(
      exampleGraph([...nodes, gateway], [...edges, exampleEdge('gw/team/gate', 'svc/team/a')]),
      options,
    );
    expect(nodeOf(view, 'gw/team/gate').region).toBe('box/team');
  });

  it('colours of versions stay when another one comes before them', () => {
    const first = exampleGraph([one({}), one({ id: 'app/ns/a@v3', version: 'v3' })], []);
    const versions = new Map([['demo/ns/a', ['v1', 'v3']]]);
    const later = exampleGraph([...first.nodes, one({ id: 'app/ns/a@v2', version: 'v2' })], []);
    const view = buildView(later, { ...options, versions });
    expect(view.nodes.map((node) => [node.id, node.colour?.token])).toEqual([
      ['app/ns/a@v1', 1],
      ['app/ns/a@v2', 3],
      ['app/ns/a@v3', 2],
    ]);
  });

  it('S4: edges to nodes that are not there, and boxes without content, are left out', () => {
    const box = exampleNode({ id: 'box/ns/gone', kind: 'box', boxKind: 'app', namespace: 'ns', name: 'gone' });
    const view = buildView(exampleGraph([one({}), box], [exampleEdge('app/ns/a@v1', 'svc/ns/missing')]), options);
    expect(view.edges).toEqual([]);
    expect(view.boxes).toEqual([]);
  });

  it('several clusters have regions of their own', () => {
    const nodes = ['east', 'west'].map((cluster) => one({ id: `${cluster}:app/ns/a@v1`, cluster }));
    expect(buildView(exampleGraph(nodes, []), options).regions.map((region) => region.title)).toEqual([
      'east / ns',
      'west / ns',
    ]);
  });

  it.each([
    [{ desired: 2, current: 2, ready: 1 }, '1 of 2 ready'],
    [{ desired: 0, current: 0, ready: 0 }, 'no pods'],
    [{ desired: 12, current: 12, ready: 12 }, '12 pods'],
  ])('pods %o read %s', (pods, meta) => {
    const node = exampleNode({ id: 'wl/ns/a', kind: 'workload', namespace: 'ns', name: 'a', pods });
    expect(buildView(exampleGraph([node], []), options).nodes[0]?.meta).toBe(meta);
  });
});
