import { area, curveMonotoneX, line, max, scaleLinear } from 'd3';
import { formatClock } from '../../../lib/format.ts';
import { versionClass } from '../../../ui/version-swatch.tsx';

/** One look at the share of a version since the change. Shares 0..1. */
export interface SharePoint {
  readonly atMs: number;
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

export interface SettlingChartProps {
  readonly points: readonly SharePoint[];
  readonly setShare: number;
  readonly label: string;
  readonly versionIndex: number;
  readonly appliedAtMs: number;
}

const WIDTH = 600;
const HEIGHT = 150;
const MARGIN = { top: 10, right: 92, bottom: 22, left: 34 };

/** The observed share with its 95 % interval, coming to the line that is set. */
export function SettlingChart({ points, setShare, label, versionIndex, appliedAtMs }: SettlingChartProps) {
  const last = points.at(-1);
  const colour = `var(--${versionClass(versionIndex)})`;
  const x = scaleLinear(
    [appliedAtMs, Math.max(appliedAtMs + 20_000, last?.atMs ?? 0)],
    [MARGIN.left, WIDTH - MARGIN.right],
  );
  const top = Math.min(1, 1.15 * Math.max(setShare, max(points, (point) => point.high) ?? 0, 0.05));
  const y = scaleLinear([0, top], [HEIGHT - MARGIN.bottom, MARGIN.top]);
  const band = area<SharePoint>()
    .x((point) => x(point.atMs))
    .y0((point) => y(point.low))
    .y1((point) => y(Math.min(top, point.high)))
    .curve(curveMonotoneX);
  const path = line<SharePoint>()
    .x((point) => x(point.atMs))
    .y((point) => y(point.share))
    .curve(curveMonotoneX);
  const percent = (share: number) => `${Math.round(share * 1000) / 10}`;
  return (
    <svg
      className="settling-chart"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={`Share of ${label} since the change, in percent`}
    >
      {y.ticks(4).map((tick) => (
        <g key={tick}>
          <path d={`M${MARGIN.left} ${y(tick)}H${WIDTH - MARGIN.right}`} stroke="var(--line-faint)" />
          <text x={MARGIN.left - 8} y={y(tick) + 4} textAnchor="end">
            {percent(tick)}
          </text>
        </g>
      ))}
      <path d={band([...points]) ?? ''} fill={colour} opacity={0.16} />
      <path d={path([...points]) ?? ''} fill="none" stroke={colour} strokeWidth={2} />
      <path
        d={`M${MARGIN.left} ${y(setShare)}H${WIDTH - MARGIN.right}`}
        stroke="var(--text-2)"
        strokeWidth={1.5}
        strokeDasharray="5 4"
      />
      {last !== undefined && (
        <>
          <circle cx={x(last.atMs)} cy={y(last.share)} r={3} fill={colour} />
          <text
            x={WIDTH - MARGIN.right + 10}
            y={Math.min(HEIGHT - MARGIN.bottom, y(last.share) + 4)}
            className="chart-strong"
          >
            {percent(last.share)} % seen
          </text>
        </>
      )}
      {(last === undefined || Math.abs(y(last.share) - y(setShare)) > 14) && (
        <text x={WIDTH - MARGIN.right + 10} y={y(setShare) + 4}>
          set {percent(setShare)} %
        </text>
      )}
      <text x={MARGIN.left} y={HEIGHT - 5}>
        {formatClock(appliedAtMs)}
      </text>
      <text x={WIDTH - MARGIN.right} y={HEIGHT - 5} textAnchor="end">
        now
      </text>
    </svg>
  );
}
