import { describe, expect, it } from 'vitest';
import { edgeLabel } from './edge-label.ts';
import type { EdgeLabelMode, ViewEdge } from './view-model.ts';

const edge = (change: Partial<ViewEdge> = {}): ViewEdge => ({
  id: 'a>b#http',
  source: 'a',
  target: 'b',
  protocol: 'http',
  tone: 'flow',
  split: undefined,
  notRouted: false,
  observed: true,
  figures: { perSecond: 6.2, errorShare: 0, observedShare: 0.886, plannedShare: 0.9 },
  unit: 'requests',
  drift: false,
  ...change,
});
const bad = {
  figures: { perSecond: 6.2, errorShare: 0.066, observedShare: 0.114, plannedShare: 0.1 },
  tone: 'degraded',
} as const;
const texts = (view: ViewEdge, mode: EdgeLabelMode, preview?: number) =>
  edgeLabel(view, view.figures, mode, preview).lines.map((line) => line.text.replaceAll(/[\u00a0\u202f]/g, ' '));

describe('edge labels', () => {
  it.each<[string, ViewEdge, EdgeLabelMode, string[]]>([
    ['a plain edge shows its rate among shares', edge(), 'share', ['6.2 rps']],
    ['a split shows observed over set', edge({ split: 'set' }), 'share', ['88.6 %', 'set 90 %']],
    ['shares by pods are called expected', edge({ split: 'expected' }), 'share', ['88.6 %', 'expected 90 %']],
    [
      'no share stands alone without traffic',
      edge({ split: 'set', observed: false, tone: 'idle' }),
      'share',
      ['idle', 'set 90 %'],
    ],
    [
      'nor without telemetry',
      edge({ split: 'set', observed: false, tone: 'unknown' }),
      'share',
      ['not measured', 'set 90 %'],
    ],
    [
      'a version that gets nothing says so',
      edge({ split: 'set', notRouted: true, observed: false, tone: 'idle' }),
      'share',
      ['not routed'],
    ],
    ['what is not measured says so', edge({ observed: false, tone: 'unknown' }), 'rate', ['not measured']],
    ['idle edges are dotted and need no word', edge({ observed: false, tone: 'idle' }), 'rate', []],
    ['rates of bad edges come with errors', edge(bad), 'rate', ['6.2 rps', '6.6 % err']],
    ['errors only where there are some', edge(), 'errors', []],
    ['errors', edge(bad), 'errors', ['6.6 % err']],
    ['nothing', edge({ split: 'set' }), 'none', []],
    ['TCP in bytes', edge({ unit: 'bytes' }), 'rate', ['6 B/s']],
  ])('G3: %s', (_, view, mode, expected) => expect(texts(view, mode)).toEqual(expected));

  it('a preview takes the place of the set share, in any mode that shows it', () => {
    expect(texts(edge({ split: 'set' }), 'share', 0.75)).toEqual(['88.6 %', 'set 75 %']);
    expect(texts(edge({ split: 'set' }), 'none', 0.75)).toEqual(['set 75 %']);
  });

  it('G4: the drift mark comes with shares only', () => {
    expect(edgeLabel(edge({ split: 'set', drift: true }), edge().figures, 'share').drift).toBe(true);
    expect(edgeLabel(edge({ split: 'set', drift: true }), edge().figures, 'rate').drift).toBe(false);
  });
});
