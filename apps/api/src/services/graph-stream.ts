import type { Snapshot } from '@weir/mesh';
import type { Readiness } from '@weir/shared';
import { WeirError } from '../errors.ts';
import { type Caller, mayReadNamespace } from '../ports/caller.ts';
import type { Clock } from '../ports/clock.ts';
import type { ClusterSource } from '../ports/cluster-source.ts';
import type { TelemetrySource } from '../ports/telemetry-source.ts';
import { createGraphChannel, type GraphChannel, type StreamEvent } from './graph-channel.ts';
import { type GraphQuery, queryKey } from './graph-query.ts';
import type { GraphService } from './graph-service.ts';
import { changedRoutingObjects, servicesTouched } from './routing-changes.ts';

/** The far end of one stream. `send` must not wait; while `ready` is false nothing but the end is sent. */
export interface StreamClient {
  readonly ready: () => boolean;
  readonly send: (event: StreamEvent) => void;
  readonly end: () => void;
}

export interface Subscription {
  /** Called when the client can take more again: it gets what it missed, as steps or as a reset. */
  readonly resume: () => void;
  readonly close: () => void;
}

export interface GraphStream {
  /** Throws `rate-limited` when too many streams are open. */
  readonly assertRoom: () => void;
  /** Sends the graph of the query and then every change of it. */
  readonly subscribe: (
    caller: Caller,
    query: GraphQuery,
    client: StreamClient,
    lastEventId: string | undefined,
  ) => Subscription;
  readonly size: () => number;
  /** Ends every stream. */
  readonly close: () => void;
}

export interface GraphStreamDependencies {
  readonly graphs: GraphService;
  readonly cluster: ClusterSource;
  readonly telemetry: TelemetrySource;
  readonly clock: Clock;
  /** Told of what a client cannot be told. */
  readonly onError: (error: unknown) => void;
}

/** A query's graph is built again at most this often (DESIGN: a change is on screen within half a second). */
const REBUILD_EVERY_MS = 250;
/** How often the sources' states are compared; a change is told at once after. */
const LOOK_EVERY_MS = 1000;
const HEARTBEAT_EVERY_MS = 15_000;
/** A client that takes nothing for so many heartbeats is gone. */
const MISSED_HEARTBEATS = 4;
const MAX_STREAMS = 256;
/** Queries without a reader that are remembered, so that a short break resumes where it was. */
const IDLE_TOPICS = 16;

interface Reader {
  readonly caller: Caller;
  readonly client: StreamClient;
  revision: string | undefined;
  readonly routing: Set<string>;
  toldSources: string;
  missedHeartbeats: number;
}

interface Topic {
  readonly caller: Caller;
  readonly query: GraphQuery;
  readonly channel: GraphChannel;
  readonly readers: Set<Reader>;
  dirty: boolean;
  building: boolean;
  builtAtMs: number;
}

