import { connect, type Socket } from 'node:net';
import { applyGraphDelta, type Graph, type GraphDelta } from '@weir/shared';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createRealClock } from '../testing/clocks.ts';
import { serviceObject, staffObjects, staffRoutes, staffRule } from '../testing/staff-service.ts';
import { createTestApp } from '../testing/test-app.ts';

const objects = [...staffObjects(), staffRule(), staffRoutes(90, 10)];

async function listening(more = objects) {
  const test = await createTestApp({ objects: more, clock: createRealClock() });
  await test.app.listen({ host: '127.0.0.1', port: 0 });
  const address = test.app.server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { ...test, port: address.port, base: `http://127.0.0.1:${address.port}` };
}

interface Frame {
  readonly id: string | undefined;
  readonly event: string;
  readonly data: unknown;
}

/** Reads server-sent events as the HTML standard says, as far as they are complete. */
function framesIn(text: string): Frame[] {
  const blocks = text.split('\n\n').slice(0, -1);
  return blocks.flatMap((block) => {
    const fields = new Map(
      block
        .split('\n')
        .map((line): [string, string] => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
    );
    const event = fields.get('event');
    return event === undefined
      ? []
      : [{ id: fields.get('id'), event, data: JSON.parse(fields.get('data') ?? 'null') as unknown }];
  });
}

/** The graph that a client has after these events. */
const followed = (frames: readonly Frame[]): Graph | undefined =>
  frames.reduce<Graph | undefined>((graph, { event, data }) => {
    if (event === 'graph-reset') return data as Graph;
    return event === 'graph' && graph !== undefined ? applyGraphDelta(graph, data as GraphDelta) : graph;
  }, undefined);

/** A client on a socket of its own, so that it can stop reading. */
function openStream(port: number, path = '/api/stream', lastEventId?: string) {
  const socket: Socket = connect(port, '127.0.0.1');
  let text = '';
  let closed = false;
  socket.setEncoding('utf8');
  socket.on('data', (chunk: string) => {
    text += chunk;
  });
  socket.on('error', () => undefined);
  socket.on('close', () => {
    closed = true;
  });
  const resume = lastEventId === undefined ? '' : `Last-Event-ID: ${lastEventId}\r\n`;
  socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAccept-Encoding: gzip, br\r\n${resume}\r\n`);
  onTestFinished(() => {
    socket.destroy();
  });
  const body = () => text.slice(text.indexOf('\r\n\r\n') + 4);
  return {
    socket,
    head: () => text.slice(0, text.indexOf('\r\n\r\n')),
    // Chunk sizes stand on lines of their own; data lines hold no line break.
    frames: () =>
      framesIn(
        body()
          .replaceAll(/(?:^|\r\n)[0-9a-f]+\r\n/g, '')
          .replaceAll('\r\n', ''),
      ),
    closed: () => closed,
  };
}

const graphOf = async (base: string): Promise<Graph> => (await (await fetch(`${base}/api/graph`)).json()) as Graph;
const soon = { timeout: 4000, interval: 20 };

describe('GET /api/stream over a real connection', () => {
  it('A: has the headers of an event stream and of every answer, and is never compressed', async () => {
    const { port } = await listening();
    const tab = openStream(port);
    await vi.waitFor(() => expect(tab.frames().map(({ event }) => event)).toContain('graph-reset'), soon);
    const head = tab.head().toLowerCase();
    expect(head).toContain('200 ok');
    expect(head).toContain('content-type: text/event-stream');
    expect(head).toContain('cache-control: no-store');
    expect(head).toContain("script-src 'self'");
    expect(head).not.toContain('content-encoding');
  });

  it('A: the events rebuild the graph that GET answers, and carry its revision as their id', async () => {
    const { port, base, cluster } = await listening();
    const tab = openStream(port);
    await vi.waitFor(() => expect(followed(tab.frames())).toBeDefined(), soon);
    cluster.put(staffRoutes(50, 50));
    cluster.put(serviceObject('default', 'new'));
    const graph = await graphOf(base);
    await vi.waitFor(() => expect(followed(tab.frames())).toEqual(graph), soon);
    expect(tab.frames().findLast(({ event }) => event === 'graph')?.id).toBe(graph.revision);
    expect(tab.frames()).toContainEqual(
      expect.objectContaining({ event: 'routing', data: { services: ['default/staff-service'] } }),
    );
  });

  it('A: Last-Event-ID resumes where the client was; one of another replica starts anew', async () => {
    const { port, base, cluster } = await listening();
    const { revision } = await graphOf(base);
    const first = openStream(port);
    await vi.waitFor(() => expect(followed(first.frames())).toBeDefined(), soon);
    first.socket.destroy();
    cluster.put(serviceObject('default', 'new'));
    const again = openStream(port, '/api/stream', revision);
    const other = openStream(port, '/api/stream', 'unknown');
    await vi.waitFor(() => expect(again.frames().map(({ event }) => event)).toEqual(['sources', 'graph']), soon);
    await vi.waitFor(() => expect(other.frames().map(({ event }) => event)).toContain('graph-reset'), soon);
  });

  it('A: a client that leaves is forgotten', async () => {
    const { port, ask, base } = await listening();
    const tab = openStream(port);
    await vi.waitFor(() => expect(followed(tab.frames())).toBeDefined(), soon);
    expect(await (await fetch(`${base}/metrics`)).text()).toContain('weir_event_streams 1');
    tab.socket.destroy();
    await vi.waitFor(
      async () => expect(await (await fetch(`${base}/metrics`)).text()).toContain('weir_event_streams 0'),
      soon,
    );
    expect((await ask('/api/healthz', undefined, { host: `localhost:${port}` })).status).toBe(403);
  });

  it('A: a graph that fills every buffer is followed by its steps', async () => {
    const many = Array.from({ length: 1500 }, (_, index) => serviceObject('default', `service-${index}`));
    const { port, base, cluster } = await listening([...objects, ...many]);
    const tab = openStream(port);
    tab.socket.pause();
    await new Promise((resolve) => setTimeout(resolve, 100));
    cluster.put(serviceObject('default', 'new'));
    tab.socket.resume();
    const graph = await graphOf(base);
    expect(graph.nodes.length).toBeGreaterThan(1500);
    await vi.waitFor(() => expect(followed(tab.frames())?.revision).toBe(graph.revision), soon);
    expect(followed(tab.frames())).toEqual(graph);
  });

  it('L1: closing the server ends open streams at once', async () => {
    const { app, port } = await listening();
    const tab = openStream(port);
    await vi.waitFor(() => expect(followed(tab.frames())).toBeDefined(), soon);
    await app.close();
    await vi.waitFor(() => expect(tab.closed()).toBe(true), soon);
  });
});
