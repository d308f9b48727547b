import type { Graph, GraphEdge, GraphNode, NodeTraffic, ObservedTraffic, ResponseShare, Warning } from '@weir/shared';
import { histogramQuantile } from '../stats/histogram-quantile.ts';
import { shareOf, significant } from '../stats/significant.ts';
import type { EdgeDraft, NodeDraft } from './draft.ts';
import type { GraphContext } from './graph-context.ts';
import { podsOfNode } from './node-pods.ts';
import { childrenOf } from './steps/add-boxes.ts';
import { hasTraffic, type Tally } from './tally.ts';

/** The finished draft as the contract's graph: sorted by id, figures in six digits (G10). */
export function toGraph(context: GraphContext, warnings: readonly Warning[]): Graph {
  const { draft, input, snapshot, telemetry } = context;
  const children = childrenOf(context);
  const toMs = Number.isFinite(telemetry.toMs) ? telemetry.toMs : 0;
  return {
    type: context.type,
    windowSeconds: significant(telemetry.windowSeconds),
    coveredSeconds: significant(telemetry.coveredSeconds),
    generatedAt: new Date(toMs).toISOString(),
    revision: `${snapshot.revision}.${telemetry.toMs}`,
    namespaces: [...context.namespaces],
    sources: [...input.sources],
    warnings: [...warnings],
    nodes: sortedById(draft.nodes.values()).map((node) => toNode(context, node, children.get(node.id) ?? [])),
    edges: sortedById(draft.edges.values()).map((edge) => toEdge(context, edge)),
  };
}

const sortedById = <T extends { readonly id: string }>(items: Iterable<T>): T[] =>
  [...items].sort((a, b) => (a.id < b.id ? -1 : 1));

/** Assigned field by field: this runs for every node of a thousand services. */
function toNode(context: GraphContext, node: NodeDraft, children: readonly NodeDraft[]): GraphNode {
  const members = node.kind === 'box' ? children : [node];
  const shown: GraphNode = {
    id: node.id,
    kind: node.kind,
    namespace: node.namespace,
    cluster: context.snapshot.cluster,
    name: node.name,
    health: node.health,
    badges: node.badges,
    labels: labelsOf(context, node),
  };
  if (node.boxKind !== undefined) shown.boxKind = node.boxKind;
  if (node.app !== undefined) shown.app = node.app;
  if (node.version !== undefined) shown.version = node.version;
  if (node.workloads.length > 0) shown.workloads = workloadRefs(node);
  const service = serviceBefore(context, members);
  if (service !== undefined) shown.service = service;
  if (node.parent !== undefined) shown.parent = node.parent;
  const pods = node.kind === 'box' ? boxPods(node, children) : podsOfNode(node);
  if (pods !== undefined) shown.pods = pods;
  const traffic = trafficOf(context, members, node);
  if (traffic !== undefined) shown.traffic = traffic;
  if (node.routing !== undefined) shown.routing = node.routing;
  return shown;
}

const workloadRefs = (node: NodeDraft) =>
  node.workloads.map(({ kind, name }) => ({ kind, name })).sort((a, b) => (a.name < b.name ? -1 : 1));

/** Pods of an app's box; a namespace's box would only repeat what is in it. */
function boxPods(box: NodeDraft, children: readonly NodeDraft[]) {
  if (box.boxKind !== 'app') return undefined;
  return podsOfNode({ ...box, workloads: children.flatMap((child) => child.workloads) });
}

/** The one service that all workloads of the nodes stand behind; none when there are several, or none. */
function serviceBefore(context: GraphContext, nodes: readonly NodeDraft[]): string | undefined {
  let only: string | undefined;
  for (const node of nodes) {
    if (node.kind === 'box') return undefined;
    for (const { namespace, name } of node.workloads) {
      for (const service of context.topology(namespace)?.servicesOf.get(name) ?? []) {
        if (only !== undefined && only !== service.name) return undefined;
        only = service.name;
      }
    }
  }
  return only;
}

/** Only the labels that name app and version: what else pods carry would double the answer. */
function labelsOf(context: GraphContext, node: NodeDraft): Record<string, string> {
  const labels: Record<string, string> = {};
  const [first] = node.workloads;
  if (first === undefined) return labels;
  for (const name of [...context.labelNames.app, ...context.labelNames.version]) {
    const value = first.labels[name];
    if (value !== undefined && node.workloads.every((workload) => workload.labels[name] === value))
      labels[name] = value;
  }
  return labels;
}

