import type { GraphNode } from '@weir/shared';
import { formatPlannedShare, formatRate, formatShare } from './format-figures.ts';
import type { ViewEdge, ViewNode } from './view-model.ts';

const KIND_WORDS: Readonly<Record<GraphNode['kind'], string>> = {
  app: 'App',
  workload: 'Workload',
  service: 'Service',
  gateway: 'Gateway',
  serviceEntry: 'Service entry',
  waypoint: 'Waypoint',
  unknown: 'Unknown callers',
  passthrough: 'Passthrough',
  blackhole: 'Black hole',
  box: 'Box',
};

/** Name of a kind of node as a person reads it. */
export const kindWord = (kind: GraphNode['kind']): string => KIND_WORDS[kind];

/** Everything that a shape says, as one line of text for screen readers, tooltips and tests. */
export function describeNode(
  node: ViewNode,
  members: readonly GraphNode[],
  leaving: readonly ViewEdge[],
  names: ReadonlyMap<string, string>,
): string {
  const version = members.find((member) => member.version !== undefined)?.version;
  const app = node.kind === 'app' ? members[0]?.app : undefined;
  const parts = [`${kindWord(node.kind)} ${app ?? `${node.prefix}${node.name}`}`];
  if (version !== undefined) parts.push(`version ${version}`);
  if (node.namespace !== '') parts.push(`namespace ${node.namespace}`);
  const reasons = [...new Set(members.flatMap((member) => member.health.reasons))];
  parts.push(reasons.length === 0 ? node.health : `${node.health} (${reasons.join(' ')})`);
  if (node.pods !== undefined) parts.push(`${node.pods.ready} of ${node.pods.total} pods ready`);
  if (node.figures !== undefined && node.figures.perSecond > 0) {
    parts.push(formatRate(node.figures.perSecond, node.unit));
    if (node.figures.errorShare > 0) parts.push(`${formatShare(node.figures.errorShare)} errors`);
  }
  for (const edge of leaving)
    if (edge.split !== undefined) parts.push(describeShare(edge, names.get(edge.target) ?? ''));
  for (const badge of node.badges) if (badge.detail !== '') parts.push(badge.detail.replace(/\.$/, ''));
  return parts.join(', ');
}

/** An edge in words, as `reviews to v1, http, 71.4 % observed, set 80 %, drift`. */
export function describeEdge(edge: ViewEdge, names: ReadonlyMap<string, string>): string {
  const parts = [`${names.get(edge.source) ?? edge.source} to ${names.get(edge.target) ?? edge.target}`, edge.protocol];
  if (edge.split !== undefined) parts.push(sharesInWords(edge));
  if (edge.observed) parts.push(formatRate(edge.figures.perSecond, edge.unit));
  else parts.push(edge.tone === 'idle' ? 'idle' : 'not measured');
  if (edge.observed && edge.figures.errorShare > 0) parts.push(`${formatShare(edge.figures.errorShare)} errors`);
  if (edge.drift) parts.push('drift');
  return parts.join(', ');
}

const describeShare = (edge: ViewEdge, name: string): string => `${name} ${sharesInWords(edge)}`;

function sharesInWords(edge: Pick<ViewEdge, 'split' | 'observed' | 'figures' | 'notRouted'>): string {
  const planned = edge.notRouted
    ? 'not routed'
    : `${edge.split === 'expected' ? 'expected' : 'set'} ${formatPlannedShare(edge.figures.plannedShare)}`;
  return edge.observed ? `${formatShare(edge.figures.observedShare)} observed, ${planned}` : planned;
}
