import {
  appNodeId,
  BLACK_HOLE_NODE_ID,
  type GraphType,
  gatewayNodeId,
  PASSTHROUGH_NODE_ID,
  serviceEntryNodeId,
  serviceNodeId,
  UNKNOWN_NODE_ID,
  workloadNodeId,
} from '@weir/shared';
import { recordOf, textsOf } from '../resolve/untrusted.ts';
import type { ServiceEntry } from '../resources/istio.ts';
import type { NodeIdentity } from './identity.ts';
import { type GatewayIndex, gatewaysSelecting } from './topology/gateway-index.ts';
import type { ServiceFacts } from './topology/namespace-topology.ts';
import type { WorkloadFacts } from './topology/workload-facts.ts';

/** Which node stands for what, in each graph type (G1, G2, G10). */

/** What a workload is called where the snapshot does not hold it: as telemetry names it. */
export interface NamedWorkload {
  readonly namespace: string;
  /** Empty when telemetry does not know it. */
  readonly name: string;
  readonly app?: string;
  readonly version?: string;
}

export type ProxyKind = 'gateway' | 'waypoint';

const proxyKinds = new WeakMap<GatewayIndex, WeakMap<WorkloadFacts, { readonly kind: ProxyKind | undefined }>>();

/**
 * Whether the workload is a proxy that stands alone: by its labels, or because a Gateway object selects it. Found once, as
 * long as workload and Gateways stay the same.
 */
export function proxyKind(workload: WorkloadFacts, gateways: GatewayIndex): ProxyKind | undefined {
  const kinds = proxyKinds.get(gateways) ?? new WeakMap<WorkloadFacts, { readonly kind: ProxyKind | undefined }>();
  proxyKinds.set(gateways, kinds);
  let known = kinds.get(workload);
  if (known === undefined) {
    const isSelected = gatewaysSelecting(gateways, workload.labels).length > 0;
    known = { kind: workload.proxy ?? (isSelected ? 'gateway' : undefined) };
    kinds.set(workload, known);
  }
  return known.kind;
}

const workloadIdentities = new WeakMap<WorkloadFacts, Map<string, NodeIdentity>>();

/**
 * The node of a workload. Service graphs fall back to the workload itself, for callers that no service stands for.
 * A workload without an app label is drawn under its own name, and one without a version under its app. Made once.
 */
export function workloadIdentity(workload: WorkloadFacts, type: GraphType, proxy: ProxyKind | undefined): NodeIdentity {
  const made = workloadIdentities.get(workload) ?? new Map<string, NodeIdentity>();
  workloadIdentities.set(workload, made);
  const key = proxy ?? type;
  const identity = made.get(key) ?? makeWorkloadIdentity(workload, type, proxy);
  made.set(key, identity);
  return identity;
}

function makeWorkloadIdentity(workload: WorkloadFacts, type: GraphType, proxy: ProxyKind | undefined): NodeIdentity {
  const { namespace, name, app, version } = workload;
  const own = { namespace, name, workload, ...labelled(app, version) };
  if (proxy !== undefined) return { ...own, id: gatewayNodeId(namespace, name), kind: proxy };
  return { ...identityOf({ namespace, name, ...labelled(app, version) }, type), workload };
}

/** The node of a workload that only telemetry knows. `deleted`: its namespace is watched, so it is gone. */
export const namedWorkloadIdentity = (named: NamedWorkload, type: GraphType, deleted: boolean): NodeIdentity => ({
  ...identityOf(named, type),
  deleted,
});

const labelled = (app: string | undefined, version: string | undefined) => ({
  ...(app === undefined ? {} : { app }),
  ...(version === undefined ? {} : { version }),
});

function identityOf(named: NamedWorkload, type: GraphType): NodeIdentity {
  const { namespace, name, app, version } = named;
  if (type === 'app' && app !== undefined) {
    return { id: appNodeId(namespace, app), kind: 'app', namespace, name: app, app };
  }
  if (type === 'versionedApp' && app !== undefined) {
    const id = appNodeId(namespace, app, version);
    return { id, kind: 'app', namespace, name: app, ...labelled(app, version) };
  }
  const shown = name === '' ? (app ?? 'unknown') : name;
  return { id: workloadNodeId(namespace, shown), kind: 'workload', namespace, name: shown, ...labelled(app, version) };
}

const serviceIdentities = new WeakMap<ServiceFacts, NodeIdentity>();

/** The node of a service. Made once. */
export function serviceIdentity(facts: ServiceFacts): NodeIdentity {
  const { namespace, name } = facts;
  const identity = serviceIdentities.get(facts) ?? {
    id: serviceNodeId(namespace, name),
    kind: 'service',
    namespace,
    name,
    service: facts,
  };
  serviceIdentities.set(facts, identity);
  return identity;
}

/** A service that only telemetry knows. */
export const namedServiceIdentity = (namespace: string, name: string, deleted: boolean): NodeIdentity => ({
  id: serviceNodeId(namespace, name),
  kind: 'service',
  namespace,
  name,
  deleted,
});

/** One node for a ServiceEntry, named by its host when it has just one. */
export function serviceEntryIdentity(entry: ServiceEntry, namespace: string): NodeIdentity {
  const hosts = textsOf(recordOf(entry.spec).hosts);
  const name = hosts.length === 1 ? (hosts[0] ?? entry.metadata.name) : entry.metadata.name;
  return { id: serviceEntryNodeId(namespace, entry.metadata.name), kind: 'serviceEntry', namespace, name };
}

export const UNKNOWN_IDENTITY: NodeIdentity = { id: UNKNOWN_NODE_ID, kind: 'unknown', namespace: '', name: 'unknown' };
export const PASSTHROUGH_IDENTITY: NodeIdentity = {
  id: PASSTHROUGH_NODE_ID,
  kind: 'passthrough',
  namespace: '',
  name: 'passthrough',
};
export const BLACK_HOLE_IDENTITY: NodeIdentity = {
  id: BLACK_HOLE_NODE_ID,
  kind: 'blackhole',
  namespace: '',
  name: 'black hole',
};
