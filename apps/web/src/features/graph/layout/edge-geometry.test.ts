import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { edgeSides, edgeWay, samplePoints } from './edge-curves.ts';
import type { Rect } from './layout-types.ts';
import { placeLabels } from './place-labels.ts';
import { assignPorts } from './ports.ts';
import { overlaps } from './rects.ts';

const node = (x: number, y: number): Rect => ({ x, y, width: 160, height: 52 });

describe('ways of edges', () => {
  const here = node(0, 0);
  it.each([
    ['to the right', node(240, 0), 'forward'],
    ['to the left', node(-240, 0), 'backward'],
    ['below', node(0, 100), 'around'],
    ['half below', node(100, 100), 'around'],
  ])('a target %s', (_, target, expected) => expect(edgeSides(here, target)).toBe(expected));

  it('a node that calls itself has a loop', () => expect(edgeSides(here, here)).toBe('loop'));

  it('a line starts at the side of its source and its tip is at the side of its target', () => {
    const way = edgeWay({ source: here, sourceY: 26, target: node(240, 80), targetY: 106, breadth: 2 });
    expect(way.curves[0]).toMatchObject({ x0: 160, y0: 26 });
    expect(way).toMatchObject({ tipX: 239, tipY: 106, direction: 1 });
  });

  it('a long line passes through its bends, level', () => {
    const bends = [{ x1: 240, x2: 400, y: 200 }];
    const way = edgeWay({ source: here, sourceY: 26, target: node(480, 0), targetY: 26, breadth: 2, bends });
    const passing = samplePoints(way, 8).filter((point) => point.x >= 240 && point.x <= 400);
    expect(passing.length).toBeGreaterThan(2);
    for (const point of passing) expect(point.y).toBeCloseTo(200);
  });
});

describe('ports', () => {
  const source = node(0, 100);
  const places = new Map([
    ['s', source],
    ['up', node(300, 0)],
    ['down', node(300, 220)],
  ]);
  const edge = (target: string, breadth: number) => ({ id: `s>${target}`, source: 's', target, breadth });

  it('ends are sorted by where they go, so lines do not cross at the node', () => {
    const ports = assignPorts([edge('down', 2), edge('up', 2)], (id) => places.get(id));
    expect(ports.get('s>up')?.sourceY).toBeLessThan(ports.get('s>down')?.sourceY ?? 0);
    expect(ports.get('s>up')?.targetY).toBe(26);
  });

  it('channels at one side do not cover each other', () => {
    const ports = assignPorts([edge('down', 16.5), edge('up', 4.5)], (id) => places.get(id));
    const distance = (ports.get('s>down')?.sourceY ?? 0) - (ports.get('s>up')?.sourceY ?? 0);
    expect(distance).toBeGreaterThanOrEqual((16.5 + 4.5) / 2);
  });

  it('any number of ends stays within the side of the node', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 2, max: 18, noNaN: true }), { minLength: 1, maxLength: 30 }),
        (breadths) => {
          const edges = breadths.map((breadth, index) => ({
            id: `e${index}`,
            source: 's',
            target: index % 2 === 0 ? 'up' : 'down',
            breadth,
          }));
          for (const { sourceY } of assignPorts(edges, (id) => places.get(id)).values()) {
            expect(sourceY).toBeGreaterThanOrEqual(source.y);
            expect(sourceY).toBeLessThanOrEqual(source.y + source.height);
          }
        },
      ),
    );
  });
});

describe('places of labels', () => {
  const wish = (id: string, target: Rect) => ({
    id,
    way: edgeWay({ source: node(0, 0), sourceY: 26, target, targetY: target.y + 26, breadth: 2 }),
    breadth: 2,
    width: 50,
    height: 14,
  });

  it('a label stands beside its line, never on it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 240, max: 500 }), fc.integer({ min: -300, max: 300 }), (x, y) => {
        const one = wish('a', node(x, y));
        const place = placeLabels([one], [node(0, 0), node(x, y)], [one.way]).get('a');
        if (place === undefined) return;
        for (const point of samplePoints(one.way, 60))
          expect(overlaps(place, { ...point, width: 0, height: 0 })).toBe(false);
      }),
    );
  });

  it('a level line has its label above its middle', () => {
    const one = wish('a', node(260, 0));
    const place = placeLabels([one], [node(0, 0), node(260, 0)], [one.way]).get('a');
    expect(place).toBeDefined();
    expect((place?.y ?? 0) + 14).toBeLessThan(26);
    expect(Math.abs((place?.x ?? 0) + 25 - 208)).toBeLessThan(10);
  });

  it('labels cover neither each other nor nodes', () => {
    const targets = [node(260, -120), node(260, 0), node(260, 120)];
    const wishes = targets.map((target, index) => wish(`e${index}`, target));
    const nodes = [node(0, 0), ...targets];
    const places = [
      ...placeLabels(
        wishes,
        nodes,
        wishes.map((one) => one.way),
      ).values(),
    ];
    expect(places).toHaveLength(3);
    for (const [index, place] of places.entries()) {
      for (const other of [...places.slice(index + 1), ...nodes]) expect(overlaps(place, other)).toBe(false);
    }
  });
});
