import type { GraphNode } from '@weir/shared';
import { formatCount } from './format-figures.ts';

const plural = (count: number, one: string): string => `${formatCount(count)} ${one}${count === 1 ? '' : 's'}`;

/**
 * What a namespace holds and how it does, as `5 services, 1 degraded`. Counts the nodes of the data, services where
 * there are any, so that docking changes nothing.
 */
export function summarizeRegion(nodes: readonly GraphNode[], drifting: number): string {
  const services = nodes.filter((node) => node.kind === 'service');
  const counted = services.length > 0 ? services : nodes;
  const word = services.length > 0 ? 'service' : counted.every((node) => node.kind === 'app') ? 'app' : 'workload';
  const parts = [plural(counted.length, word)];
  const failing = counted.filter((node) => node.health.state === 'failing').length;
  const degraded = counted.filter((node) => node.health.state === 'degraded').length;
  if (failing > 0) parts.push(`${formatCount(failing)} failing`);
  if (degraded > 0) parts.push(`${formatCount(degraded)} degraded`);
  if (drifting > 0) parts.push(`${formatCount(drifting)} drift`);
  return parts.join(', ');
}
