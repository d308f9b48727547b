import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_VIEW, EDGE_LABELS, formatView, parseView, type ViewState } from './view-state.ts';

const anyView: fc.Arbitrary<ViewState> = fc.record({
  type: fc.constantFrom('app' as const, 'versionedApp' as const, 'workload' as const, 'service' as const),
  namespaces: fc.oneof(
    fc.constant(undefined),
    fc.constant('all' as const),
    fc
      .array(fc.stringMatching(/^[a-z][a-z0-9-]{0,10}$/), { minLength: 1, maxLength: 4 })
      .filter((list) => list.join() !== 'all'),
  ),
  windowSeconds: fc.integer({ min: 10, max: 604_800 }),
  labels: fc.constantFrom(...EDGE_LABELS),
  selected: fc.option(fc.string({ minLength: 1 }), { nil: undefined }),
  idle: fc.boolean(),
  docked: fc.boolean(),
  view: fc.constantFrom('graph' as const, 'table' as const),
  find: fc.string(),
});

describe('the view in the URL', () => {
  it('U6: a link shows the same picture', () => {
    fc.assert(
      fc.property(anyView, (view) => {
        expect(parseView(formatView(view))).toEqual(view);
      }),
    );
  });
  it('U6: the default view needs no query', () => {
    expect(formatView(DEFAULT_VIEW)).toBe('');
    expect(parseView('')).toEqual(DEFAULT_VIEW);
  });
  it.each(['?type=nonsense', '?window=-4', '?window=abc', '?labels=x', '?view=x'])(
    'U6: %s falls back to the default',
    (search) => {
      expect(parseView(search)).toEqual(DEFAULT_VIEW);
    },
  );
  it('U6: ids stay readable', () => {
    expect(formatView({ ...DEFAULT_VIEW, selected: 'app/default/staff@risky', namespaces: ['a', 'b'] })).toBe(
      '?namespaces=a,b&selected=app/default/staff@risky',
    );
  });
});
