import type { Graph } from '@weir/shared';
import { act, createRef } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { demoGraph, exampleGraph, exampleService, syntheticGraph } from '../model/example-graphs.ts';
import { GraphCanvas, type GraphCanvasHandle, type GraphCanvasProps } from './graph-canvas.tsx';

const REVIEWS = 'svc/bookinfo/reviews';

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  // jsdom has no canvas; everything but the pixels must work without one.
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null);
  vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockReturnValue(new DOMRect(0, 0, 1440, 900));
});

let unmount: () => void = () => {};

afterEach(() => {
  unmount();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  performance.clearMarks();
});

function setup(change: Partial<GraphCanvasProps> = {}) {
  const callbacks = { onSelect: vi.fn(), onContextMenu: vi.fn(), onOpen: vi.fn() };
  const handle = createRef<GraphCanvasHandle>();
  const props: GraphCanvasProps = {
    graph: demoGraph(),
    selection: undefined,
    ...callbacks,
    edgeLabels: 'share',
    theme: 'light',
    reducedMotion: true,
    panelInset: { right: 0 },
    ...change,
  };
  const container = document.body.appendChild(document.createElement('div'));
  const root = createRoot(container);
  const update = (next: Partial<GraphCanvasProps>) =>
    act(() => root.render(<GraphCanvas ref={handle} {...props} {...next} />));
  update({});
  unmount = () => {
    act(() => root.unmount());
    container.remove();
  };
  const host = element('[data-testid="graph-canvas"]');
  return { ...callbacks, handle, update, host, surface: element('[role="application"]'), canvas: element('canvas') };
}

function element(selector: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(selector);
  if (found === null) throw new Error(`there is no ${selector}`);
  return found;
}

const press = (target: HTMLElement, key: KeyboardEventInit) =>
  target.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...key }));
const mouse = (target: HTMLElement, type: string, clientX: number, clientY: number) =>
  target.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true, clientX, clientY }));

const patience = { timeout: 4000, interval: 10 };
const settled = (host: HTMLElement) => vi.waitFor(() => expect(host.dataset.settled).toBe('true'), patience);
const standIn = (id: string) => document.querySelector<HTMLElement>(`[data-node-id="${id}"]`);

describe('GraphCanvas', () => {
  it('U7: every node of a small graph has a stand-in with its full description', async () => {
    const { host } = setup();
    await settled(host);
    expect(host.dataset.nodes).toBe('16');
    expect(document.querySelectorAll('[data-node-id]')).toHaveLength(16);
    expect(standIn(REVIEWS)?.textContent).toContain('Service reviews, namespace bookinfo');
    expect(standIn('svc/default/fleetman-webapp')?.dataset.memberIds).toContain('app/default/fleetman-webapp@v1');
  });

  it('U7: a large graph has stand-ins for the focused node and its neighbours only', async () => {
    const { host, surface } = setup({ graph: syntheticGraph(80) });
    await settled(host);
    expect(document.querySelectorAll('[data-node-id]')).toHaveLength(0);
    press(surface, { key: 'ArrowRight' });
    await vi.waitFor(() => expect(document.querySelectorAll('[data-node-id]').length).toBeGreaterThan(1));
    expect(document.querySelectorAll('[data-node-id]').length).toBeLessThan(40);
  });

  it('P: marks the first frame with nodes, the settled picture, and updates', async () => {
    const { host, update } = setup();
    await settled(host);
    const names = () => performance.getEntriesByType('mark').map((mark) => mark.name);
    expect(names()).toEqual(['weir:first-node', 'weir:settled']);
    update({ graph: { ...demoGraph(), revision: '2' } });
    await vi.waitFor(() => expect(names()).toContain('weir:update'));
  });

  it('U7: arrows walk, Enter selects and opens, Escape clears', async () => {
    const { host, surface, onSelect, onOpen } = setup();
    await settled(host);
    const active = () => document.getElementById(surface.getAttribute('aria-activedescendant') ?? '')?.dataset.nodeId;
    press(surface, { key: 'ArrowRight' });
    await vi.waitFor(() => expect(active()).toBe('gw/istio-system/istio-ingressgateway'));
    press(surface, { key: 'ArrowRight' });
    await vi.waitFor(() => expect(active()).toMatch(/productpage|webapp/));
    press(surface, { key: 'Enter' });
    expect(onSelect).toHaveBeenCalledWith(active());
    expect(onOpen).toHaveBeenCalledWith(active());
    press(surface, { key: 'Escape' });
    expect(onSelect).toHaveBeenLastCalledWith(undefined);
  });

  it.each([{ key: 'F10', shiftKey: true }, { key: 'ContextMenu' }])(
    'W1: $key opens the menu of the focused node',
    async (key) => {
      const { host, surface, onContextMenu } = setup({ selection: REVIEWS });
      await settled(host);
      press(surface, key);
      expect(onContextMenu).toHaveBeenCalledOnce();
      expect(onContextMenu.mock.calls[0]?.[0]).toMatchObject({ id: REVIEWS, keyboard: true });
    },
  );

  it('W1: right click on a node and on a split edge names them', async () => {
    const { host, canvas, handle, onContextMenu } = setup();
    await settled(host);
    const edge = `${REVIEWS}>app/bookinfo/reviews@v1#http`;
    for (const id of [REVIEWS, edge]) {
      const rect = handle.current?.nodeClientRect(id);
      if (rect === undefined) throw new Error(`${id} is not drawn`);
      mouse(canvas, 'contextmenu', rect.x + rect.width / 2, rect.y + rect.height / 2);
      expect(onContextMenu).toHaveBeenLastCalledWith(expect.objectContaining({ id, keyboard: false }));
    }
  });

  it('a click selects a node, and the ground nothing', async () => {
    const { host, canvas, handle, onSelect } = setup();
    await settled(host);
    const rect = handle.current?.nodeClientRect('app/bookinfo/details@v1');
    if (rect === undefined) throw new Error('details is not drawn');
    mouse(canvas, 'click', rect.x + 5, rect.y + rect.height / 2);
    expect(onSelect).toHaveBeenLastCalledWith('svc/bookinfo/details');
    mouse(canvas, 'click', -500, -500);
    expect(onSelect).toHaveBeenLastCalledWith(undefined);
  });

  it('U2: new figures move nothing, a new workload does not move the others', async () => {
    const { host, handle, update } = setup();
    await settled(host);
    const where = (id: string) => JSON.stringify(handle.current?.nodeClientRect(id));
    const before = where(REVIEWS);
    const graph = demoGraph();
    update({ graph: { ...graph, revision: '2', nodes: graph.nodes.map((node) => ({ ...node })) } });
    await settled(host);
    expect(where(REVIEWS)).toBe(before);
    const part = exampleService('bookinfo', 'newcomer', ['v1']);
    update({ graph: exampleGraph([...graph.nodes, ...part.nodes], [...graph.edges, ...part.edges]) });
    await vi.waitFor(() => expect(host.dataset.nodes).toBe('17'));
    expect(standIn('svc/bookinfo/newcomer')).not.toBeNull();
  });

  it('U8: without a graph it is empty and asks for nothing', () => {
    const { host, handle } = setup({ graph: undefined });
    expect(host.dataset.settled).toBe('false');
    expect(handle.current?.nodeClientRect(REVIEWS)).toBeUndefined();
    expect(() => handle.current?.fit()).not.toThrow();
  });

  it('S4: an empty graph settles', async () => {
    const empty: Graph = exampleGraph([], []);
    const { host } = setup({ graph: empty });
    await settled(host);
    expect(host.dataset.nodes).toBe('0');
  });
});
