import type { Finding, Graph, GraphEdge, GraphNode, Plan, PlannedObject, Route, ServiceRouting } from '@weir/shared';

/** The service that all these are about. */
export const STAFF = { namespace: 'default', name: 'staff' };
export const ROUTING_PATH = '/api/services/default/staff/routing';
export const ROUTE_ID = 'VirtualService/default/custom/spec/http/0';
export const ROUTE_PATH = '/spec/http/0';

const virtualService = (resourceVersion: string) => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  namespace: 'default',
  name: 'custom',
  resourceVersion,
});

const version = (name: string, ready: number) => ({
  version: name,
  label: { key: 'version', value: name },
  subsets: [],
  workloads: [name],
  pods: { total: ready, ready },
});

const destination = (index: number, name: string, weight: number, total: number) => ({
  path: `${ROUTE_PATH}/route/${index}`,
  host: 'staff',
  subset: `${name}-group`,
  versions: [name],
  weight,
  share: total === 0 ? 0 : weight / total,
});

/** The service's routing with these weights on `safe` and `risky`, in this version of the VirtualService. */
export function staffRouting(safe: number, risky: number, resourceVersion = '7'): ServiceRouting {
  const total = safe + risky;
  const route: Route = {
    id: ROUTE_ID,
    object: virtualService(resourceVersion),
    path: ROUTE_PATH,
    protocol: 'http',
    match: { words: 'All requests', isDefault: true },
    scope: { mesh: true },
    destinations: [destination(0, 'safe', safe, total), destination(1, 'risky', risky, total)],
    total,
    effective: true,
    editable: true,
  };
  return { ...unrouted(), routes: [route] };
}

/** The service while nothing is configured: two pods of `safe`, one of `risky`. */
export const unrouted = (): ServiceRouting => ({
  service: { namespace: 'default', name: 'staff', host: 'staff.default.svc.cluster.local', ports: [] },
  possible: true,
  versions: [version('safe', 2), version('risky', 1)],
  routes: [],
  history: [],
});

export const finding = (change: Partial<Finding> = {}): Finding => ({
  id: 'rule:subject',
  rule: 'rule',
  severity: 'warning',
  blocking: false,
  needsAcknowledgement: false,
  title: 'Something is remarkable',
  message: 'This is what it is.',
  remedy: 'This is what to do.',
  ...change,
});

const planned = (resourceVersion: string): PlannedObject => ({
  ...virtualService(resourceVersion),
  operation: 'patch',
  patch: [{ op: 'add', path: `${ROUTE_PATH}/route/0/weight`, value: 60 }],
  before: null,
  after: null,
  diff: [
    { kind: 'remove', before: 1, after: null, text: 'weight: 90' },
    { kind: 'add', before: null, after: 1, text: 'weight: 60' },
  ],
});

/** A plan that patches the VirtualService in this version. */
export const staffPlan = (change: Partial<Plan> = {}, resourceVersion = '7'): Plan => ({
  digest: `sha256:${resourceVersion}`,
  objects: [planned(resourceVersion)],
  findings: [],
  permissions: [],
  dryRun: { state: 'passed', detail: 'The API server accepts it.' },
  effect: [],
  notes: [],
  ...change,
});

const node = (id: string, kind: GraphNode['kind'], name: string, change: Partial<GraphNode> = {}): GraphNode => ({
  id,
  kind,
  namespace: 'default',
  cluster: 'demo',
  name,
  health: { state: 'healthy', reasons: [] },
  badges: [],
  labels: {},
  ...change,
});

const edgeTo = (name: string, requests: number, all: number): GraphEdge => ({
  id: `svc/default/staff>app/default/staff@${name}#http`,
  source: 'svc/default/staff',
  target: `app/default/staff@${name}`,
  protocol: 'http',
  observed: {
    perSecond: requests / 60,
    requests,
    share: all === 0 ? 0 : requests / all,
    errorShare: 0,
    clientErrorShare: 0,
    responses: [],
    reporter: 'source',
  },
  health: { state: 'healthy', reasons: [] },
});

/** A graph in which the service was seen with so many requests to each version. */
export const staffGraph = (safe: number, risky: number, windowSeconds = 60): Graph => ({
  type: 'versionedApp',
  windowSeconds,
  coveredSeconds: windowSeconds,
  generatedAt: '2026-01-01T00:00:00Z',
  revision: '1',
  namespaces: ['default'],
  sources: [],
  warnings: [],
  nodes: [
    node('svc/default/staff', 'service', 'staff'),
    node('app/default/staff@safe', 'app', 'staff', { version: 'safe' }),
    node('app/default/staff@risky', 'app', 'staff', { version: 'risky' }),
  ],
  edges: [edgeTo('safe', safe, safe + risky), edgeTo('risky', risky, safe + risky)],
});
