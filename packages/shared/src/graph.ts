import { type Static, Type } from 'typebox';
import { ObjectRef } from './object-ref.ts';
import { RoutingSummary } from './routing-summary.ts';

const closed = { additionalProperties: false } as const;

/** G1: what one node stands for. `versionedApp` is the default. */
export const GraphType = Type.Union([
  Type.Literal('app'),
  Type.Literal('versionedApp'),
  Type.Literal('workload'),
  Type.Literal('service'),
]);
export type GraphType = Static<typeof GraphType>;
export const GRAPH_TYPES: readonly GraphType[] = ['app', 'versionedApp', 'workload', 'service'];

/** Protocol of an edge. HTTP/1.1 and HTTP/2 are both `http`. */
export const Protocol = Type.Union([Type.Literal('http'), Type.Literal('grpc'), Type.Literal('tcp')]);
export type Protocol = Static<typeof Protocol>;

/** G6: `idle` no traffic in the window; `unknown` nothing is known (no sidecar, no telemetry). */
export const HealthState = Type.Union([
  Type.Literal('healthy'),
  Type.Literal('degraded'),
  Type.Literal('failing'),
  Type.Literal('idle'),
  Type.Literal('unknown'),
]);
export type HealthState = Static<typeof HealthState>;

/** A state always names its reasons, as sentences a person can read. `healthy` may have none. */
export const Health = Type.Object({ state: HealthState, reasons: Type.Array(Type.String()) }, closed);
export type Health = Static<typeof Health>;

/** Pods of a node. Counts are whole numbers; desired comes from the controllers. */
export const PodCounts = Type.Object(
  { desired: Type.Integer(), current: Type.Integer(), ready: Type.Integer() },
  closed,
);
export type PodCounts = Static<typeof PodCounts>;

/** A mark on a node. `detail` is one sentence, such as the real shares of a traffic shift. */
export const Badge = Type.Object(
  {
    kind: Type.Union([
      Type.Literal('virtual-service'),
      Type.Literal('traffic-shifting'),
      Type.Literal('request-routing'),
      Type.Literal('mirroring'),
      Type.Literal('fault-injection'),
      Type.Literal('timeout'),
      Type.Literal('retries'),
      Type.Literal('circuit-breaker'),
      Type.Literal('session-affinity'),
      Type.Literal('gateway'),
      Type.Literal('missing-sidecar'),
      Type.Literal('missing-version-label'),
      Type.Literal('missing-app-label'),
      Type.Literal('ambient'),
      Type.Literal('deleted'),
    ]),
    detail: Type.String(),
  },
  closed,
);
export type Badge = Static<typeof Badge>;

/** Kinds of node (G2, G5). An app and one version of it are both `app`; the latter has `version`. */
export const NodeKind = Type.Union([
  Type.Literal('app'),
  Type.Literal('workload'),
  Type.Literal('service'),
  Type.Literal('gateway'),
  Type.Literal('serviceEntry'),
  Type.Literal('waypoint'),
  Type.Literal('unknown'),
  Type.Literal('passthrough'),
  Type.Literal('blackhole'),
  Type.Literal('box'),
]);
export type NodeKind = Static<typeof NodeKind>;

/** Traffic of one node in requests per second (TCP: bytes per second); errors are shares 0..1 of the incoming requests. */
export const NodeTraffic = Type.Object(
  {
    inPerSecond: Type.Number(),
    outPerSecond: Type.Number(),
    errorShare: Type.Number(),
    requests: Type.Integer({ description: 'Incoming requests counted in the window' }),
  },
  closed,
);
export type NodeTraffic = Static<typeof NodeTraffic>;

export const GraphNode = Type.Object(
  {
    id: Type.String(),
    kind: NodeKind,
    boxKind: Type.Optional(Type.Union([Type.Literal('app'), Type.Literal('namespace'), Type.Literal('cluster')])),
    namespace: Type.String({ description: 'Empty for nodes that belong to none' }),
    cluster: Type.String(),
    name: Type.String(),
    app: Type.Optional(Type.String()),
    version: Type.Optional(Type.String()),
    workloads: Type.Optional(Type.Array(Type.Object({ kind: Type.String(), name: Type.String() }, closed))),
    service: Type.Optional(
      Type.String({ description: 'Service behind which this node stands, when there is just one' }),
    ),
    parent: Type.Optional(Type.String({ description: 'Id of the box that holds this node' })),
    pods: Type.Optional(PodCounts),
    traffic: Type.Optional(NodeTraffic),
    health: Health,
    badges: Type.Array(Badge),
    routing: Type.Optional(RoutingSummary),
    labels: Type.Record(Type.String(), Type.String()),
  },
  closed,
);
export type GraphNode = Static<typeof GraphNode>;

/** G3: the share 0..1 of the source's traffic that weights give this edge, and the object and route that say so. */
export const ConfiguredShare = Type.Object(
  {
    share: Type.Number(),
    weight: Type.Integer(),
    total: Type.Integer({ description: 'Sum of the weights of the route' }),
    object: ObjectRef,
    path: Type.String({ description: 'JSON pointer of the destination, as /spec/http/0/route/1' }),
  },
  closed,
);
export type ConfiguredShare = Static<typeof ConfiguredShare>;

