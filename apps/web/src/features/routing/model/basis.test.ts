import type { Route, ServiceRouting } from '@weir/shared';
import { describe, expect, it } from 'vitest';
import { ROUTE_ID, staffRouting, unrouted } from '../testing/staff-routing.ts';
import { compareBasis } from './basis.ts';

const before = staffRouting(90, 10);
const withRoute = (change: (route: Route) => Route): ServiceRouting => ({
  ...before,
  routes: before.routes.map(change),
});

describe('W8: what became of the routing that a dialog stands on', () => {
  it('the same content is the same, whatever its history', () => {
    const history = [{ id: '1', at: '2026-01-01T00:00:00Z', who: 'me', summary: 'x' }];
    expect(compareBasis(before, { ...staffRouting(90, 10), history }, ROUTE_ID)).toEqual({ kind: 'same' });
  });

  it.each<[string, ServiceRouting, readonly string[]]>([
    ['another version of the object', staffRouting(90, 10, '8'), ['VirtualService default/custom']],
    ['other pods', { ...before, versions: before.versions.slice(1) }, []],
  ])('%s leaves the weights untouched', (_name, after, objects) => {
    expect(compareBasis(before, after, ROUTE_ID)).toEqual({ kind: 'untouched', objects });
  });

  it.each<[string, ServiceRouting, readonly string[]]>([
    ['other weights', staffRouting(75, 25), ['safe: 90 to 75', 'risky: 10 to 25']],
    ['the route is gone', unrouted(), ['All requests: safe 90, risky 10 to removed']],
    [
      'it takes other requests',
      withRoute((route) => ({ ...route, match: { words: 'Requests to /api…', isDefault: false } })),
      ['Which requests it takes: All requests to Requests to /api…'],
    ],
    [
      'a destination less',
      withRoute((route) => ({ ...route, destinations: route.destinations.slice(0, 1) })),
      ['risky: 10 to removed'],
    ],
    [
      'a destination leads elsewhere',
      withRoute((route) => ({
        ...route,
        destinations: route.destinations.map((item) => ({ ...item, host: 'other', versions: [] })),
      })),
      ['Destination: safe to safe-group', 'Destination: risky to risky-group'],
    ],
    [
      'a weight was taken away',
      withRoute((route) => ({ ...route, destinations: route.destinations.map((item) => ({ ...item, weight: null })) })),
      ['safe: 90 to no weight', 'risky: 10 to no weight'],
    ],
  ])('%s: the person decides', (_name, after, words) => {
    const state = compareBasis(before, after, ROUTE_ID);
    const changes = state.kind === 'touched' ? state.changes : [];
    expect(changes.map((change) => `${change.name}: ${change.before} to ${change.after}`)).toEqual(words);
  });

  it('a destination more is told too', () => {
    const more = withRoute((route) => ({
      ...route,
      destinations: [...route.destinations, { path: 'x', host: 'staff', versions: ['new'], weight: 5, share: 0.05 }],
    }));
    expect(compareBasis(before, more, ROUTE_ID)).toEqual({
      kind: 'touched',
      changes: [{ name: 'new', before: 'not there', after: '5' }],
    });
  });

  it('somebody else made the route that was to be created', () => {
    expect(compareBasis(unrouted(), staffRouting(50, 50), null)).toEqual({
      kind: 'touched',
      changes: [{ name: 'All requests', before: 'no route', after: 'safe 50, risky 50' }],
    });
  });
});
