import { type EdgeWay, headLength } from '../../layout/edge-curves.ts';
import type { EdgeTone } from '../../model/view-model.ts';
import type { Token } from '../palette.ts';
import { edgeFigures, FULL_CHANNEL, type SceneEdge } from '../scene.ts';
import { drawPreview } from './draw-preview.ts';
import { type Frame, fadedAlpha, inWindow } from './frame.ts';

/** From quiet to loud: what needs a person lies on top. */
const TONES: readonly EdgeTone[] = ['idle', 'unknown', 'flow', 'degraded', 'failing'];

const COLOURS: Readonly<Record<EdgeTone, Token>> = {
  idle: 'idle-mark',
  unknown: 'unknown-mark',
  flow: 'edge-flow',
  degraded: 'degraded-mark',
  failing: 'failing-mark',
};

const DASHES: Readonly<Partial<Record<EdgeTone, readonly number[]>>> = { idle: [1.5, 4.5], unknown: [5, 4] };

/** Up to this many lines between regions are drawn like any other. */
const FEW_CROSSING = 30;
/** Up to this many lines are drawn in full strength from afar. */
const FEW_FROM_AFAR = 260;

/**
 * All edges in view. Many lines between regions are drawn first, and faint, so that each region can still be read;
 * those of the selected node never are. While something is lit, the others are faded.
 */
export function drawEdges(frame: Frame): void {
  const { lit, scene } = frame;
  const visible = scene.edges.filter((edge) => inWindow(frame.window, edge.bounds));
  const dark = lit === undefined ? visible : visible.filter((edge) => !lit.edges.has(edge.view.id));
  const fade = lit === undefined ? 1 : fadedAlpha(lit);
  const crossing = dark.filter((edge) => isCrossing(edge) && !touches(edge, frame.selection));
  const faint = crossing.length > FEW_CROSSING ? new Set(crossing) : new Set<SceneEdge>();
  const rest = dark.filter((edge) => !faint.has(edge));
  const faded = Math.max(0.24, FEW_CROSSING / crossing.length);
  const [bad, good] = [[...faint].filter(needsAPerson), [...faint].filter((edge) => !needsAPerson(edge))];
  drawSet(frame, good, { alpha: fade * faded, thin: true });
  drawSet(frame, bad, { alpha: fade * Math.min(1, faded * 2), thin: true });
  const afar = frame.detail === 'bars' ? Math.max(0.35, Math.min(1, FEW_FROM_AFAR / rest.length)) : 1;
  drawSet(frame, rest, { alpha: fade * afar, thin: false });
  if (lit !== undefined) {
    drawSet(
      frame,
      visible.filter((edge) => lit.edges.has(edge.view.id)),
      { alpha: 1, thin: false },
    );
  }
  frame.context.globalAlpha = 1;
}

const needsAPerson = ({ view }: SceneEdge): boolean => view.tone === 'degraded' || view.tone === 'failing';

const isCrossing = ({ source, target }: SceneEdge): boolean =>
  source.view.region !== undefined && target.view.region !== undefined && source.view.region !== target.view.region;

const touches = ({ view }: SceneEdge, id: string | undefined): boolean =>
  id !== undefined && (view.id === id || view.source === id || view.target === id);

interface Pen {
  readonly alpha: number;
  readonly thin: boolean;
}

/** Draws edges with one pen; those of newcomers as far as they have arrived. */
function drawSet(frame: Frame, edges: readonly SceneEdge[], pen: Pen): void {
  if (edges.length === 0) return;
  const isNew = (edge: SceneEdge) => !(edge.source.wasThere && edge.target.wasThere);
  frame.context.globalAlpha = pen.alpha;
  drawAll(frame, frame.arrival >= 1 ? edges : edges.filter((edge) => !isNew(edge)), pen.thin);
  if (frame.arrival >= 1) return;
  frame.context.globalAlpha = pen.alpha * frame.arrival;
  drawAll(frame, edges.filter(isNew), pen.thin);
}

function drawAll(frame: Frame, edges: readonly SceneEdge[], thin: boolean): void {
  const channels = frame.detail === 'bars' ? [] : edges.filter(isChannel);
  const selected = edges.find((edge) => edge.view.id === frame.selection);
  if (selected !== undefined) drawSelected(frame, selected);
  for (const edge of channels) drawBed(frame, edge);
  for (const tone of TONES) drawTone(frame, tone, edges, thin);
  for (const edge of channels) drawFlow(frame, edge);
  for (const edge of edges) {
    const share = frame.preview.get(edge.view.id);
    if (share !== undefined) drawPreview(frame, edge, share);
  }
}

