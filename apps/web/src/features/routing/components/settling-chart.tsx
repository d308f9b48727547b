import { area, curveMonotoneX, line, max, scaleLinear } from 'd3';
import { formatClock, formatShare } from '../../../lib/format.ts';
import { versionClass } from '../../../ui/version-swatch.tsx';
import type { SharePoint } from '../model/settling.ts';

export interface SettlingChartProps {
  readonly points: readonly SharePoint[];
  /** Shares 0..1: what is set now, and what was before. */
  readonly setShare: number;
  readonly shareBefore: number;
  readonly label: string;
  readonly versionIndex: number;
  readonly appliedAtMs: number;
  /** From here on an answer holds nothing older than the change. */
  readonly countsAtMs: number;
  readonly nowMs: number;
}

const WIDTH = 616;
const HEIGHT = 158;
const MARGIN = { top: 20, right: 86, bottom: 22, left: 34 };
const RIGHT = WIDTH - MARGIN.right;
const BOTTOM = HEIGHT - MARGIN.bottom;
/** Shown of the time before the change, and at least of the time after it. */
const BEFORE_MS = 8000;
const AFTER_MS = 40_000;
/** Labels closer than this would lie on each other. */
const LINE_PX = 14;

/** The observed share with its 95 % interval, coming to the line that is set. */
export function SettlingChart(props: SettlingChartProps) {
  const { points, setShare, shareBefore, label, versionIndex, appliedAtMs, countsAtMs, nowMs } = props;
  const last = points.at(-1);
  const end = Math.max(appliedAtMs + AFTER_MS, nowMs);
  const x = scaleLinear([appliedAtMs - BEFORE_MS, end], [MARGIN.left, RIGHT]);
  const highest = Math.max(setShare, shareBefore, max(points, (point) => point.high) ?? 0, 0.05);
  const top = Math.min(1, 1.15 * highest);
  const y = scaleLinear([0, top], [BOTTOM, MARGIN.top]);
  const setY = y(setShare);
  const set = `M${MARGIN.left} ${y(shareBefore)}H${x(appliedAtMs)}V${setY}H${RIGHT}`;
  const colour = `var(--${versionClass(versionIndex)})`;
  const countsX = Math.min(RIGHT, x(countsAtMs));
  return (
    <svg
      className="settling-chart"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={`Share of ${label} since the change: ${last === undefined ? 'nothing counted yet' : `${formatShare(last.share)} observed`}, ${formatShare(setShare)} set`}
    >
      {y.ticks(4).map((tick) => (
        <g key={tick}>
          <path d={`M${MARGIN.left} ${y(tick)}H${RIGHT}`} stroke="var(--line-faint)" />
          <text x={MARGIN.left - 8} y={y(tick) + 4} textAnchor="end">
            {Math.round(tick * 1000) / 10}
          </text>
        </g>
      ))}
      <rect
        x={x(appliedAtMs)}
        y={MARGIN.top}
        width={countsX - x(appliedAtMs)}
        height={BOTTOM - MARGIN.top}
        fill="var(--bg-sunken)"
      />
      {countsX - x(appliedAtMs) > 80 && (
        <text x={(countsX + x(appliedAtMs)) / 2} y={BOTTOM - 6} textAnchor="middle">
          not counted
        </text>
      )}
      <Observed points={points} x={x} y={y} top={top} colour={colour} />
      <path d={set} fill="none" stroke="var(--text-2)" strokeWidth={1.5} strokeDasharray="5 4" />
      <path
        d={`M${x(appliedAtMs)} ${MARGIN.top - 4}V${BOTTOM}`}
        stroke="var(--line-control)"
        strokeWidth={1}
        strokeDasharray="2 2"
      />
      <text x={x(appliedAtMs) + 6} y={12}>
        applied {formatClock(appliedAtMs)}
      </text>
      <EndLabels
        lastY={last === undefined ? undefined : y(last.share)}
        share={last?.share}
        setY={setY}
        setShare={setShare}
      />
      <text x={RIGHT} y={HEIGHT - 5} textAnchor="end">
        {nowMs >= appliedAtMs + AFTER_MS ? 'now' : formatClock(end)}
      </text>
    </svg>
  );
}

type Scale = (value: number) => number;

interface ObservedProps {
  readonly points: readonly SharePoint[];
  readonly x: Scale;
  readonly y: Scale;
  readonly top: number;
  readonly colour: string;
}

function Observed({ points, x, y, top, colour }: ObservedProps) {
  const last = points.at(-1);
  if (last === undefined) return null;
  const band = area<SharePoint>()
    .x((point) => x(point.atMs))
    .y0((point) => y(point.low))
    .y1((point) => y(Math.min(top, point.high)))
    .curve(curveMonotoneX);
  const path = line<SharePoint>()
    .x((point) => x(point.atMs))
    .y((point) => y(point.share))
    .curve(curveMonotoneX);
  return (
    <>
      <path d={band([...points]) ?? ''} fill={colour} opacity={0.16} />
      <path d={path([...points]) ?? ''} fill="none" stroke={colour} strokeWidth={2} />
      {/* A single point has no line: its interval is drawn upright. */}
      {points.length === 1 && (
        <path d={`M${x(last.atMs)} ${y(last.low)}V${y(Math.min(top, last.high))}`} stroke={colour} opacity={0.4} />
      )}
      <circle cx={x(last.atMs)} cy={y(last.share)} r={3.5} fill={colour} />
    </>
  );
}

interface EndLabelsProps {
  readonly lastY: number | undefined;
  readonly share: number | undefined;
  readonly setY: number;
  readonly setShare: number;
}

/** Both figures at the right end, moved apart where they would lie on each other. */
function EndLabels({ lastY, share, setY, setShare }: EndLabelsProps) {
  const x = RIGHT + 10;
  const set = <tspan>set {formatShare(setShare)}</tspan>;
  if (lastY === undefined || share === undefined) {
    return (
      <text x={x} y={setY + 4}>
        {set}
      </text>
    );
  }
  const apart = Math.abs(lastY - setY) >= LINE_PX;
  const upper = lastY <= setY;
  const middle = Math.min(BOTTOM - LINE_PX / 2, Math.max(MARGIN.top + LINE_PX / 2, (lastY + setY) / 2));
  const seenAt = apart ? lastY : middle + (upper ? -LINE_PX / 2 : LINE_PX / 2);
  const setAt = apart ? setY : middle + (upper ? LINE_PX / 2 : -LINE_PX / 2);
  return (
    <>
      <text x={x} y={seenAt + 4} className="chart-strong">
        {formatShare(share)} seen
      </text>
      <text x={x} y={setAt + 4}>
        {set}
      </text>
    </>
  );
}
