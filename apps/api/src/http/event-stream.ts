import type { ServerResponse } from 'node:http';
import type { StreamEvent } from '../services/graph-channel.ts';
import type { StreamClient } from '../services/stream-reader.ts';

/** The browser waits this long before it comes back. */
const RETRY_MS = 2000;

export interface EventStream extends StreamClient {
  /** Called when a client that was too slow can take more. */
  readonly onDrain: (listener: () => void) => void;
}

/**
 * Server-sent events on a raw response. When the client does not read, nothing is queued: `ready` is false until the
 * buffer is empty again, and then the client gets what it missed.
 */
export function openEventStream(response: ServerResponse, headers: Readonly<Record<string, string>>): EventStream {
  let blocked = false;
  let onDrain: () => void = () => undefined;
  response.on('drain', () => {
    blocked = false;
    onDrain();
  });
  response.writeHead(200, {
    ...headers,
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    // Proxies such as nginx hold answers back unless told.
    'x-accel-buffering': 'no',
  });
  response.write(`retry: ${RETRY_MS}\n\n`);
  return {
    ready: () => !blocked && !response.writableEnded && !response.destroyed,
    send: (event) => {
      if (!response.writableEnded && !response.write(frameOf(event))) blocked = true;
    },
    end: () => {
      // A client that does not read would hold an orderly end back for ever.
      if (blocked) response.destroy();
      else response.end();
    },
    onDrain: (listener) => {
      onDrain = listener;
    },
  };
}

/** JSON holds no line break, so one data line is enough. */
const frameOf = ({ name, id, json }: StreamEvent): string =>
  `${id === undefined ? '' : `id: ${id}\n`}event: ${name}\ndata: ${json}\n\n`;
