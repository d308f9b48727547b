import { serviceEntryNodeId } from '@weir/shared';
import { hostOfHeader, isIpAddress } from '../../resolve/host-names.ts';
import type { Peer, SampleLabels } from '../../telemetry/sample.ts';
import type { GraphContext } from '../graph-context.ts';
import type { NodeIdentity } from '../identity.ts';
import {
  BLACK_HOLE_IDENTITY,
  namedServiceIdentity,
  namedWorkloadIdentity,
  PASSTHROUGH_IDENTITY,
  serviceEntryIdentity,
  UNKNOWN_IDENTITY,
} from '../node-identity.ts';
import { type NamespaceTopology, primaryService } from '../topology/namespace-topology.ts';
import { serviceEntryFor } from '../topology/service-entry-index.ts';
import type { WorkloadFacts } from '../topology/workload-facts.ts';

/** Finds the nodes that the ends of a report stand for. Answers are remembered: reports repeat their ends many times. */
export interface Ends {
  /** The node of a caller or callee; undefined when the report does not know the workload. */
  readonly workload: (peer: Peer) => NodeIdentity | undefined;
  /** The caller's node: `unknown` when no sidecar told who it is. */
  readonly caller: (peer: Peer) => NodeIdentity;
  /** The service, ServiceEntry, passthrough or black hole that was addressed; undefined when it is none of these. */
  readonly service: (labels: SampleLabels) => NodeIdentity | undefined;
}

/** Whether telemetry knows the value. */
export const isKnown = (value: string): boolean => value !== '' && value !== 'unknown';

export function createEnds(context: GraphContext): Ends {
  const named = new Map<string, NodeIdentity | undefined>();
  const unlisted = new Map<string, NodeIdentity | undefined>();
  const known = new Map<WorkloadFacts, NodeIdentity>();
  const intern = createInterner();
  const workload = (peer: Peer): NodeIdentity | undefined => {
    const topology = context.topology(peer.namespace);
    const facts = topology?.workloads.get(peer.workload);
    if (topology !== undefined && facts !== undefined) {
      const node = known.get(facts) ?? nodeOfWorkload(context, topology, facts);
      known.set(facts, node);
      return node;
    }
    const key = `${peer.namespace}|${peer.workload}|${peer.canonicalService}|${peer.canonicalRevision}`;
    if (!named.has(key)) named.set(key, nameWorkload(context, peer));
    return named.get(key);
  };
  return {
    workload,
    caller: (peer) => workload(peer) ?? UNKNOWN_IDENTITY,
    service: (labels) => {
      const { destinationService, destinationServiceName, destinationServiceNamespace, source } = labels;
      const facts = context.topology(destinationServiceNamespace)?.services.get(destinationServiceName);
      if (facts !== undefined) return context.nodeOfService(facts);
      const key = `${destinationService}|${destinationServiceName}|${destinationServiceNamespace}|${source.namespace}`;
      if (!unlisted.has(key)) unlisted.set(key, intern(findService(context, labels)));
      return unlisted.get(key);
    },
  };
}

/** One object for each id: however a host is spelled, its calls belong together. */
function createInterner(): (node: NodeIdentity | undefined) => NodeIdentity | undefined {
  const byId = new Map<string, NodeIdentity>();
  return (node) => {
    if (node === undefined || node.service !== undefined) return node;
    const first = byId.get(node.id) ?? node;
    byId.set(node.id, first);
    return first;
  };
}

/** In a service graph a workload is its service, unless it is a proxy that stands alone or has none. */
function nodeOfWorkload(context: GraphContext, topology: NamespaceTopology, facts: WorkloadFacts): NodeIdentity {
  const isService = context.type === 'service' && context.proxyOf(facts) === undefined;
  const service = isService ? primaryService(topology, facts) : undefined;
  return service === undefined ? context.nodeOf(facts) : context.nodeOfService(service);
}

/** The node of a workload that the snapshot does not hold. */
function nameWorkload(context: GraphContext, peer: Peer): NodeIdentity | undefined {
  const { namespace, workload: name, canonicalService, canonicalRevision } = peer;
  const hasApp = isKnown(canonicalService);
  if (!isKnown(namespace) || (!isKnown(name) && !hasApp)) return undefined;
  const hasVersion = isKnown(canonicalRevision) && canonicalRevision !== 'latest';
  const named = {
    namespace,
    name: isKnown(name) ? name : '',
    ...(hasApp ? { app: canonicalService } : {}),
    ...(hasVersion ? { version: canonicalRevision } : {}),
  };
  return namedWorkloadIdentity(named, context.type, context.topology(namespace) !== undefined);
}

/** Whatever was addressed that is no service of the snapshot by name and namespace. */
function findService(context: GraphContext, labels: SampleLabels): NodeIdentity | undefined {
  const { destinationServiceName: name, destinationServiceNamespace: namespace, source } = labels;
  if (name === 'PassthroughCluster') return PASSTHROUGH_IDENTITY;
  if (name === 'BlackHoleCluster') return BLACK_HOLE_IDENTITY;
  // Traffic that came in on a port of no service: it went to the workload itself.
  if (name.startsWith('InboundPassthroughCluster')) return undefined;
  const host = hostOfHeader(isKnown(labels.destinationService) ? labels.destinationService : isKnown(name) ? name : '');
  if (host === '') return undefined;
  const clusterService = serviceOfHost(context, host, isKnown(source.namespace) ? source.namespace : '');
  if (clusterService !== undefined) return clusterService;
  const entry = serviceEntryFor(context.snapshot, host, [namespace, source.namespace]);
  if (entry !== undefined) return serviceEntryIdentity(entry.entry, entry.namespace);
  return isKnown(name) && isKnown(namespace) ? unlistedHost(context, namespace, name, host) : undefined;
}

/** A registry host whose object is not in the snapshot: gone since, or not visible. */
function unlistedHost(context: GraphContext, namespace: string, name: string, host: string): NodeIdentity | undefined {
  const deleted = context.snapshot.slices.has(namespace);
  if (isIpAddress(host)) return undefined;
  if (!name.includes('.')) return namedServiceIdentity(namespace, name, deleted);
  return { id: serviceEntryNodeId(namespace, name), kind: 'serviceEntry', namespace, name, deleted };
}

/**
 * The Kubernetes service of a host as a client of `namespace` may write it. Proxies fall back to the Host header where no
 * cluster was chosen, as when no route matched.
 */
function serviceOfHost(context: GraphContext, host: string, namespace: string): NodeIdentity | undefined {
  const suffix = `.svc.${context.snapshot.mesh.domain}`;
  const isFull = host.endsWith(suffix);
  const short = isFull ? host.slice(0, -suffix.length) : host.endsWith('.svc') ? host.slice(0, -4) : host;
  const [name = '', owner = namespace, more] = short.split('.');
  if (name === '' || owner === '' || more !== undefined || isIpAddress(host)) return undefined;
  const topology = context.topology(owner);
  const facts = topology?.services.get(name);
  if (facts !== undefined) return context.nodeOfService(facts);
  return isFull ? namedServiceIdentity(owner, name, topology !== undefined) : undefined;
}
