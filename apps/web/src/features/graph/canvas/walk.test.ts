import { expect, it } from 'vitest';
import { type Direction, firstNode, walk } from './walk.ts';

const at = (id: string, x: number, y: number) => ({ id, rect: { x, y, width: 150, height: 52 } });
const map = {
  nodes: [
    at('gateway', 0, 100),
    at('web', 240, 100),
    at('shop', 480, 40),
    at('cart', 480, 160),
    at('lonely', 480, 280),
  ],
  edges: [
    { source: 'gateway', target: 'web' },
    { source: 'web', target: 'shop' },
    { source: 'web', target: 'cart' },
  ],
};

it.each<[string, Direction, string | undefined]>([
  ['gateway', 'right', 'web'],
  ['web', 'left', 'gateway'],
  ['web', 'right', 'cart'],
  ['shop', 'down', 'cart'],
  ['cart', 'down', 'lonely'],
  ['lonely', 'up', 'cart'],
  ['gateway', 'left', undefined],
  ['lonely', 'left', 'web'],
  ['nobody', 'right', undefined],
])('U7: from %s %s is %s', (from, direction, expected) => expect(walk(map, from, direction)).toBe(expected));

it('U7: an edge leads farther than a nearer stranger', () => {
  const nodes = [at('a', 0, 0), at('stranger', 240, 0), at('called', 480, 0)];
  expect(walk({ nodes, edges: [{ source: 'a', target: 'called' }] }, 'a', 'right')).toBe('called');
});

it('U7: walking starts at the left', () => {
  expect(firstNode(map)).toBe('gateway');
  expect(firstNode({ nodes: [], edges: [] })).toBeUndefined();
});
