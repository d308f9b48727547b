import type { GraphType, Protocol } from '@weir/shared';
import { portProtocol } from '../resolve/port-protocol.ts';
import { DEFAULT_LABEL_NAMES, type LabelNames } from '../snapshot/labels.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import type { TelemetryWindow } from '../telemetry/sample.ts';
import { type EdgeDraft, emptyDraft, type GraphDraft } from './draft.ts';
import type { GraphInput } from './graph-input.ts';
import type { NodeIdentity } from './identity.ts';
import { type ProxyKind, proxyKind, serviceIdentity, workloadIdentity } from './node-identity.ts';
import { type GatewayIndex, gatewayIndexOf } from './topology/gateway-index.ts';
import { type NamespaceTopology, type ServiceFacts, topologyOf } from './topology/namespace-topology.ts';
import type { WorkloadFacts } from './topology/workload-facts.ts';

/** What every step reads, and the draft that they write. */
export interface GraphContext {
  readonly input: GraphInput;
  readonly snapshot: Snapshot;
  readonly telemetry: TelemetryWindow;
  readonly type: GraphType;
  readonly labelNames: LabelNames;
  /** Requested namespaces, sorted, each once. */
  readonly namespaces: readonly string[];
  readonly requested: ReadonlySet<string>;
  readonly gateways: GatewayIndex;
  /** Undefined for a namespace that the snapshot does not hold. */
  readonly topology: (namespace: string) => NamespaceTopology | undefined;
  /** Whether a workload is a proxy that stands alone, and the node that stands for it. Each found once. */
  readonly proxyOf: (workload: WorkloadFacts) => ProxyKind | undefined;
  readonly nodeOf: (workload: WorkloadFacts) => NodeIdentity;
  readonly nodeOfService: (service: ServiceFacts) => NodeIdentity;
  readonly draft: GraphDraft;
  /** Edges by the id of the node that they leave. */
  readonly leaving: (node: string) => readonly EdgeDraft[];
  /** Edges by the id of the node that they lead to. */
  readonly arriving: (node: string) => readonly EdgeDraft[];
  /** Seconds that counts are divided by. */
  readonly seconds: number;
}

export function createContext(input: GraphInput): GraphContext {
  const { snapshot, telemetry } = input;
  const labelNames = input.labelNames ?? DEFAULT_LABEL_NAMES;
  const namespaces = [...new Set(input.namespaces)].sort();
  const draft = emptyDraft();
  const gateways = gatewayIndexOf(snapshot);
  const proxyOf = (workload: WorkloadFacts) => proxyKind(workload, gateways);
  return {
    input,
    snapshot,
    telemetry,
    type: input.type,
    labelNames,
    namespaces,
    requested: new Set(namespaces),
    gateways,
    topology: remembered((namespace) => {
      const slice = snapshot.slices.get(namespace);
      return slice === undefined ? undefined : topologyOf(slice, labelNames);
    }),
    proxyOf,
    nodeOf: (workload) => workloadIdentity(workload, input.type, proxyOf(workload)),
    nodeOfService: serviceIdentity,
    draft,
    leaving: (node) => draft.leaving.get(node) ?? [],
    arriving: (node) => draft.arriving.get(node) ?? [],
    seconds: telemetry.coveredSeconds > 0 ? telemetry.coveredSeconds : Math.max(1, telemetry.windowSeconds),
  };
}

function remembered<K, V>(find: (key: K) => V): (key: K) => V {
  const known = new Map<K, { readonly value: V }>();
  return (key) => {
    const entry = known.get(key) ?? { value: find(key) };
    known.set(key, entry);
    return entry.value;
  };
}

/** The protocol of a service's edges before any traffic is seen: of its first HTTP or gRPC port, else TCP. */
export function protocolOfService(facts: ServiceFacts): Protocol {
  for (const port of facts.service.spec?.ports ?? []) {
    const protocol = portProtocol(port);
    if (protocol === 'http' || protocol === 'grpc') return protocol;
  }
  return 'tcp';
}
