import { describe, expect, it } from 'vitest';
import { combineHealth } from './combine-health.ts';
import { podHealth } from './pod-health.ts';

const pods = (desired: number, current: number, ready: number) => ({ desired, current, ready });

describe('G6: health by pods', () => {
  it.each([
    ['all ready', pods(2, 2, 2), 'healthy', []],
    ['some ready', pods(3, 3, 2), 'degraded', ['2 of 3 pods are ready']],
    ['some not even there', pods(3, 1, 1), 'degraded', ['1 of 3 pods are ready']],
    ['none ready', pods(2, 2, 0), 'failing', ['None of 2 pods is ready']],
    ['none there', pods(1, 0, 0), 'failing', ['None of 1 pod is ready']],
    ['scaled to 0', pods(0, 0, 0), 'idle', ['Scaled to 0 pods']],
    ['a rollout with one more', pods(2, 3, 3), 'healthy', []],
  ])('%s', (_, counts, state, reasons) => {
    expect(podHealth(counts)).toEqual({ state, reasons });
  });

  it('is not known without pods', () => {
    expect(podHealth(undefined)).toBeUndefined();
  });
});

describe('G6: several judgements', () => {
  const otherwise = { state: 'idle', reasons: ['quiet'] } as const;
  const failing = { state: 'failing', reasons: ['f'] } as const;
  const degraded = { state: 'degraded', reasons: ['d'] } as const;
  const healthy = { state: 'healthy', reasons: [] } as const;

  it.each([
    ['nothing known', [undefined], { state: 'idle', reasons: ['quiet'] }],
    ['all well', [healthy, undefined, healthy], { state: 'healthy', reasons: [] }],
    [
      'the worst wins, and its reasons come first',
      [degraded, failing, healthy],
      { state: 'failing', reasons: ['f', 'd'] },
    ],
    ['healthy outweighs idle', [otherwise, healthy], { state: 'healthy', reasons: ['quiet'] }],
    ['a reason is told once', [degraded, degraded], { state: 'degraded', reasons: ['d'] }],
  ] as const)('%s', (_, judgements, expected) => {
    expect(combineHealth(judgements, otherwise)).toEqual(expected);
  });
});
