import { expect, it } from 'vitest';
import { detailAt } from './level-of-detail.ts';

it.each([
  [1, 'full'],
  [0.6, 'full'],
  [0.59, 'names'],
  [0.35, 'names'],
  [0.34, 'bars'],
])('at zoom %f the detail is %s', (zoom, detail) => expect(detailAt(zoom)).toBe(detail));
