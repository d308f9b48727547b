import { type Static, Type } from 'typebox';

const closed = { additionalProperties: false } as const;

/** What a person may do in one namespace, as far as Weir's actions need it. */
export const NamespacePermissions = Type.Object(
  {
    namespace: Type.String(),
    editRouting: Type.Boolean({ description: 'May create and patch VirtualServices and DestinationRules' }),
    reason: Type.Optional(Type.String({ description: 'What is missing, as a sentence' })),
  },
  closed,
);
export type NamespacePermissions = Static<typeof NamespacePermissions>;

/** The answer of `GET /api/session`. */
export const Session = Type.Object(
  {
    user: Type.Object({ name: Type.String(), groups: Type.Array(Type.String()) }, closed),
    cluster: Type.Object({ name: Type.String(), server: Type.String(), version: Type.String() }, closed),
    readOnly: Type.Boolean(),
    readOnlyReason: Type.Optional(Type.String()),
    features: Type.Object(
      {
        istio: Type.Boolean({ description: "Whether the cluster serves Istio's routing kinds" }),
        istioDetail: Type.String(),
        gatewayApi: Type.Boolean(),
      },
      closed,
    ),
    settleTimeMs: Type.Integer(),
    permissions: Type.Array(NamespacePermissions),
  },
  { $id: 'Session', ...closed },
);
export type Session = Static<typeof Session>;

/** One namespace that the person may read. */
export const NamespaceSummary = Type.Object(
  {
    name: Type.String(),
    services: Type.Integer(),
    workloads: Type.Integer(),
    injection: Type.Union([
      Type.Literal('enabled'),
      Type.Literal('disabled'),
      Type.Literal('unset'),
      Type.Literal('ambient'),
    ]),
    system: Type.Boolean({ description: "kube-* or Istio's own; not selected by default" }),
  },
  closed,
);
export type NamespaceSummary = Static<typeof NamespaceSummary>;

/** The answer of `GET /api/namespaces`. */
export const NamespaceList = Type.Object(
  { namespaces: Type.Array(NamespaceSummary) },
  { $id: 'NamespaceList', ...closed },
);
export type NamespaceList = Static<typeof NamespaceList>;
