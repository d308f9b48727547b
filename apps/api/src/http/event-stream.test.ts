import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { openEventStream } from './event-stream.ts';

/** A response as far as a stream uses it, whose buffer can be full. */
function response() {
  const written: string[] = [];
  const state = { full: false, headers: {}, writableEnded: false, destroyed: false };
  const fake = Object.assign(new EventEmitter(), {
    writeHead: (_status: number, headers: object) => Object.assign(state.headers, headers),
    write: (chunk: string) => {
      written.push(chunk);
      return !state.full;
    },
    end: () => {
      state.writableEnded = true;
    },
    destroy: () => {
      state.destroyed = true;
    },
  });
  for (const name of ['writableEnded', 'destroyed'] as const)
    Object.defineProperty(fake, name, { get: () => state[name] });
  return { raw: fake as unknown as ServerResponse, fake, state, written };
}

describe('A: server-sent events', () => {
  it('A: an event is one frame with id, name and one line of data', () => {
    const { raw, state, written } = response();
    const stream = openEventStream(raw, { 'x-frame-options': 'DENY' });
    stream.send({ name: 'graph', id: 'r1', json: '{"a":1}' });
    stream.send({ name: 'heartbeat', json: '{}' });
    expect(state.headers).toMatchObject({
      'x-frame-options': 'DENY',
      'content-type': 'text/event-stream; charset=utf-8',
    });
    expect(written).toEqual([
      'retry: 2000\n\n',
      'id: r1\nevent: graph\ndata: {"a":1}\n\n',
      'event: heartbeat\ndata: {}\n\n',
    ]);
  });

  it('A: a client that does not read is not ready, until all was taken', () => {
    const { raw, fake, state } = response();
    const stream = openEventStream(raw, {});
    let drained = 0;
    stream.onDrain(() => {
      drained += 1;
    });
    expect(stream.ready()).toBe(true);
    state.full = true;
    stream.send({ name: 'heartbeat', json: '{}' });
    expect(stream.ready()).toBe(false);
    state.full = false;
    fake.emit('drain');
    expect([stream.ready(), drained]).toEqual([true, 1]);
  });

  it('A: ending a client that does not read does not wait for it', () => {
    const slow = response();
    const stream = openEventStream(slow.raw, {});
    slow.state.full = true;
    stream.send({ name: 'heartbeat', json: '{}' });
    stream.end();
    expect(slow.state).toMatchObject({ destroyed: true, writableEnded: false });
  });

  it('A: after the end nothing is written', () => {
    const { raw, state, written } = response();
    const stream = openEventStream(raw, {});
    stream.end();
    stream.send({ name: 'heartbeat', json: '{}' });
    expect(state.writableEnded).toBe(true);
    expect(stream.ready()).toBe(false);
    expect(written).toHaveLength(1);
  });
});
