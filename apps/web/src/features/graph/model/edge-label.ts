import { formatPlannedShare, formatRate, formatShare } from './format-figures.ts';
import type { EdgeFigures, EdgeLabelMode, ViewEdge } from './view-model.ts';

export type LabelTone = 'text' | 'text-2' | 'text-3' | 'degraded' | 'failing' | 'unknown' | 'accent';

/** One line of an edge label. `strong` is the observed share, `set` the quiet line below it. */
export interface LabelLine {
  readonly text: string;
  readonly role: 'edge' | 'edgeStrong' | 'edgeSet';
  readonly tone: LabelTone;
}

/** What stands beside an edge: up to two lines, and the drift mark above them. */
export interface EdgeLabel {
  readonly lines: readonly LabelLine[];
  readonly drift: boolean;
}

const NOTHING: EdgeLabel = { lines: [], drift: false };

/**
 * The label of an edge. `figures` are the numbers to show, which may be on their way to the edge's own;
 * `preview` is the share 0..1 that a slider is being dragged to.
 */
export function edgeLabel(edge: ViewEdge, figures: EdgeFigures, mode: EdgeLabelMode, preview?: number): EdgeLabel {
  if (mode === 'none') return preview === undefined ? NOTHING : { lines: [previewLine(preview)], drift: false };
  if (mode === 'errors') return { lines: errorLines(edge, figures), drift: false };
  if (mode === 'rate') return { lines: rateLines(edge, figures), drift: false };
  if (edge.split === undefined && preview === undefined) return { lines: rateLines(edge, figures), drift: edge.drift };
  return { lines: shareLines(edge, figures, preview), drift: edge.drift };
}

/** The widest text each line of this edge's label may come to have: places are reserved once, not at every figure. */
export function widestLabel(edge: ViewEdge, mode: EdgeLabelMode): EdgeLabel {
  const perSecond =
    edge.unit === 'bytes' ? 888_800 : Math.max(88.8, 10 ** Math.ceil(Math.log10(edge.figures.perSecond + 1)));
  const widest = {
    perSecond,
    errorShare: edge.figures.errorShare > 0 ? 0.888 : 0,
    observedShare: 0.888,
    plannedShare: 0.888,
  };
  return edgeLabel(edge, widest, mode);
}

const line = (text: string, role: LabelLine['role'], tone: LabelTone): LabelLine => ({ text, role, tone });

const previewLine = (share: number): LabelLine => line(`set ${formatPlannedShare(share)}`, 'edgeSet', 'accent');

function shareLines(edge: ViewEdge, figures: EdgeFigures, preview: number | undefined): LabelLine[] {
  if (edge.notRouted && preview === undefined) return [line('not routed', 'edgeSet', 'text-3')];
  const word = edge.split === 'expected' ? 'expected' : 'set';
  const planned =
    preview === undefined
      ? line(`${word} ${formatPlannedShare(figures.plannedShare)}`, 'edgeSet', 'text-3')
      : previewLine(preview);
  if (edge.observed) return [line(formatShare(figures.observedShare), 'edgeStrong', 'text'), planned];
  return [
    line(edge.tone === 'idle' ? 'idle' : 'not measured', 'edge', edge.tone === 'idle' ? 'text-3' : 'unknown'),
    planned,
  ];
}

function rateLines(edge: ViewEdge, figures: EdgeFigures): LabelLine[] {
  if (!edge.observed) return restingLines(edge);
  const rate = line(formatRate(figures.perSecond, edge.unit), 'edge', 'text-2');
  return edge.tone === 'degraded' || edge.tone === 'failing' ? [rate, ...errorLines(edge, figures)] : [rate];
}

function errorLines(edge: ViewEdge, figures: EdgeFigures): LabelLine[] {
  if (!edge.observed || figures.errorShare <= 0) return [];
  const tone = edge.tone === 'failing' ? 'failing' : edge.tone === 'degraded' ? 'degraded' : 'text-2';
  return [line(`${formatShare(figures.errorShare)} err`, 'edge', tone)];
}

/** Idle edges are dotted and need no word at every one of them; what is not measured says so. */
function restingLines(edge: ViewEdge): LabelLine[] {
  if (edge.notRouted) return [line('not routed', 'edgeSet', 'text-3')];
  return edge.tone === 'unknown' ? [line('not measured', 'edge', 'unknown')] : [];
}