const isChannel = (edge: SceneEdge): boolean => edge.view.split !== undefined && !edge.view.notRouted;

/** Plain lines of one tone in one stroke, and their heads in one fill. */
function drawTone(frame: Frame, tone: EdgeTone, edges: readonly SceneEdge[], thin: boolean): void {
  const { context, detail, view, palette } = frame;
  const drawn = edges.filter((edge) => edge.view.tone === tone && (detail === 'bars' || !isChannel(edge)));
  if (drawn.length === 0) return;
  context.beginPath();
  for (const edge of drawn) addWay(context, edge.way, detail === 'bars');
  context.strokeStyle = palette.colour[COLOURS[tone]];
  context.lineWidth = Math.max(thin || tone === 'idle' || tone === 'unknown' ? 1.5 : 2, 0.9 / view.k);
  const dash = detail === 'bars' ? undefined : DASHES[tone];
  if (dash !== undefined) context.setLineDash([...dash]);
  context.lineCap = tone === 'idle' && dash !== undefined ? 'round' : 'butt';
  context.stroke();
  context.setLineDash([]);
  context.lineCap = 'butt';
  if (detail === 'bars') return;
  context.beginPath();
  for (const edge of drawn) addHead(context, edge.way, 4.2, headLength(0));
  context.fillStyle = palette.colour[COLOURS[tone]];
  context.fill();
}

function addWay(context: CanvasRenderingContext2D, way: EdgeWay, straight: boolean): void {
  const [first] = way.curves;
  if (first === undefined) return;
  context.moveTo(first.x0, first.y0);
  for (const curve of way.curves) {
    if (straight) context.lineTo(curve.x3, curve.y3);
    else context.bezierCurveTo(curve.x1, curve.y1, curve.x2, curve.y2, curve.x3, curve.y3);
  }
}

function addHead(context: CanvasRenderingContext2D, way: EdgeWay, half: number, length: number): void {
  const back = way.tipX - way.direction * length;
  context.moveTo(back, way.tipY - half);
  context.lineTo(way.tipX, way.tipY);
  context.lineTo(back, way.tipY + half);
  context.closePath();
}

/** Two hairline banks and the bed between them: as wide as the set share. Shares by pods have dashed banks. */
function drawBed(frame: Frame, edge: SceneEdge): void {
  const { context, palette } = frame;
  const bed = edgeFigures(edge, frame.figures).plannedShare * FULL_CHANNEL + 3;
  context.beginPath();
  addWay(context, edge.way, false);
  if (edge.view.split === 'expected') context.setLineDash([4, 3]);
  context.lineWidth = bed + 2;
  context.strokeStyle = palette.colour['edge-bank'];
  context.stroke();
  context.setLineDash([]);
  context.lineWidth = bed;
  context.strokeStyle = palette.colour['edge-bed'];
  context.stroke();
}

/** What really flows: as wide as the observed share. A dry bed has none; an unmeasured one a dashed line. */
function drawFlow(frame: Frame, edge: SceneEdge): void {
  const { context, palette } = frame;
  const { tone, observed } = edge.view;
  const share = edgeFigures(edge, frame.figures).observedShare;
  const flow = observed ? Math.max(1.5, share * FULL_CHANNEL) : 1.5;
  context.strokeStyle = palette.colour[COLOURS[tone]];
  const dash = observed ? undefined : DASHES[tone];
  if (dash !== undefined) context.setLineDash([...dash]);
  context.lineCap = tone === 'idle' && dash !== undefined ? 'round' : 'butt';
  context.beginPath();
  addWay(context, edge.way, false);
  context.lineWidth = flow;
  context.stroke();
  context.setLineDash([]);
  context.lineCap = 'butt';
  context.beginPath();
  addHead(context, edge.way, Math.max(4.2, flow / 2 + 2), headLength(edge.breadth));
  context.fillStyle = palette.colour[COLOURS[tone]];
  context.fill();
}

function drawSelected(frame: Frame, edge: SceneEdge): void {
  const { context, palette } = frame;
  context.beginPath();
  addWay(context, edge.way, false);
  context.lineCap = 'round';
  context.lineWidth = edge.breadth + 9;
  context.strokeStyle = palette.colour['accent-soft'];
  context.stroke();
  context.lineWidth = edge.breadth + 5;
  context.strokeStyle = palette.colour.accent;
  context.stroke();
  context.lineWidth = edge.breadth + 2;
  context.strokeStyle = palette.colour['bg-region'];
  context.stroke();
  context.lineCap = 'butt';
}