/** Rates in requests a second; of nodes that only move TCP in bytes a second. */
function trafficOf(context: GraphContext, members: readonly NodeDraft[], shown: NodeDraft): NodeTraffic | undefined {
  if (shown.boxKind === 'namespace') return undefined;
  const sum = { answered: 0, sent: 0, errors: 0, requests: 0, bytesIn: 0, bytesOut: 0, isBusy: false };
  for (const { incoming, outgoing } of members) {
    sum.answered += incoming.answered;
    sum.errors += incoming.errors;
    sum.requests += incoming.requests;
    sum.sent += outgoing.answered;
    sum.bytesIn += incoming.bytes;
    sum.bytesOut += outgoing.bytes;
    sum.isBusy ||= hasTraffic(incoming) || hasTraffic(outgoing);
  }
  if (!sum.isBusy) return undefined;
  const isTcp = sum.answered === 0 && sum.sent === 0;
  return {
    inPerSecond: significant((isTcp ? sum.bytesIn : sum.answered) / context.seconds),
    outPerSecond: significant((isTcp ? sum.bytesOut : sum.sent) / context.seconds),
    errorShare: shareOf(sum.errors, sum.answered),
    requests: Math.round(isTcp ? sum.requests : sum.answered),
  };
}

function toEdge(context: GraphContext, edge: EdgeDraft): GraphEdge {
  const { id, source, target, protocol, health } = edge;
  const shown: GraphEdge = { id, source, target, protocol, health };
  if (edge.configured !== undefined) shown.configured = edge.configured;
  if (edge.expected !== undefined) shown.expected = edge.expected;
  const observed = observedOf(context, edge);
  if (observed !== undefined) shown.observed = observed;
  if (edge.drift !== undefined) shown.drift = edge.drift;
  return shown;
}

function observedOf(context: GraphContext, edge: EdgeDraft): ObservedTraffic | undefined {
  const { seen, protocol } = edge;
  if (!hasTraffic(seen)) return undefined;
  const observed: ObservedTraffic = {
    perSecond: significant((protocol === 'tcp' ? seen.bytes : seen.requests) / context.seconds),
    requests: Math.round(seen.requests),
    share: observedShare(context, edge),
    errorShare: shareOf(seen.errors, seen.answered),
    clientErrorShare: shareOf(seen.clientErrors, seen.answered),
    responses: responsesOf(seen),
    reporter: edge.reporter ?? 'destination',
  };
  const latency = latencyOf(seen);
  if (latency !== undefined) observed.latency = latency;
  if (seen.securityKnown > 0) observed.mtlsShare = shareOf(seen.mutualTls, seen.securityKnown);
  return observed;
}

/**
 * The part of what leaves the source node over this protocol. A service's TCP splits by connection, as weights do, as long
 * as any was opened in the window; all other TCP is measured in bytes.
 */
function observedShare(context: GraphContext, edge: EdgeDraft): number {
  const node = context.draft.nodes.get(edge.source);
  const all = node?.leaving?.[edge.protocol] ?? { requests: 0, bytes: 0 };
  const byBytes = edge.protocol === 'tcp' && (node?.kind !== 'service' || all.requests === 0);
  return byBytes ? shareOf(edge.seen.bytes, all.bytes) : shareOf(edge.seen.requests, all.requests);
}

/** By code and flags, the most frequent first. */
function responsesOf(tally: Tally): ResponseShare[] {
  const shown: ResponseShare[] = [];
  const exact: number[] = [];
  for (const { answer, requests } of tally.answers) {
    const at = shown.findIndex(({ code, flags }) => code === answer.code && flags === answer.flags);
    if (at >= 0) exact[at] = (exact[at] ?? 0) + requests;
    else {
      shown.push({ code: answer.code, flags: answer.flags, share: 0, requests: 0 });
      exact.push(requests);
    }
  }
  shown.forEach((response, at) => {
    response.share = shareOf(exact[at] ?? 0, tally.answered);
    response.requests = Math.round(exact[at] ?? 0);
  });
  return shown.sort((a, b) => b.share - a.share || (`${a.code} ${a.flags}` < `${b.code} ${b.flags}` ? -1 : 1));
}

function latencyOf({ histogram }: Tally): ObservedTraffic['latency'] {
  if (histogram === undefined) return undefined;
  const buckets = histogram.boundsMs.map((upToMs, at) => ({ upToMs, count: histogram.counts[at] ?? 0 }));
  const count = buckets.at(-1)?.count ?? 0;
  const quantile = (of: number): number | null => {
    const value = histogramQuantile(of, buckets);
    return value === null ? null : significant(value);
  };
  return {
    p50Ms: quantile(0.5),
    p95Ms: quantile(0.95),
    p99Ms: quantile(0.99),
    averageMs: count > 0 ? significant(histogram.sumMs / count) : null,
  };
}