export function createGraphStream(dependencies: GraphStreamDependencies): GraphStream {
  const { graphs, cluster, telemetry, clock, onError } = dependencies;
  const topics = new Map<string, Topic>();
  const ended = new AbortController();
  let lastSnapshot: Snapshot | undefined = cluster.snapshot();
  let looking = false;

  const readers = () => [...topics.values()].flatMap((topic) => [...topic.readers]);
  const readiness = (): Readiness => ({ ready: cluster.snapshot() !== undefined, sources: [...graphs.sources()] });

  function catchUp(topic: Topic, reader: Reader): void {
    if (!reader.client.ready()) return;
    for (const event of topic.channel.eventsSince(reader.revision)) reader.client.send(event);
    reader.revision = topic.channel.current()?.revision ?? reader.revision;
    if (reader.routing.size > 0) {
      reader.client.send(eventOf('routing', { services: [...reader.routing].sort() }));
      reader.routing.clear();
    }
  }

  function tellSources(reader: Reader, state: string, event: () => StreamEvent): void {
    if (reader.toldSources === state || !reader.client.ready()) return;
    reader.toldSources = state;
    reader.client.send(event());
  }

  /** Builds the topic's graph until nothing is new, never two at a time and never faster than it should. */
  async function build(topic: Topic): Promise<void> {
    topic.dirty = true;
    if (topic.building) return;
    topic.building = true;
    while (topic.dirty && topic.readers.size > 0 && !ended.signal.aborted) {
      const waitMs = topic.builtAtMs + REBUILD_EVERY_MS - clock.nowMs();
      if (waitMs > 0) await clock.sleep(waitMs, ended.signal);
      topic.dirty = false;
      topic.builtAtMs = clock.nowMs();
      try {
        topic.channel.advance(await graphs.graph(topic.caller, topic.query));
        for (const reader of topic.readers) catchUp(topic, reader);
      } catch (error) {
        // Before the first synchronisation there is no graph; the event `sources` says so.
        if (!(error instanceof WeirError)) onError(error);
      }
    }
    topic.building = false;
  }

  const rebuild = (topic: Topic) => {
    build(topic).catch(onError);
  };
  const rebuildAll = () => {
    for (const topic of topics.values()) if (topic.readers.size > 0) rebuild(topic);
  };

  function onSnapshot(snapshot: Snapshot, changedNamespaces: ReadonlySet<string>): void {
    const changes = changedRoutingObjects(lastSnapshot, snapshot, changedNamespaces);
    const first = lastSnapshot === undefined;
    lastSnapshot = snapshot;
    const services = first || changes.length === 0 ? [] : servicesTouched(snapshot, changes);
    for (const topic of topics.values()) {
      for (const reader of topic.readers) {
        for (const service of services) {
          if (mayReadNamespace(reader.caller, service.slice(0, service.indexOf('/')))) reader.routing.add(service);
        }
        if (reader.routing.size > 0) catchUp(topic, reader);
      }
    }
    rebuildAll();
  }

  /** While anybody reads: tells changed states of the sources, and sends heartbeats. */
  async function look(): Promise<void> {
    let heartbeatAtMs = clock.nowMs() + HEARTBEAT_EVERY_MS;
    let known = stateOf(readiness());
    while (readers().length > 0 && !ended.signal.aborted) {
      await clock.sleep(LOOK_EVERY_MS, ended.signal);
      const now = readiness();
      const state = stateOf(now);
      for (const reader of readers()) tellSources(reader, state, () => eventOf('sources', now));
      if (state !== known) rebuildAll();
      known = state;
      if (clock.nowMs() < heartbeatAtMs) continue;
      heartbeatAtMs = clock.nowMs() + HEARTBEAT_EVERY_MS;
      for (const reader of readers()) beat(reader);
    }
    looking = false;
  }

  function beat(reader: Reader): void {
    reader.missedHeartbeats = reader.client.ready() ? 0 : reader.missedHeartbeats + 1;
    if (reader.missedHeartbeats >= MISSED_HEARTBEATS) reader.client.end();
    else if (reader.client.ready())
      reader.client.send(eventOf('heartbeat', { at: new Date(clock.nowMs()).toISOString() }));
  }

  function topicOf(caller: Caller, query: GraphQuery): Topic {
    const key = queryKey(caller, query);
    const known = topics.get(key);
    if (known !== undefined) return known;
    const idle = [...topics].filter(([, topic]) => topic.readers.size === 0);
    for (const [old] of idle.slice(0, Math.max(0, idle.length - IDLE_TOPICS + 1))) topics.delete(old);
    const channel = createGraphChannel();
    const topic: Topic = { caller, query, channel, readers: new Set(), dirty: false, building: false, builtAtMs: 0 };
    topics.set(key, topic);
    return topic;
  }

  const stopListening = [cluster.onChange(onSnapshot), telemetry.onSamples(rebuildAll)];

  return {
    size: () => readers().length,
    assertRoom: () => {
      if (readers().length < MAX_STREAMS) return;
      throw new WeirError('rate-limited', `${MAX_STREAMS} event streams are open already.`, {
        remedy: 'Close views that nobody looks at, then try again.',
      });
    },
    subscribe: (caller, query, client, lastEventId) => {
      const topic = topicOf(caller, query);
      const reader: Reader = {
        caller,
        client,
        revision: lastEventId,
        routing: new Set(),
        toldSources: '',
        missedHeartbeats: 0,
      };
      const now = readiness();
      tellSources(reader, stateOf(now), () => eventOf('sources', now));
      // With other readers the graph is up to date; otherwise it is built first.
      if (topic.readers.size > 0) catchUp(topic, reader);
      topic.readers.add(reader);
      rebuild(topic);
      if (!looking) {
        looking = true;
        look().catch(onError);
      }
      return {
        resume: () => catchUp(topic, reader),
        close: () => {
          topic.readers.delete(reader);
        },
      };
    },
    close: () => {
      ended.abort();
      for (const stop of stopListening) stop();
      for (const reader of readers()) reader.client.end();
      topics.clear();
    },
  };
}

const eventOf = (name: StreamEvent['name'], data: unknown): StreamEvent => ({ name, json: JSON.stringify(data) });

/** What of the sources is worth an event: not the time of the last success, but the progress of the first synchronisation. */
const stateOf = ({ ready, sources }: Readiness): string =>
  JSON.stringify([
    ready,
    sources.map(({ name, kind, state, detail, error, objects }) => [
      name,
      kind,
      state,
      detail,
      error,
      state === 'starting' ? objects : null,
    ]),
  ]);
