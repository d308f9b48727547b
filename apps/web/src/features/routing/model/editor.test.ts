import type { Route, ServiceRouting } from '@weir/shared';
import { describe, expect, it } from 'vitest';
import { type EditorState, openEditor, reduceEditor } from './editor.ts';
import { defaultRoute, lacksMeshRoute } from './editor-rows.ts';
import { hasChanges, isMoved, namesOfWeights, toIntent } from './intent.ts';

const object = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  namespace: 'default',
  name: 'custom',
  resourceVersion: '7',
};
const version = (name: string, ready: number) => ({
  version: name,
  label: { key: 'version', value: name },
  subsets: [],
  workloads: [name],
  pods: { total: ready, ready },
});
const destination = (index: number, name: string, weight: number | null, share: number) => ({
  path: `/spec/http/0/route/${index}`,
  host: 'staff',
  subset: `${name}-group`,
  versions: [name],
  weight,
  share,
});
const route = (overrides: Partial<Route> = {}): Route => ({
  id: 'VirtualService/default/custom/spec/http/0',
  object,
  path: '/spec/http/0',
  protocol: 'http',
  match: { words: 'All requests', isDefault: true },
  scope: { mesh: true },
  destinations: [destination(0, 'safe', 90, 0.9), destination(1, 'risky', 10, 0.1)],
  total: 100,
  effective: true,
  editable: true,
  ...overrides,
});
const routing = (routes: Route[], versions = [version('safe', 2), version('risky', 1)]): ServiceRouting => ({
  service: { namespace: 'default', name: 'staff', host: 'staff.default.svc.cluster.local', ports: [] },
  possible: true,
  versions,
  routes,
  history: [],
});
const weights = (state: EditorState) => state.rows.map((row) => row.weight);

