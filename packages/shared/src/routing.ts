import { type Static, Type } from 'typebox';
import { ObjectRef, ObjectVersionRef } from './object-ref.ts';

const closed = { additionalProperties: false } as const;
const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) => Type.Union([schema, Type.Null()]);

/** W2: a version behind a service: pods of its selector that share a version label, or an existing subset. */
export const ServiceVersion = Type.Object(
  {
    version: Type.String({ description: "The label's value; for a subset of several versions, the subset's name" }),
    label: nullable(Type.Object({ key: Type.String(), value: Type.String() }, closed)),
    subsets: Type.Array(Type.Object({ name: Type.String(), object: ObjectRef }, closed)),
    workloads: Type.Array(Type.String()),
    pods: Type.Object({ total: Type.Integer(), ready: Type.Integer() }, closed),
  },
  closed,
);
export type ServiceVersion = Static<typeof ServiceVersion>;

export const RouteDestination = Type.Object(
  {
    path: Type.String({ description: 'JSON pointer within the object, as /spec/http/0/route/1' }),
    host: Type.String({ description: 'As written' }),
    port: Type.Optional(Type.Integer()),
    subset: Type.Optional(Type.String()),
    versions: Type.Array(Type.String(), { description: 'Versions that the subset (or the bare host) selects' }),
    weight: nullable(Type.Integer({ description: 'As written; null when the field is absent' })),
    share: Type.Number({ description: '0..1, as Istio reads the weights' }),
  },
  closed,
);
export type RouteDestination = Static<typeof RouteDestination>;

/** What a route matches, in words and in order. `isDefault`: it takes a request without special headers. */
export const RouteMatch = Type.Object(
  { words: Type.String(), isDefault: Type.Boolean(), name: Type.Optional(Type.String()) },
  closed,
);
export type RouteMatch = Static<typeof RouteMatch>;

/** One route of one object, to one service. */
export const Route = Type.Object(
  {
    id: Type.String(),
    object: ObjectVersionRef,
    path: Type.String({ description: 'JSON pointer of the route, as /spec/http/0' }),
    protocol: Type.Union([Type.Literal('http'), Type.Literal('tcp'), Type.Literal('tls')]),
    match: RouteMatch,
    scope: Type.Union([
      Type.Object({ mesh: Type.Literal(true) }, closed),
      Type.Object({ gateway: Type.String({ description: '<namespace>/<name>' }) }, closed),
    ]),
    gateways: Type.Optional(
      Type.Array(Type.String(), {
        description: 'All places where the route acts (mesh, <namespace>/<name>), when several',
      }),
    ),
    destinations: Type.Array(RouteDestination),
    total: Type.Integer({ description: 'Sum of the weights as Istio adds them' }),
    effective: Type.Boolean(),
    ignoredBecause: Type.Optional(Type.String()),
    editable: Type.Boolean(),
    notEditableBecause: Type.Optional(Type.String()),
  },
  closed,
);
export type Route = Static<typeof Route>;

/** The answer of `GET /api/services/{ns}/{name}/routing`. `routes` is empty where nothing exists yet. */
export const ServiceRouting = Type.Object(
  {
    service: Type.Object(
      {
        namespace: Type.String(),
        name: Type.String(),
        host: Type.String({ description: 'Fully qualified' }),
        ports: Type.Array(Type.Object({ name: Type.String(), port: Type.Integer(), protocol: Type.String() }, closed)),
      },
      closed,
    ),
    possible: Type.Boolean(),
    reason: Type.Optional(Type.String()),
    versions: Type.Array(ServiceVersion),
    routes: Type.Array(Route),
    history: Type.Array(
      Type.Object({ id: Type.String(), at: Type.String(), who: Type.String(), summary: Type.String() }, closed),
    ),
  },
  { $id: 'ServiceRouting', ...closed },
);
export type ServiceRouting = Static<typeof ServiceRouting>;

/** Names a destination by where it stands, by its subset, or by its version. Exactly one of the three. */
export const DestinationWeight = Type.Union([
  Type.Object({ path: Type.String(), weight: Type.Integer({ minimum: 0, maximum: 1_000_000 }) }, closed),
  Type.Object({ subset: Type.String(), weight: Type.Integer({ minimum: 0, maximum: 1_000_000 }) }, closed),
  Type.Object({ version: Type.String(), weight: Type.Integer({ minimum: 0, maximum: 1_000_000 }) }, closed),
]);
export type DestinationWeight = Static<typeof DestinationWeight>;

/**
 * What the person wants. Every existing destination of the route is listed (0 keeps it; removal is not part of this
 * intent); a version that is not a destination yet is added. `route: null` creates what is missing (W6).
 */
export const WeightsIntent = Type.Object(
  {
    kind: Type.Literal('weights'),
    changes: Type.Array(
      Type.Object(
        { route: nullable(Type.String()), weights: Type.Array(DestinationWeight, { minItems: 1, maxItems: 64 }) },
        closed,
      ),
      { minItems: 1, maxItems: 16 },
    ),
    note: Type.Optional(Type.String({ maxLength: 500 })),
  },
  closed,
);
export type WeightsIntent = Static<typeof WeightsIntent>;

/** Everything that a plan can be asked for. */
export type Intent = WeightsIntent;

