import { boxNodeId, edgeId, type Graph, type GraphEdge, type GraphNode } from '@weir/shared';

/** Graphs for tests: small ones by hand, the two example applications, and meshes of any size from a seed. */

/** A node with everything that the contract demands. */
export function exampleNode(
  node: Partial<GraphNode> & Pick<GraphNode, 'id' | 'kind' | 'namespace' | 'name'>,
): GraphNode {
  return { cluster: 'demo', health: { state: 'healthy', reasons: [] }, badges: [], labels: {}, ...node };
}

export interface ExampleTraffic {
  readonly perSecond?: number;
  readonly share?: number;
  readonly errorShare?: number;
  /** Configured share 0..1. */
  readonly set?: number;
  /** Expected share 0..1. */
  readonly expected?: number;
  readonly state?: GraphEdge['health']['state'];
  readonly protocol?: GraphEdge['protocol'];
  readonly drift?: boolean;
}

export function exampleEdge(source: string, target: string, traffic: ExampleTraffic = {}): GraphEdge {
  const { perSecond, share = 1, errorShare = 0, set, expected, state = 'healthy', protocol = 'http', drift } = traffic;
  const object = { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', namespace: 'default', name: 'routes' };
  const responses: [] = [];
  return {
    id: edgeId(source, target, protocol),
    source,
    target,
    protocol,
    health: { state, reasons: [] },
    ...(perSecond === undefined
      ? {}
      : {
          observed: {
            perSecond,
            requests: Math.round(perSecond * 300),
            share,
            errorShare,
            clientErrorShare: 0,
            responses,
            reporter: 'source' as const,
          },
        }),
    ...(set === undefined
      ? {}
      : {
          configured: { share: set, weight: Math.round(set * 100), total: 100, object, path: '/spec/http/0/route/0' },
        }),
    ...(expected === undefined ? {} : { expected: { share: expected, pods: 1 } }),
    ...(drift === true
      ? { drift: { state: 'drift' as const, reason: 'The interval does not hold the set share.' } }
      : {}),
  };
}

const byId = (a: { readonly id: string }, b: { readonly id: string }): number =>
  a.id < b.id ? -1 : a.id > b.id ? 1 : 0;

export function exampleGraph(nodes: readonly GraphNode[], edges: readonly GraphEdge[]): Graph {
  return {
    type: 'versionedApp',
    windowSeconds: 300,
    coveredSeconds: 300,
    generatedAt: '2026-01-01T00:00:00Z',
    revision: '1',
    namespaces: [...new Set(nodes.map((node) => node.namespace))].sort(),
    sources: [],
    warnings: [],
    nodes: [...nodes].sort(byId),
    edges: [...edges].sort(byId),
  };
}

/** A service with its versions, an app box where there are several, and the edges from the service to each. */
export function exampleService(
  namespace: string,
  name: string,
  versions: readonly string[],
  shares: readonly ExampleTraffic[] = [],
): { readonly nodes: readonly GraphNode[]; readonly edges: readonly GraphEdge[] } {
  const service = `svc/${namespace}/${name}`;
  const box = boxNodeId(namespace, name);
  const several = versions.length > 1;
  const pods = { desired: 2, current: 2, ready: 2 };
  const traffic = { inPerSecond: 12, outPerSecond: 0, errorShare: 0, requests: 3600 };
  const split = versions.map((version) => ({ version, share: 1 / versions.length }));
  const routing = { possible: true, configured: false, routes: 0, split };
  const nodes = [exampleNode({ id: service, kind: 'service', namespace, name, app: name, traffic, routing })];
  if (several) nodes.push(exampleNode({ id: box, kind: 'box', boxKind: 'app', namespace, name, app: name }));
  const ids = versions.map((version) => `app/${namespace}/${name}@${version}`);
  for (const [index, version] of versions.entries()) {
    const parent = several ? { parent: box } : {};
    const id = ids[index] ?? '';
    nodes.push(
      exampleNode({ id, kind: 'app', namespace, name, app: name, version, service: name, pods, traffic, ...parent }),
    );
  }
  const edges = ids.map((id, index) =>
    exampleEdge(service, id, shares[index] ?? { perSecond: 6, share: 1 / ids.length, expected: 1 / ids.length }),
  );
  return { nodes, edges };
}

/** The two applications of the demo: fleetman behind the ingress gateway in `default`, the bookshop in `bookinfo`. */
export function demoGraph(): Graph {
  const parts = [
    ...['webapp', 'api-gateway', 'position-tracker', 'vehicle-telemetry'].map((name) =>
      exampleService('default', `fleetman-${name}`, ['v1']),
    ),
    exampleService(
      'default',
      'fleetman-staff-service',
      ['safe', 'risky'],
      [
        { perSecond: 3.56, share: 0.886, set: 0.9 },
        { perSecond: 0.46, share: 0.114, set: 0.1, errorShare: 0.066, state: 'degraded' },
      ],
    ),
    ...['productpage', 'details', 'ratings'].map((name) => exampleService('bookinfo', name, ['v1'])),
    exampleService(
      'bookinfo',
      'reviews',
      ['v1', 'v2', 'v3'],
      [
        { perSecond: 8.6, share: 0.714, set: 0.8, drift: true },
        { perSecond: 3.4, share: 0.286, set: 0.2 },
        { state: 'idle' },
      ],
    ),
  ];
  const gateway = 'gw/istio-system/istio-ingressgateway';
  const calls: [string, string, ExampleTraffic?][] = [
    [gateway, 'svc/default/fleetman-webapp'],
    [gateway, 'svc/bookinfo/productpage'],
    ['app/default/fleetman-webapp@v1', 'svc/default/fleetman-api-gateway'],
    ['app/default/fleetman-api-gateway@v1', 'svc/default/fleetman-staff-service'],
    ['app/default/fleetman-api-gateway@v1', 'svc/default/fleetman-position-tracker'],
    ['app/default/fleetman-position-tracker@v1', 'svc/default/fleetman-vehicle-telemetry'],
    ['wl/default/position-simulator', 'svc/default/fleetman-position-tracker', { state: 'unknown' }],
    ['app/bookinfo/productpage@v1', 'svc/bookinfo/reviews'],
    ['app/bookinfo/productpage@v1', 'svc/bookinfo/details'],
    ['app/bookinfo/reviews@v2', 'svc/bookinfo/ratings'],
    ['app/bookinfo/reviews@v3', 'svc/bookinfo/ratings', { state: 'idle' }],
  ];
  const alone = [
    exampleNode({ id: gateway, kind: 'gateway', namespace: 'istio-system', name: 'istio-ingressgateway' }),
    exampleNode({
      id: 'wl/default/position-simulator',
      kind: 'workload',
      namespace: 'default',
      name: 'position-simulator',
      health: { state: 'unknown', reasons: ['It has no sidecar.'] },
      badges: [{ kind: 'missing-sidecar', detail: '' }],
    }),
    ...['default', 'bookinfo'].map((name) =>
      exampleNode({ id: boxNodeId(name), kind: 'box', boxKind: 'namespace', namespace: name, name }),
    ),
  ];
  return exampleGraph(
    [...parts.flatMap((part) => part.nodes), ...alone],
    [
      ...parts.flatMap((part) => part.edges),
      ...calls.map(([source, target, traffic]) => exampleEdge(source, target, traffic ?? { perSecond: 6.2 })),
    ],
  );
}

/** A mesh of `services` services in namespaces of `perNamespace`, each called by one to three earlier ones. */
export function syntheticGraph(services: number, options: { seed?: number; perNamespace?: number } = {}): Graph {
  const { seed = 7, perNamespace = 50 } = options;
  let state = seed >>> 0;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const list = Array.from({ length: services }, (_, index) => {
    const versions = random() < 0.7 ? ['v1'] : random() < 0.7 ? ['v1', 'v2'] : ['v1', 'v2', 'v3'];
    return { namespace: `mesh-${Math.floor(index / perNamespace)}`, name: `svc-${index}`, versions };
  });
  const parts = list.map(({ namespace, name, versions }) => exampleService(namespace, name, versions));
  const edges = new Map<string, GraphEdge>();
  for (const [index, target] of list.entries()) {
    const callers = index === 0 ? 0 : 1 + Math.floor(random() * 3);
    for (let call = 0; call < callers; call++) {
      const source = list[Math.floor(Math.max(0, index - 1 - random() * Math.min(index, 120)))];
      if (source === undefined) continue;
      for (const version of source.versions) {
        const from = `app/${source.namespace}/${source.name}@${version}`;
        const edge = exampleEdge(from, `svc/${target.namespace}/${target.name}`, { perSecond: 4 });
        edges.set(edge.id, edge);
      }
    }
  }
  return exampleGraph(
    parts.flatMap((part) => part.nodes),
    [...parts.flatMap((part) => part.edges), ...edges.values()],
  );
}

/** Widths as a font with equal characters would have them. */
export const exampleMeasure = (text: string): number => text.length * 6.6;