describe('the routing editor', () => {
  it('W4: opens on the effective mesh route that takes a request without special headers', () => {
    const special = route({ id: 'special', match: { words: 'x', isDefault: false } });
    const gateway = route({ id: 'gateway', scope: { gateway: 'default/fleet' } });
    const ignored = route({ id: 'ignored', effective: false });
    expect(defaultRoute(routing([gateway, ignored, special, route()]))?.id).toBe(route().id);
    expect(defaultRoute(routing([]))).toBeUndefined();
    expect(defaultRoute(routing([gateway]))).toBeUndefined();
    expect([lacksMeshRoute(routing([gateway])), lacksMeshRoute(routing([gateway, route()]))]).toEqual([true, false]);
  });

  it('W6: where nothing exists the rows start like the pods', () => {
    const state = openEditor(routing([], [version('risky', 1), version('safe', 2)]), undefined);
    expect(state.rows.map((row) => row.label)).toEqual(['safe', 'risky']);
    expect(weights(state)).toEqual([67, 33]);
    expect(toIntent(state, ' why ')).toEqual({
      kind: 'weights',
      changes: [
        {
          route: null,
          weights: [
            { version: 'safe', weight: 67 },
            { version: 'risky', weight: 33 },
          ],
        },
      ],
      note: 'why',
    });
  });

  it('W2: a version that is no destination yet can be given a share, and is left out while it has none', () => {
    const state = openEditor(
      routing([route()], [version('safe', 2), version('risky', 1), version('next', 1)]),
      route(),
    );
    expect(weights(state)).toEqual([90, 10, 0]);
    expect(toIntent(state, '').changes[0]?.weights).toHaveLength(2);
    const moved = reduceEditor(state, { type: 'set-percent', key: 'version:next', percent: 20 });
    expect(weights(moved)).toEqual([72, 8, 20]);
    expect(toIntent(moved, '').changes[0]?.weights).toContainEqual({ version: 'next', weight: 20 });
  });

  it('W4: a total of 100 or more is kept, a smaller one becomes 100 with the first move', () => {
    const odd = route({ destinations: [destination(0, 'safe', 500, 0.5), destination(1, 'risky', 500, 0.5)] });
    const big = reduceEditor(openEditor(routing([odd]), odd), {
      type: 'set-percent',
      key: '/spec/http/0/route/0',
      percent: 90,
    });
    expect(weights(big)).toEqual([900, 100]);
    const small = route({ destinations: [destination(0, 'safe', 1, 0.5), destination(1, 'risky', 1, 0.5)] });
    const opened = openEditor(routing([small]), small);
    expect(weights(opened)).toEqual([1, 1]);
    expect(weights(reduceEditor(opened, { type: 'set-percent', key: '/spec/http/0/route/0', percent: 90 }))).toEqual([
      90, 10,
    ]);
  });

  it('W9: Escape restores the state before the drag', () => {
    const opened = openEditor(routing([route()]), route());
    const dragged = reduceEditor(reduceEditor(opened, { type: 'begin-drag' }), {
      type: 'move',
      key: '/spec/http/0/route/1',
      percent: 55,
    });
    expect(weights(dragged)).toEqual([45, 55]);
    expect(weights(reduceEditor(dragged, { type: 'cancel-drag' }))).toEqual([90, 10]);
  });

  it('W9: a drag redistributes from where it began, not step by step', () => {
    const three = route({
      destinations: [destination(0, 'a', 50, 0.5), destination(1, 'b', 30, 0.3), destination(2, 'c', 20, 0.2)],
    });
    let state = reduceEditor(openEditor(routing([three], []), three), { type: 'begin-drag' });
    for (const percent of [60, 90, 100, 70, 50])
      state = reduceEditor(state, { type: 'move', key: '/spec/http/0/route/0', percent });
    expect(weights(state)).toEqual([50, 30, 20]);
  });

  it('W9: fine steps work in a total of 1000 and coming back changes nothing', () => {
    const opened = openEditor(routing([route()]), route());
    const fine = reduceEditor(opened, { type: 'set-fine', fine: true });
    expect(weights(fine)).toEqual([900, 100]);
    expect(hasChanges(fine)).toBe(false);
    const moved = reduceEditor(fine, { type: 'set-percent', key: '/spec/http/0/route/1', percent: 0.5 });
    expect(weights(moved)).toEqual([995, 5]);
    expect(weights(reduceEditor(fine, { type: 'set-fine', fine: false }))).toEqual([90, 10]);
  });

  it('W9: presets respect locks', () => {
    const opened = openEditor(routing([route()]), route());
    expect(weights(reduceEditor(opened, { type: 'even' }))).toEqual([50, 50]);
    expect(weights(reduceEditor(opened, { type: 'like-pods' }))).toEqual([67, 33]);
    expect(weights(reduceEditor(opened, { type: 'all-to', key: '/spec/http/0/route/1' }))).toEqual([0, 100]);
    const locked = reduceEditor(opened, { type: 'toggle-lock', key: '/spec/http/0/route/1' });
    expect(weights(reduceEditor(locked, { type: 'even' }))).toEqual([90, 10]);
  });

  it('W5: a single destination has everything and its written weight does not matter', () => {
    const single = route({ destinations: [destination(0, 'safe', null, 1)] });
    expect(weights(openEditor(routing([single]), single))).toEqual([100, 0]);
  });

  it('W6: the weights of before come back onto a route that was created from nothing', () => {
    const before = openEditor(routing([]), undefined);
    const after = openEditor(routing([route()]), route());
    expect(weights(reduceEditor(after, { type: 'restore', rows: before.rows }))).toEqual([67, 33]);
  });

  it('W8: when the routing changes underneath, the weights of the person stay', () => {
    const mine = reduceEditor(openEditor(routing([route()]), route()), {
      type: 'set-percent',
      key: '/spec/http/0/route/0',
      percent: 70,
    });
    const theirs = route({ destinations: [destination(0, 'safe', 20, 0.2), destination(1, 'risky', 80, 0.8)] });
    const rebased = reduceEditor(mine, { type: 'rebase', state: openEditor(routing([theirs]), theirs) });
    expect(weights(rebased)).toEqual([70, 30]);
    expect(rebased.initial.map((row) => row.weight)).toEqual([20, 80]);
  });

  it('W9: Escape restores also a total that the drag would have changed', () => {
    const small = route({ destinations: [destination(0, 'safe', 1, 0.5), destination(1, 'risky', 1, 0.5)] });
    const dragged = reduceEditor(reduceEditor(openEditor(routing([small]), small), { type: 'begin-drag' }), {
      type: 'move',
      key: '/spec/http/0/route/0',
      percent: 90,
    });
    expect(weights(dragged)).toEqual([90, 10]);
    expect(weights(reduceEditor(dragged, { type: 'cancel-drag' }))).toEqual([1, 1]);
  });

  it('W15: going back restores the very weights of before, in their own total', () => {
    const before = openEditor(
      routing([
        route({ destinations: [destination(0, 'safe', 200, 2 / 3), destination(1, 'risky', 100, 1 / 3)], total: 300 }),
      ]),
      route({ destinations: [destination(0, 'safe', 200, 2 / 3), destination(1, 'risky', 100, 1 / 3)], total: 300 }),
    );
    const now = openEditor(routing([route()]), route());
    expect(weights(reduceEditor(now, { type: 'restore', rows: before.rows }))).toEqual([200, 100]);
  });

  it('W15: rows that were created since are found by their version', () => {
    const before = openEditor(routing([]), undefined);
    const now = openEditor(routing([route()]), route());
    expect(weights(reduceEditor(now, { type: 'restore', rows: before.rows }))).toEqual([67, 33]);
  });

  it('W8: a rebase keeps weights, locks and steps, and stands on what is there now', () => {
    const opened = openEditor(routing([route()]), route());
    let mine = reduceEditor(opened, { type: 'set-fine', fine: true });
    mine = reduceEditor(mine, { type: 'set-percent', key: '/spec/http/0/route/1', percent: 12.5 });
    mine = reduceEditor(mine, { type: 'toggle-lock', key: '/spec/http/0/route/1' });
    const theirs = route({ destinations: [destination(0, 'safe', 75, 0.75), destination(1, 'risky', 25, 0.25)] });
    const rebased = reduceEditor(mine, { type: 'rebase', state: openEditor(routing([theirs]), theirs) });
    expect(weights(rebased)).toEqual([875, 125]);
    expect(rebased.rows.map((row) => row.locked)).toEqual([false, true]);
    expect(rebased.fine).toBe(true);
    expect(rebased.initial.map((row) => row.weight)).toEqual([75, 25]);
    expect(rebased.rows.map((row) => row.shareNow)).toEqual([0.75, 0.25]);
  });

  it('W8: weights of destinations that are gone go to the others', () => {
    const opened = openEditor(routing([route()]), route());
    const theirs = route({ destinations: [destination(0, 'risky', 100, 1)] });
    const rebased = reduceEditor(opened, { type: 'rebase', state: openEditor(routing([theirs], []), theirs) });
    expect(weights(rebased)).toEqual([100]);
  });

  it('W6: creating has something to apply although nothing was moved', () => {
    const state = openEditor(routing([]), undefined);
    expect([hasChanges(state), isMoved(state)]).toEqual([true, false]);
  });

  it('W7: a button names the weights that it writes, and their number where they are many', () => {
    const rows = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ key: String(index), weight: 1, locked: false }));
    expect(namesOfWeights(rows(3))).toBe('1 / 1 / 1');
    expect(namesOfWeights(rows(7))).toBe('7 weights');
  });

  it('W2: a bare host in front of several versions is named after what it does', () => {
    const bare = route({
      destinations: [
        { path: '/spec/http/0/route/0', host: 'staff', versions: ['safe', 'risky'], weight: null, share: 1 },
      ],
    });
    expect(openEditor(routing([bare]), bare).rows.map((row) => row.label)).toEqual(['all versions', 'safe', 'risky']);
  });
});
