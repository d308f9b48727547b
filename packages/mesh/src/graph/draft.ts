import type {
  Badge,
  ConfiguredShare,
  Drift,
  ExpectedShare,
  GraphNode,
  Health,
  Protocol,
  RoutingSummary,
} from '@weir/shared';
import { edgeId } from '@weir/shared';
import type { NodeIdentity } from './identity.ts';
import { newTally, type Tally } from './tally.ts';
import type { ServiceFacts } from './topology/namespace-topology.ts';
import type { WorkloadFacts } from './topology/workload-facts.ts';

type NodeKind = GraphNode['kind'];
export type Reporter = 'source' | 'destination' | 'waypoint';

/** The less telling of two reporters: only the source sees what never arrived, and what its caller meant. */
export const lessTelling = (a: Reporter | undefined, b: Reporter): Reporter =>
  a === 'destination' || b === 'destination' ? 'destination' : a === 'waypoint' ? a : b;

/** Requests (TCP: connections), and bytes of TCP. */
export interface Leaving {
  requests: number;
  bytes: number;
}

/** A node while the steps work on it. */
export interface NodeDraft {
  readonly id: string;
  readonly kind: NodeKind;
  readonly boxKind: 'app' | 'namespace' | 'cluster' | undefined;
  readonly namespace: string;
  readonly name: string;
  readonly app: string | undefined;
  readonly version: string | undefined;
  /** Of the same app and version; one for workload and gateway nodes; none where only telemetry names it. */
  readonly workloads: WorkloadFacts[];
  readonly service: ServiceFacts | undefined;
  parent: string | undefined;
  /** Only telemetry knows it, although its namespace is watched. */
  readonly deleted: boolean;
  /** By the destination's reports where there are any (G7). */
  readonly incoming: Tally;
  /** By the source's reports where there are any (G7). */
  readonly outgoing: Tally;
  /** What leaves the node over each protocol; undefined while nothing does. */
  leaving: Partial<Record<Protocol, Leaving>> | undefined;
  health: Health;
  readonly badges: Badge[];
  routing: RoutingSummary | undefined;
}

/** An edge while the steps work on it. */
export interface EdgeDraft {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  readonly protocol: Protocol;
  readonly seen: Tally;
  /** Whose reports `seen` is made of; the least telling one where it is made of several. Undefined without traffic. */
  reporter: Reporter | undefined;
  /** The part of `seen` that callers reported themselves: requests, or connections for TCP. */
  sourceReported: number;
  configured: ConfiguredShare | undefined;
  /** The configured share was spread over several versions by their ready pods: it is no promise of the weights. */
  spread: boolean;
  expected: ExpectedShare | undefined;
  drift: Drift | undefined;
  health: Health;
}

/** The nodes and edges of a graph in the making, by id. */
export interface GraphDraft {
  readonly nodes: Map<string, NodeDraft>;
  readonly edges: Map<string, EdgeDraft>;
  /** Edges by the node that they leave, and by the one that they lead to. Kept by `ensureEdge` and `removeEdge`. */
  readonly leaving: Map<string, EdgeDraft[]>;
  readonly arriving: Map<string, EdgeDraft[]>;
}

export const emptyDraft = (): GraphDraft => ({
  nodes: new Map(),
  edges: new Map(),
  leaving: new Map(),
  arriving: new Map(),
});

const UNSET: Health = { state: 'unknown', reasons: [] };

/** The node of this identity, made when it is new. A further workload of it is added. */
export function ensureNode(draft: GraphDraft, identity: NodeIdentity): NodeDraft {
  const { workload } = identity;
  let node = draft.nodes.get(identity.id);
  if (node === undefined) {
    node = {
      id: identity.id,
      kind: identity.kind,
      boxKind: identity.boxKind,
      namespace: identity.namespace,
      name: identity.name,
      app: identity.app,
      version: identity.version,
      workloads: [],
      service: identity.service,
      parent: undefined,
      deleted: identity.deleted ?? false,
      incoming: newTally(),
      outgoing: newTally(),
      leaving: undefined,
      health: UNSET,
      badges: [],
      routing: undefined,
    };
    draft.nodes.set(identity.id, node);
  }
  if (workload !== undefined && !node.workloads.includes(workload)) node.workloads.push(workload);
  return node;
}

/** The edge between two nodes over a protocol, made when it is new. */
export function ensureEdge(draft: GraphDraft, source: string, target: string, protocol: Protocol): EdgeDraft {
  const id = edgeId(source, target, protocol);
  const known = draft.edges.get(id);
  if (known !== undefined) return known;
  const edge: EdgeDraft = {
    id,
    source,
    target,
    protocol,
    seen: newTally(),
    reporter: undefined,
    sourceReported: 0,
    configured: undefined,
    spread: false,
    expected: undefined,
    drift: undefined,
    health: UNSET,
  };
  draft.edges.set(id, edge);
  addTo(draft.leaving, source, edge);
  addTo(draft.arriving, target, edge);
  return edge;
}

/** Takes an edge out. */
export function removeEdge(draft: GraphDraft, edge: EdgeDraft): void {
  draft.edges.delete(edge.id);
  for (const [index, end] of [
    [draft.leaving, edge.source],
    [draft.arriving, edge.target],
  ] as const) {
    index.set(
      end,
      (index.get(end) ?? []).filter((other) => other !== edge),
    );
  }
}

function addTo(index: Map<string, EdgeDraft[]>, node: string, edge: EdgeDraft): void {
  const list = index.get(node);
  if (list === undefined) index.set(node, [edge]);
  else list.push(edge);
}
