import { describe, expect, it } from 'vitest';
import { ApiError } from './api-error.ts';
import { createReflector, type ListPage, type ReflectorHealth, type ReflectorTransport } from './reflector.ts';
import { createRecordingLogger } from './testing/recording-logger.ts';
import { createManualClock, turns } from './testing/test-clocks.ts';

type Named = { readonly name: string };

/** A transport whose answers the test gives, and everything that the reflector did with them. */
function setUp(overrides: Partial<ReflectorTransport> = {}) {
  const clock = createManualClock();
  const logger = createRecordingLogger();
  const log: string[] = [];
  const healths: ReflectorHealth[] = [];
  const streams: { push: (line: string) => void; signal: AbortSignal }[] = [];
  const page: ListPage = { items: [{ name: 'a' }], resourceVersion: '10', continueToken: '' };
  const transport: ReflectorTransport = {
    list: async () => {
      log.push('list');
      return page;
    },
    watch: async ({ resourceVersion, timeoutSeconds }, signal) => {
      log.push(`watch ${resourceVersion} ${timeoutSeconds}`);
      const stream = openStream(signal);
      streams.push({ push: stream.push, signal });
      return stream.chunks;
    },
    ...overrides,
  };
  const reflector = createReflector<Named>({
    name: 'pods',
    transport,
    sink: {
      progress: () => undefined,
      replace: (objects) => log.push(`replace ${objects.map(({ name }) => name).join()}`),
      upsert: ({ name }) => {
        if (name === 'poison') throw new Error('cannot be taken in');
        log.push(`upsert ${name}`);
      },
      remove: ({ name }) => log.push(`remove ${name}`),
      health: (health) => healths.push(health),
      contact: () => undefined,
      malformed: () => log.push('malformed'),
    },
    project: (item) => (typeof (item as Named | undefined)?.name === 'string' ? (item as Named) : undefined),
    clock,
    random: () => 0.5,
    logger,
  });
  return { clock, healths, log, logger, reflector, streams };
}

function openStream(signal: AbortSignal) {
  const lines: string[] = [];
  let wake: () => void = () => undefined;
  signal.addEventListener('abort', () => wake());
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const line = lines.shift();
      if (line !== undefined) yield Buffer.from(`${line}\n`);
      else if (signal.aborted) throw new Error('aborted');
      else if (line === undefined) await new Promise<void>((resolve) => (wake = resolve));
    }
  }
  return {
    chunks: chunks(),
    push: (line: string) => {
      lines.push(line);
      wake();
    },
  };
}

const event = (type: string, name: string, resourceVersion: string) =>
  JSON.stringify({ type, object: { name, metadata: { resourceVersion } } });

