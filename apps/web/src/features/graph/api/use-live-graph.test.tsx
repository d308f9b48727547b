import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, cleanup, renderHook, waitFor } from '@testing-library/react';
import type { Graph, GraphDelta, GraphNode, SourceStatus } from '@weir/shared';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { stubDom } from '../../../lib/testing/dom.ts';
import { type FakeEventSource, fakeEventSources } from '../../../lib/testing/fake-event-source.ts';
import { fakeServer, ok, problem } from '../../../lib/testing/fake-fetch.ts';
import type { GraphQuery } from './graph-query.ts';
import { useLiveGraph } from './use-live-graph.ts';

const QUERY: GraphQuery = { type: 'versionedApp', namespaces: ['default'], windowSeconds: 60, idle: true };

const node = (name: string): GraphNode => ({
  id: `svc/default/${name}`,
  kind: 'service',
  namespace: 'default',
  cluster: 'demo',
  name,
  health: { state: 'healthy', reasons: [] },
  badges: [],
  labels: {},
});
const source = (state: SourceStatus['state']): SourceStatus => ({
  name: 'cluster',
  kind: 'kubernetes',
  state,
  since: '2026-01-01T00:00:00Z',
  detail: '',
});
const graph = (revision: string, ...names: readonly string[]): Graph => ({
  type: 'versionedApp',
  windowSeconds: 60,
  coveredSeconds: 60,
  generatedAt: '2026-01-01T00:00:00Z',
  revision,
  namespaces: ['default'],
  sources: [source('ok')],
  warnings: [],
  nodes: names.map(node),
  edges: [],
});
const delta = (base: string, revision: string, ...names: readonly string[]): GraphDelta => ({
  base,
  revision,
  generatedAt: '2026-01-01T00:00:02Z',
  coveredSeconds: 60,
  upsert: { nodes: names.map(node), edges: [] },
  remove: { nodes: [], edges: [] },
  warnings: [],
  sources: [source('ok')],
});

let streams: ReturnType<typeof fakeEventSources>;
beforeEach(() => {
  stubDom();
  streams = fakeEventSources();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], shouldAdvanceTime: true });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

interface Setup {
  readonly query: GraphQuery | undefined;
  readonly paused: boolean;
}

function open(initial: Partial<Setup> = {}) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const wrapper = ({ children }: { readonly children: ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  );
  const told = { onRouting: vi.fn(), onSessionEnded: vi.fn() };
  const setup: Setup = { query: QUERY, paused: false, ...initial };
  const hook = renderHook((props: Setup) => useLiveGraph({ ...props, ...told }), { wrapper, initialProps: setup });
  return {
    ...told,
    now: () => hook.result.current,
    names: () => hook.result.current.graph?.nodes.map(({ name }) => name),
    change: (props: Partial<Setup>) => hook.rerender({ ...setup, ...props }),
  };
}
const during = (what: (stream: FakeEventSource) => void) => act(async () => what(streams.last()));
const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

