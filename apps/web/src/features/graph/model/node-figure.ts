import { formatRate, formatShare } from './format-figures.ts';
import type { NodeFigures, ViewNode } from './view-model.ts';

/** The figure at the right of a node's second line. */
export interface NodeFigure {
  readonly text: string;
  readonly tone: 'text-2' | 'degraded' | 'failing';
}

/**
 * Errors where they need a person, otherwise the rate, unless the only edge that comes in says it already; `idle`
 * where nothing came; nothing where nothing is known.
 */
export function nodeFigure(node: ViewNode, figures: NodeFigures | undefined = node.figures): NodeFigure | undefined {
  if (figures === undefined || node.shape !== 'card') return undefined;
  const bad = node.health === 'degraded' || node.health === 'failing' ? node.health : undefined;
  if (bad !== undefined && figures.errorShare > 0) return { text: `${formatShare(figures.errorShare)} err`, tone: bad };
  const saidByEdge = node.colour === undefined && node.incoming === 1;
  if (figures.perSecond > 0 && saidByEdge) return undefined;
  if (figures.perSecond > 0) return { text: formatRate(figures.perSecond, node.unit), tone: 'text-2' };
  return node.outline === 'idle' ? { text: 'idle', tone: 'text-2' } : undefined;
}
