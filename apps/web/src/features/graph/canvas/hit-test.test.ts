import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { edgeWay } from '../layout/edge-curves.ts';
import { createHitIndex } from './hit-test.ts';

const a = { id: 'a', rect: { x: 100, y: 100, width: 150, height: 52 } };
const b = { id: 'b', rect: { x: 400, y: 100, width: 150, height: 52 } };
const way = edgeWay({ source: a.rect, sourceY: 126, target: b.rect, targetY: 126, breadth: 2 });
const index = createHitIndex({
  nodes: [a, b],
  boxes: [{ id: 'box', rect: { x: 390, y: 60, width: 170, height: 110 } }],
  regions: [{ id: 'region', rect: { x: 0, y: 0, width: 800, height: 400 } }],
  edges: [{ id: 'a>b', way, breadth: 2 }],
});

describe('what lies under the pointer', () => {
  it.each([
    ['the middle of a node', 175, 126, 'node', 'a'],
    ['the corner of a node', 250, 152, 'node', 'a'],
    ['a line', 320, 126, 'edge', 'a>b'],
    ['near a line', 320, 131, 'edge', 'a>b'],
    ['beside a line', 320, 140, 'region', 'region'],
    ['the head of an app box', 420, 70, 'box', 'box'],
    ['the ground of a region', 700, 350, 'region', 'region'],
  ])('%s', (_, x, y, kind, id) => expect(index.at(x, y, 6)).toMatchObject({ kind, id }));

  it('nothing outside', () => expect(index.at(900, 50, 6)).toBeUndefined());

  it('the title strip of a region is told from its ground', () => {
    expect(index.at(300, 20, 6)).toMatchObject({ id: 'region', head: true });
    expect(index.at(300, 300, 6)).toMatchObject({ id: 'region', head: false });
  });

  it('a wide channel is hit anywhere on it', () => {
    const wide = createHitIndex({ nodes: [], boxes: [], regions: [], edges: [{ id: 'wide', way, breadth: 16 }] });
    expect(wide.at(320, 126 + 8 + 5, 6)).toMatchObject({ id: 'wide' });
    expect(wide.at(320, 126 + 8 + 8, 6)).toBeUndefined();
  });

  it('every node is found at every place of it, however many there are', () => {
    const nodes = Array.from({ length: 400 }, (_, at) => ({
      id: `n${at}`,
      rect: { x: (at % 20) * 200, y: Math.floor(at / 20) * 80, width: 146 + (at % 5) * 10, height: 52 },
    }));
    const many = createHitIndex({ nodes, boxes: [], regions: [], edges: [] });
    fc.assert(
      fc.property(
        fc.nat(399),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (at, u, v) => {
          const node = nodes[at];
          if (node === undefined) return;
          expect(many.at(node.rect.x + u * node.rect.width, node.rect.y + v * node.rect.height, 4)?.id).toBe(node.id);
        },
      ),
    );
  });
});