/** A JSON Patch operation (RFC 6902) as far as Weir writes them. */
export const PatchOperation = Type.Object(
  {
    op: Type.Union([Type.Literal('add'), Type.Literal('replace'), Type.Literal('remove')]),
    path: Type.String(),
    value: Type.Optional(Type.Unknown()),
  },
  closed,
);
export type PatchOperation = Static<typeof PatchOperation>;

/** One line of a YAML diff. Line numbers count from 1; null where the line is not in that text. */
export const DiffLine = Type.Object(
  {
    kind: Type.Union([Type.Literal('same'), Type.Literal('add'), Type.Literal('remove')]),
    before: nullable(Type.Integer()),
    after: nullable(Type.Integer()),
    text: Type.String(),
  },
  closed,
);
export type DiffLine = Static<typeof DiffLine>;

/** W7: one object of a plan. `patch` is a JSON Patch for `patch`; for `create` the whole object is in `after`. */
export const PlannedObject = Type.Object(
  {
    ...ObjectVersionRef.properties,
    operation: Type.Union([Type.Literal('create'), Type.Literal('patch')]),
    patch: Type.Array(PatchOperation),
    before: nullable(Type.Unknown()),
    after: Type.Unknown(),
    diff: Type.Array(DiffLine),
  },
  closed,
);
export type PlannedObject = Static<typeof PlannedObject>;

/** C1: something about the plan that the person should know. Blocking ones cannot be applied. */
export const Finding = Type.Object(
  {
    id: Type.String({ description: 'Stable within a plan: <rule>:<subject>' }),
    rule: Type.String(),
    severity: Type.Union([Type.Literal('error'), Type.Literal('warning'), Type.Literal('info')]),
    blocking: Type.Boolean(),
    needsAcknowledgement: Type.Boolean(),
    title: Type.String(),
    message: Type.String(),
    remedy: Type.String(),
    object: Type.Optional(ObjectRef),
    path: Type.Optional(Type.String()),
  },
  closed,
);
export type Finding = Static<typeof Finding>;

/** One permission that the plan needs. `allowed: null` when the API server did not say. */
export const NeededPermission = Type.Object(
  {
    verb: Type.String(),
    group: Type.String(),
    resource: Type.String(),
    namespace: Type.String(),
    allowed: nullable(Type.Boolean()),
  },
  closed,
);
export type NeededPermission = Static<typeof NeededPermission>;

/** What the change will do to each version. Shares 0..1; rates are null without telemetry. */
export const VersionEffect = Type.Object(
  {
    version: Type.String(),
    shareBefore: Type.Number(),
    shareAfter: Type.Number(),
    perSecondBefore: nullable(Type.Number()),
    perSecondAfter: nullable(Type.Number()),
    readyPods: Type.Integer(),
  },
  closed,
);
export type VersionEffect = Static<typeof VersionEffect>;

/** The result of the server-side dry run of every object of the plan. */
export const DryRun = Type.Object(
  {
    state: Type.Union([Type.Literal('passed'), Type.Literal('failed'), Type.Literal('skipped')]),
    detail: Type.String(),
  },
  closed,
);
export type DryRun = Static<typeof DryRun>;

/** The answer of `POST …/routing/plan`. `digest` names exactly what would be written. */
export const Plan = Type.Object(
  {
    digest: Type.String(),
    objects: Type.Array(PlannedObject),
    findings: Type.Array(Finding),
    permissions: Type.Array(NeededPermission),
    dryRun: DryRun,
    effect: Type.Array(VersionEffect),
    notes: Type.Array(Type.String(), {
      description: 'What the plan does beyond the request, as a new total of weights',
    }),
  },
  { $id: 'Plan', ...closed },
);
export type Plan = Static<typeof Plan>;

/** `POST …/routing/apply`: the intent, what the person saw of every object, and what they chose knowingly. */
export const ApplyRequest = Type.Object(
  {
    intent: WeightsIntent,
    expect: Type.Array(ObjectVersionRef, { maxItems: 64 }),
    digest: Type.String({ maxLength: 128 }),
    acknowledged: Type.Array(Type.String({ maxLength: 300 }), { maxItems: 64 }),
  },
  closed,
);
export type ApplyRequest = Static<typeof ApplyRequest>;

/** W8: what somebody else changed. `before`/`after` are the values at `path`. */
export const RoutingChange = Type.Object(
  {
    object: ObjectRef,
    path: Type.String(),
    before: Type.Optional(Type.Unknown()),
    after: Type.Optional(Type.Unknown()),
    manager: nullable(Type.String()),
    time: nullable(Type.String()),
  },
  closed,
);
export type RoutingChange = Static<typeof RoutingChange>;

/** Carried by a `routing-changed` problem beside its words. `weightsTouched`: the chosen route's weights are among the changes. */
export const RoutingChanged = Type.Object(
  { changed: Type.Array(RoutingChange), weightsTouched: Type.Boolean(), plan: nullable(Plan) },
  closed,
);
export type RoutingChanged = Static<typeof RoutingChanged>;

/** The answer of a successful apply; `resourceVersion` is the one that was written. */
export const ApplyResult = Type.Object(
  {
    applied: Type.Array(Type.Object({ ...ObjectVersionRef.properties, operation: Type.String() }, closed)),
    historyId: nullable(Type.String()),
  },
  { $id: 'ApplyResult', ...closed },
);
export type ApplyResult = Static<typeof ApplyResult>;
