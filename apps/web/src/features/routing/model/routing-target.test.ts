import type { Graph, GraphEdge, GraphNode, Session } from '@weir/shared';
import { describe, expect, it } from 'vitest';
import { routingTargetOf, weightedRoutingObstacle } from './routing-target.ts';

const node = (id: string, kind: GraphNode['kind'], name: string, more: Partial<GraphNode> = {}): GraphNode => ({
  id,
  kind,
  namespace: 'default',
  cluster: 'demo',
  name,
  health: { state: 'healthy', reasons: [] },
  badges: [],
  labels: {},
  ...more,
});
const edge = (source: string, target: string): GraphEdge => ({
  id: `${source}>${target}#http`,
  source,
  target,
  protocol: 'http',
  health: { state: 'healthy', reasons: [] },
});
const summary = { possible: true, configured: false, routes: 0, split: [] };
const graph: Graph = {
  type: 'versionedApp',
  windowSeconds: 60,
  coveredSeconds: 60,
  generatedAt: '',
  revision: '1',
  namespaces: ['default'],
  sources: [],
  warnings: [],
  nodes: [
    node('svc/default/staff', 'service', 'staff', { routing: summary }),
    node('svc/default/solo', 'service', 'solo', {
      routing: { ...summary, possible: false, reason: 'Only one version.' },
    }),
    node('box/default', 'box', 'default', { boxKind: 'namespace' }),
    node('box/default/staff', 'box', 'staff', { boxKind: 'app' }),
    node('app/default/staff@safe', 'app', 'staff', { version: 'safe', parent: 'box/default/staff', service: 'staff' }),
    node('app/default/staff@risky', 'app', 'staff', { version: 'risky', parent: 'box/default/staff' }),
    node('app/default/caller@v1', 'app', 'caller'),
    node('gw/istio-system/in', 'gateway', 'in'),
  ],
  edges: [
    edge('svc/default/staff', 'app/default/staff@safe'),
    edge('svc/default/staff', 'app/default/staff@risky'),
    edge('app/default/caller@v1', 'svc/default/staff'),
  ],
};
const session = (change: Partial<Session> = {}): Session => ({
  user: { name: 'admin', groups: [] },
  cluster: { name: 'demo', server: '', version: '' },
  readOnly: false,
  features: { istio: true, istioDetail: '', gatewayApi: false },
  settleTimeMs: 0,
  permissions: [{ namespace: 'default', editRouting: true }],
  ...change,
});

describe('where a right click leads', () => {
  it.each([
    ['a service', 'svc/default/staff'],
    ['an app box', 'box/default/staff'],
    ['a version that names its service', 'app/default/staff@safe'],
    ['a version that only an edge leads to', 'app/default/staff@risky'],
    ['a split edge', 'svc/default/staff>app/default/staff@risky#http'],
    ['an edge that leads to the service', 'app/default/caller@v1>svc/default/staff#http'],
  ])('W1: %s offers weighted routing of the service', (_, id) => {
    expect(routingTargetOf(graph, id)).toMatchObject({ kind: 'service', namespace: 'default', name: 'staff' });
    expect(weightedRoutingObstacle(routingTargetOf(graph, id), session())).toBeUndefined();
  });

  it.each([
    ['box/default', 'within this box'],
    ['gw/istio-system/in', 'gateway'],
    ['app/default/caller@v1', 'No service leads to caller'],
    ['gone', 'no longer in the graph'],
    ['svc/default/solo', 'Only one version.'],
  ])('W1: %s says why not', (id, words) => {
    expect(weightedRoutingObstacle(routingTargetOf(graph, id), session())).toContain(words);
  });

  it('W16: read-only and missing permissions are named', () => {
    const target = routingTargetOf(graph, 'svc/default/staff');
    expect(
      weightedRoutingObstacle(target, session({ readOnly: true, readOnlyReason: 'Started with --read-only.' })),
    ).toBe('Started with --read-only.');
    const denied = session({
      permissions: [
        { namespace: 'default', editRouting: false, reason: 'You may not patch virtualservices in default.' },
      ],
    });
    expect(weightedRoutingObstacle(target, denied)).toBe('You may not patch virtualservices in default.');
    expect(
      weightedRoutingObstacle(
        target,
        session({ features: { istio: false, istioDetail: 'No Istio here.', gatewayApi: false } }),
      ),
    ).toBe('No Istio here.');
  });
});
