import type { Readiness } from '@weir/shared';
import { type Caller, mayReadNamespace } from '../ports/caller.ts';
import type { GraphChannel, StreamEvent } from './graph-channel.ts';

/** The far end of one stream. `send` must not wait; while `ready` is false nothing is sent. */
export interface StreamClient {
  readonly ready: () => boolean;
  readonly send: (event: StreamEvent) => void;
  readonly end: () => void;
}

/** One client, and how far it has been told. What it could not take is told later, as it then is. */
export interface StreamReader {
  readonly catchUp: (channel: GraphChannel) => void;
  /** Told when they are otherwise than it was told last. */
  readonly tellSources: (readiness: Readiness) => void;
  /** Services (`<namespace>/<name>`) whose routing changed; told with the next `catchUp`, as far as the caller may read them. */
  readonly addRouting: (services: readonly string[]) => void;
  readonly beat: (at: string) => void;
  readonly end: () => void;
}

/** A client that takes nothing for so many heartbeats is gone. */
const MISSED_HEARTBEATS = 4;

export function createStreamReader(
  caller: Caller,
  client: StreamClient,
  lastEventId: string | undefined,
): StreamReader {
  const routing = new Set<string>();
  let revision = lastEventId;
  let told = '';
  let missed = 0;
  return {
    catchUp: (channel) => {
      if (!client.ready()) return;
      for (const event of channel.eventsSince(revision)) client.send(event);
      revision = channel.current()?.revision ?? revision;
      if (routing.size === 0) return;
      client.send(eventOf('routing', { services: [...routing].sort() }));
      routing.clear();
    },
    tellSources: (readiness) => {
      const state = sourcesState(readiness);
      if (state === told || !client.ready()) return;
      told = state;
      client.send(eventOf('sources', readiness));
    },
    addRouting: (services) => {
      for (const service of services) {
        if (mayReadNamespace(caller, service.slice(0, service.indexOf('/')))) routing.add(service);
      }
    },
    beat: (at) => {
      missed = client.ready() ? 0 : missed + 1;
      if (missed >= MISSED_HEARTBEATS) client.end();
      else if (missed === 0) client.send(eventOf('heartbeat', { at }));
    },
    end: client.end,
  };
}

const eventOf = (name: StreamEvent['name'], data: unknown): StreamEvent => ({ name, json: JSON.stringify(data) });

/** What of the sources is worth an event: not the time of the last success, but the progress of the first synchronisation. */
export const sourcesState = ({ ready, sources }: Readiness): string =>
  JSON.stringify([
    ready,
    sources.map(({ name, kind, state, detail, error, objects }) => {
      const progress = state === 'starting' ? objects : undefined;
      return [name, kind, state, detail, error, progress];
    }),
  ]);
