import type { GraphType, Protocol } from '@weir/shared';
import { portProtocol } from '../resolve/port-protocol.ts';
import { DEFAULT_LABEL_NAMES, type LabelNames } from '../snapshot/labels.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import type { TelemetryWindow } from '../telemetry/sample.ts';
import { type EdgeDraft, emptyDraft, type GraphDraft } from './draft.ts';
import type { GraphInput } from './graph-input.ts';
import { type GatewayIndex, gatewayIndexOf } from './topology/gateway-index.ts';
import { type NamespaceTopology, type ServiceFacts, topologyOf } from './topology/namespace-topology.ts';

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
  return {
    input,
    snapshot,
    telemetry,
    type: input.type,
    labelNames,
    namespaces,
    requested: new Set(namespaces),
    gateways: gatewayIndexOf(snapshot),
    topology: (namespace) => {
      const slice = snapshot.slices.get(namespace);
      return slice === undefined ? undefined : topologyOf(slice, labelNames);
    },
    draft,
    leaving: (node) => draft.leaving.get(node) ?? [],
    arriving: (node) => draft.arriving.get(node) ?? [],
    seconds: telemetry.coveredSeconds > 0 ? telemetry.coveredSeconds : Math.max(1, telemetry.windowSeconds),
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