describe('useLiveGraph', () => {
  it('U3: the stream brings the whole graph and then every difference, without another request', async () => {
    const server = fakeServer();
    const { now, names } = open();
    expect(streams.last().url).toBe('/api/stream?type=versionedApp&window=60s&namespaces=default');
    expect(now().stream).toEqual({ kind: 'connecting' });
    await during((stream) => stream.open());
    await during((stream) => stream.send('graph-reset', graph('1', 'staff')));
    expect(names()).toEqual(['staff']);
    const first = now().graph?.nodes[0];
    await during((stream) => stream.send('graph', delta('1', '2', 'webapp')));
    expect(names()).toEqual(['staff', 'webapp']);
    // What did not change keeps its identity, so that nothing is drawn anew.
    expect(now().graph?.nodes[0]).toBe(first);
    expect(now().stream).toEqual({ kind: 'open' });
    expect(server.asked('GET /api/graph')).toEqual([]);
  });

  it('A: a difference that does not fit is dropped, and the stream starts anew with a reset', async () => {
    fakeServer();
    const { names } = open();
    await during((stream) => stream.send('graph-reset', graph('1', 'staff')));
    const before = streams.last();
    await during((stream) => stream.send('graph', delta('7', '8', 'webapp')));
    expect(names()).toEqual(['staff']);
    expect([before.closed, streams.count()]).toEqual([true, 2]);
    await during((stream) => stream.send('graph-reset', graph('8', 'staff', 'webapp')));
    expect(names()).toEqual(['staff', 'webapp']);
  });

  it('A: a stream that never fits is not opened again and again without a pause', async () => {
    fakeServer();
    open();
    await during((stream) => stream.send('graph', delta('7', '8')));
    await during((stream) => stream.send('graph', delta('7', '8')));
    expect(streams.count()).toBe(2);
    await pass(600);
    expect(streams.count()).toBe(3);
  });

  it('A: an event that was cut on its way starts the stream anew', async () => {
    fakeServer();
    open();
    await during((stream) => stream.sendText('graph-reset', '{"type": "versi'));
    expect(streams.count()).toBe(2);
  });

  it('U8: a lost stream says since when, keeps the picture, tries again after growing pauses, and comes back', async () => {
    fakeServer();
    const { now, names } = open();
    await during((stream) => stream.open());
    await during((stream) => stream.send('graph-reset', graph('1', 'staff')));
    const lostAt = Date.now();
    await during((stream) => stream.fail());
    expect(now().stream).toMatchObject({ kind: 'lost', sinceMs: lostAt, retryAtMs: lostAt + 500 });
    expect(names()).toEqual(['staff']);
    await pass(600);
    expect(streams.count()).toBe(2);
    await during((stream) => stream.fail());
    expect(now().stream).toMatchObject({ kind: 'lost', sinceMs: lostAt });
    await pass(600);
    expect(streams.count()).toBe(2);
    await pass(600);
    expect(streams.count()).toBe(3);
    await during((stream) => stream.open());
    await during((stream) => stream.send('graph-reset', graph('4', 'staff', 'webapp')));
    expect(now().stream).toEqual({ kind: 'open' });
    expect(names()).toEqual(['staff', 'webapp']);
  });

  it('U8: trying now does not wait for the next attempt', async () => {
    fakeServer();
    const { now } = open();
    await during((stream) => stream.fail());
    act(() => now().retry());
    expect(streams.count()).toBe(2);
    await pass(5000);
    expect(streams.count()).toBe(2);
  });

  it('U8: a stream that is silent for longer than its heartbeats is lost', async () => {
    fakeServer();
    const { now } = open();
    await during((stream) => stream.open());
    await pass(30_000);
    await during((stream) => stream.send('heartbeat', {}));
    await pass(30_000);
    expect(now().stream.kind).toBe('open');
    await pass(11_000);
    expect(now().stream.kind).not.toBe('open');
    expect(streams.count()).toBe(2);
  });

  it('U8: a stream that is refused is explained by asking for the graph', async () => {
    fakeServer({ 'GET /api/graph': () => problem(403, 'forbidden', 'You may not list pods.') });
    const { now } = open();
    await during((stream) => stream.fail());
    await waitFor(() => expect(now().error?.message).toBe('You may not list pods.'));
  });

  it('U3: pausing closes the stream and keeps the picture; going on opens a new one', async () => {
    fakeServer();
    const { change, names } = open();
    await during((stream) => stream.send('graph-reset', graph('1', 'staff')));
    const before = streams.last();
    change({ paused: true });
    expect(before.closed).toBe(true);
    expect(names()).toEqual(['staff']);
    change({ paused: false });
    expect(streams.count()).toBe(2);
  });

  it('U3: another query while paused is asked for once', async () => {
    const server = fakeServer({ 'GET /api/graph': () => ok(graph('9', 'other')) });
    const { change, names } = open({ paused: true, query: undefined });
    change({ paused: true, query: { ...QUERY, type: 'app' } });
    await waitFor(() => expect(names()).toEqual(['other']));
    expect(server.asked('GET /api/graph')).toHaveLength(1);
    expect(streams.count()).toBe(0);
  });

  it('A: a hidden tab closes its stream', async () => {
    fakeServer();
    open();
    const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(true);
    act(() => void document.dispatchEvent(new Event('visibilitychange')));
    expect(streams.last().closed).toBe(true);
    hidden.mockReturnValue(false);
    act(() => void document.dispatchEvent(new Event('visibilitychange')));
    expect([streams.count(), streams.last().closed]).toEqual([2, false]);
    hidden.mockRestore();
  });

  it('A: routing, sources and the end of a session are passed on', async () => {
    fakeServer();
    const { now, onRouting, onSessionEnded } = open();
    await during((stream) => stream.send('graph-reset', graph('1', 'staff')));
    await during((stream) => stream.send('routing', { services: ['default/staff'] }));
    await during((stream) => stream.send('sources', { ready: true, sources: [source('unreachable')] }));
    await during((stream) => stream.send('session-ended', {}));
    expect(onRouting.mock.calls).toEqual([[['default/staff']]]);
    expect(onSessionEnded).toHaveBeenCalledTimes(1);
    expect(now().sources?.[0]?.state).toBe('unreachable');
    // A graph that comes after that knows better.
    await during((stream) => stream.send('graph', delta('1', '2')));
    expect(now().sources?.[0]?.state).toBe('ok');
  });

  it('A: the idle are left out by naming the other parts', () => {
    fakeServer();
    open({ query: { ...QUERY, namespaces: 'all', idle: false } });
    expect(streams.last().url).toBe('/api/stream?type=versionedApp&window=60s&include=latency%2Cmtls');
  });
});