describe('createReflector', () => {
  it('S4: lists, then watches from there with a random timeout of five to ten minutes', async () => {
    const { log, reflector, streams } = setUp();
    reflector.start();
    await turns();
    expect(log).toEqual(['list', 'replace a', 'watch 10 450']);
    streams[0]?.push(event('MODIFIED', 'a', '11'));
    streams[0]?.push(event('DELETED', 'a', '12'));
    await turns();
    expect(log.slice(3)).toEqual(['upsert a', 'remove a']);
    await reflector.stop();
  });

  it('S4: a stream that outlives its timeout and the grace is replaced', async () => {
    const { clock, log, reflector, streams } = setUp();
    reflector.start();
    await turns();
    await clock.advance(450_000 + 14_000);
    expect(streams).toHaveLength(1);
    await clock.advance(2_000);
    expect(streams[0]?.signal.aborted).toBe(true);
    expect(log.filter((line) => line.startsWith('watch'))).toEqual(['watch 10 450', 'watch 10 450']);
    await reflector.stop();
  });

  it('S4: a stream that brought a bookmark and then falls silent is replaced within minutes, from that bookmark', async () => {
    const { clock, log, reflector, streams } = setUp();
    reflector.start();
    await turns();
    streams[0]?.push(JSON.stringify({ type: 'BOOKMARK', object: { metadata: { resourceVersion: '99' } } }));
    await clock.advance(149_000);
    expect(streams).toHaveLength(1);
    await clock.advance(2_000);
    expect(log.at(-1)).toBe('watch 99 450');
    await reflector.stop();
  });

  it('S4: a bookmark from before what is known means that the server was set back', async () => {
    const { log, reflector, streams } = setUp();
    reflector.start();
    await turns();
    streams[0]?.push(JSON.stringify({ type: 'BOOKMARK', object: { metadata: { resourceVersion: '3' } } }));
    await turns();
    expect(log.slice(3)).toEqual(['list', 'replace a', 'watch 10 450']);
    await reflector.stop();
  });

  it('S4: an unreadable line is logged and everything is listed anew', async () => {
    const { log, logger, reflector, streams } = setUp();
    reflector.start();
    await turns();
    streams[0]?.push('{"type":"ADDED","obj');
    await turns();
    expect(log).toEqual(['list', 'replace a', 'watch 10 450', 'list', 'replace a', 'watch 10 450']);
    expect(logger.lines.filter((line) => line.startsWith('warn'))).toHaveLength(1);
    await reflector.stop();
  });

  it('S4: objects without a name, and ones that cannot be taken in, are left out without ending the stream', async () => {
    const { log, reflector, streams } = setUp();
    reflector.start();
    await turns();
    streams[0]?.push(JSON.stringify({ type: 'ADDED', object: { metadata: { resourceVersion: '11' } } }));
    streams[0]?.push(event('ADDED', 'poison', '12'));
    streams[0]?.push(event('ADDED', 'b', '13'));
    await turns();
    expect(log.slice(3)).toEqual(['malformed', 'malformed', 'upsert b']);
    expect(streams).toHaveLength(1);
    await reflector.stop();
  });

  it('S4: a kind that may not be read is emptied, said so once, and asked for again every 30 s', async () => {
    let isAllowed = false;
    const { clock, healths, log, logger, reflector } = setUp({
      list: async () => {
        if (!isAllowed) throw new ApiError('forbidden', 403, 'pods is forbidden');
        return { items: [{ name: 'a' }], resourceVersion: '1', continueToken: '' };
      },
    });
    reflector.start();
    await clock.advance(70_000);
    expect(log).toEqual(['replace ', 'replace ', 'replace ']);
    expect(healths.every(({ state }) => state === 'left-out')).toBe(true);
    expect(logger.lines.filter((line) => line.startsWith('warn'))).toHaveLength(1);
    isAllowed = true;
    await clock.advance(30_000);
    expect(log.slice(3)).toEqual(['replace a', 'watch 1 450']);
    expect(healths.at(-1)?.state).toBe('live');
    await reflector.stop();
  });

  it('S4: what is known is kept while listing anew fails', async () => {
    let lists = 0;
    const { clock, healths, log, reflector, streams } = setUp({
      list: async () => {
        lists += 1;
        if (lists > 1 && lists < 4) throw new ApiError('unreachable', 0, 'gone');
        return { items: [{ name: 'a' }], resourceVersion: '1', continueToken: '' };
      },
    });
    reflector.start();
    await turns();
    streams[0]?.push(JSON.stringify({ type: 'ERROR', object: { kind: 'Status', code: 410 } }));
    await turns();
    expect(healths.at(-1)).toMatchObject({ state: 'failing', failures: 2 });
    expect(log.filter((line) => line.startsWith('replace'))).toEqual(['replace a']);
    await clock.advance(10_000);
    expect(lists).toBe(4);
    expect(healths.at(-1)?.state).toBe('live');
    await reflector.stop();
  });

  it('stop ends a list, a stream and a waiting time, and nothing follows', async () => {
    for (const phase of ['list', 'stream', 'wait']) {
      let release: () => void = () => undefined;
      const hanging = (signal: AbortSignal) =>
        new Promise<ListPage>((_, reject) => {
          release = () => reject(new Error('aborted'));
          signal.addEventListener('abort', release);
        });
      const { clock, log, reflector } = setUp(
        phase === 'stream'
          ? {}
          : {
              list: (_query, signal) => {
                if (phase === 'list') return hanging(signal);
                throw new ApiError('internal', 500, 'no');
              },
            },
      );
      reflector.start();
      await turns();
      await reflector.stop();
      const before = log.length;
      await clock.advance(600_000);
      expect(log).toHaveLength(before);
    }
  });

  it('reconnect opens the stream anew from the last event', async () => {
    const { clock, log, reflector, streams } = setUp();
    reflector.start();
    await turns();
    streams[0]?.push(event('ADDED', 'b', '11'));
    await clock.advance(5_000);
    reflector.reconnect();
    await clock.advance(0);
    expect(log.at(-1)).toBe('watch 11 450');
    await reflector.stop();
  });
});