/** The share 0..1 by ready pods, where no weights are configured. Called expected, and never drifts (G4). */
export const ExpectedShare = Type.Object({ share: Type.Number(), pods: Type.Integer() }, closed);
export type ExpectedShare = Static<typeof ExpectedShare>;

/** Answers by status code and Envoy response flag; `share` 0..1 of the edge's requests. */
export const ResponseShare = Type.Object(
  { code: Type.String(), flags: Type.String(), share: Type.Number(), requests: Type.Integer() },
  closed,
);
export type ResponseShare = Static<typeof ResponseShare>;

/** Milliseconds; a quantile is null where the histogram holds no request. */
export const Latency = Type.Object(
  {
    p50Ms: Type.Union([Type.Number(), Type.Null()]),
    p95Ms: Type.Union([Type.Number(), Type.Null()]),
    p99Ms: Type.Union([Type.Number(), Type.Null()]),
    averageMs: Type.Union([Type.Number(), Type.Null()]),
  },
  closed,
);
export type Latency = Static<typeof Latency>;

/** What telemetry saw on an edge within the window. */
export const ObservedTraffic = Type.Object(
  {
    perSecond: Type.Number({ description: 'Requests per second; bytes per second for TCP' }),
    requests: Type.Integer({ description: 'Requests behind these figures (TCP: connections)' }),
    share: Type.Number({ description: '0..1 of what leaves the source node over this protocol' }),
    errorShare: Type.Number({ description: '0..1: 5xx, gRPC errors and no response' }),
    clientErrorShare: Type.Number({ description: '0..1: 4xx' }),
    responses: Type.Array(ResponseShare),
    latency: Type.Optional(Latency),
    mtlsShare: Type.Optional(Type.Number()),
    reporter: Type.Union([Type.Literal('source'), Type.Literal('destination'), Type.Literal('waypoint')]),
  },
  closed,
);
export type ObservedTraffic = Static<typeof ObservedTraffic>;

/** G4. `low`..`high` is the 99.9 % interval of the observed share, 0..1. */
export const Drift = Type.Object(
  {
    state: Type.Union([
      Type.Literal('agrees'),
      Type.Literal('drift'),
      Type.Literal('settling'),
      Type.Literal('too-little-data'),
      Type.Literal('not-comparable'),
    ]),
    low: Type.Optional(Type.Number()),
    high: Type.Optional(Type.Number()),
    reason: Type.String(),
  },
  closed,
);
export type Drift = Static<typeof Drift>;

export const GraphEdge = Type.Object(
  {
    id: Type.String(),
    source: Type.String(),
    target: Type.String(),
    protocol: Protocol,
    configured: Type.Optional(ConfiguredShare),
    expected: Type.Optional(ExpectedShare),
    observed: Type.Optional(ObservedTraffic),
    drift: Type.Optional(Drift),
    health: Health,
  },
  closed,
);
export type GraphEdge = Static<typeof GraphEdge>;

/** G9: something that is missing from this graph, why, and what to do. */
export const Warning = Type.Object(
  {
    code: Type.String(),
    source: Type.String({ description: 'What it came from, as telemetry or cluster' }),
    message: Type.String(),
    remedy: Type.String(),
  },
  closed,
);
export type Warning = Static<typeof Warning>;

/** A source of data and how it is doing. `since` and `lastSuccess` are ISO 8601 times. */
export const SourceStatus = Type.Object(
  {
    name: Type.String({ description: 'cluster or telemetry' }),
    kind: Type.String({ description: 'kubernetes, direct, prometheus or none' }),
    state: Type.Union([
      Type.Literal('starting'),
      Type.Literal('ok'),
      Type.Literal('degraded'),
      Type.Literal('unreachable'),
      Type.Literal('off'),
    ]),
    since: Type.String(),
    lastSuccess: Type.Optional(Type.String()),
    detail: Type.String({ description: 'One sentence for a person: what is used and why' }),
    error: Type.Optional(Type.String()),
    objects: Type.Optional(Type.Integer()),
    intervalMs: Type.Optional(Type.Integer()),
  },
  closed,
);
export type SourceStatus = Static<typeof SourceStatus>;

/** The answer of `GET /api/graph`. */
export const Graph = Type.Object(
  {
    type: GraphType,
    windowSeconds: Type.Number(),
    coveredSeconds: Type.Number({ description: 'How much of the window the samples really cover' }),
    generatedAt: Type.String({ description: "The samples' time, ISO 8601 (G10)" }),
    revision: Type.String(),
    namespaces: Type.Array(Type.String()),
    sources: Type.Array(SourceStatus),
    warnings: Type.Array(Warning),
    nodes: Type.Array(GraphNode),
    edges: Type.Array(GraphEdge),
  },
  { $id: 'Graph', ...closed },
);
export type Graph = Static<typeof Graph>;
