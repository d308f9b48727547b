import { samplePoints } from '../../layout/edge-curves.ts';
import { FULL_CHANNEL, type SceneEdge } from '../scene.ts';
import type { Frame } from './frame.ts';

const PIECES = 24;

/** The banks as they would be with the share that the slider stands at: dashed, in the colour of interaction. */
export function drawPreview(frame: Frame, edge: SceneEdge, share: number): void {
  const { context, palette } = frame;
  const half = (share * FULL_CHANNEL + 3) / 2 + 0.5;
  const points = samplePoints(edge.way, PIECES);
  context.setLineDash([4, 3]);
  context.lineWidth = 1.5;
  context.strokeStyle = palette.colour.accent;
  context.beginPath();
  for (const side of share > 0 ? [-1, 1] : [0]) {
    for (const [index, point] of points.entries()) {
      const before = points[index - 1] ?? point;
      const after = points[index + 1] ?? point;
      const length = Math.hypot(after.x - before.x, after.y - before.y) || 1;
      const x = point.x - ((after.y - before.y) / length) * half * side;
      const y = point.y + ((after.x - before.x) / length) * half * side;
      if (index === 0) context.moveTo(x, y);
      else context.lineTo(x, y);
    }
  }
  context.stroke();
  context.setLineDash([]);
}
