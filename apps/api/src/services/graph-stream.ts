import type { Snapshot } from '@weir/mesh';
import type { Readiness } from '@weir/shared';
import { WeirError } from '../errors.ts';
import type { Caller } from '../ports/caller.ts';
import type { Clock } from '../ports/clock.ts';
import type { ClusterSource } from '../ports/cluster-source.ts';
import type { TelemetrySource } from '../ports/telemetry-source.ts';
import type { GraphQuery } from './graph-query.ts';
import type { GraphService } from './graph-service.ts';
import { createGraphTopics, type GraphTopics } from './graph-topics.ts';
import { changedRoutingObjects, servicesTouched } from './routing-changes.ts';
import { createStreamReader, type StreamClient, sourcesState } from './stream-reader.ts';

export interface Subscription {
  /** Called when the client can take more again: it gets what it missed, as steps or as a reset. */
  readonly resume: () => void;
  readonly close: () => void;
}

export interface GraphStream {
  /** Throws `rate-limited` when too many streams are open. */
  readonly assertRoom: () => void;
  /** Sends the graph of the query and then every change of it, from the event that the client saw last. */
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

/** How often the sources' states are compared; a change is told at once after. */
const LOOK_EVERY_MS = 1000;
const HEARTBEAT_EVERY_MS = 15_000;
const MAX_STREAMS = 256;

export function createGraphStream(dependencies: GraphStreamDependencies): GraphStream {
  const { graphs, cluster, telemetry, clock, onError } = dependencies;
  const ended = new AbortController();
  const topics = createGraphTopics({ graphs, clock, ended: ended.signal, onError });
  const readiness = (): Readiness => ({ ready: cluster.snapshot() !== undefined, sources: [...graphs.sources()] });
  const watch = createWatch(topics, clock, ended.signal, readiness);
  const stopListening = [
    cluster.onChange(routingTeller(topics, cluster.snapshot())),
    cluster.onChange(() => rebuildAll(topics)),
    telemetry.onSamples(() => rebuildAll(topics)),
  ];

  return {
    size: () => topics.readers().length,
    assertRoom: () => {
      if (topics.readers().length < MAX_STREAMS) return;
      throw new WeirError('rate-limited', `${MAX_STREAMS} event streams are open already.`, {
        remedy: 'Close views that nobody looks at, then try again.',
      });
    },
    subscribe: (caller, query, client, lastEventId) => {
      const topic = topics.of(caller, query);
      const reader = createStreamReader(caller, client, lastEventId);
      reader.tellSources(readiness());
      // With other readers the graph is up to date; otherwise it is built first.
      if (topic.readers.size > 0) reader.catchUp(topic.channel);
      topic.readers.add(reader);
      topic.rebuild();
      watch().catch(onError);
      return {
        resume: () => reader.catchUp(topic.channel),
        close: () => {
          topic.readers.delete(reader);
        },
      };
    },
    close: () => {
      ended.abort();
      for (const stop of stopListening) stop();
      for (const reader of topics.readers()) reader.end();
      for (const topic of topics.all()) topic.readers.clear();
    },
  };
}

function rebuildAll(topics: GraphTopics): void {
  for (const topic of topics.all()) if (topic.readers.size > 0) topic.rebuild();
}

/** Tells the readers which services' routing objects changed. The first snapshot changes nothing: nobody saw one before. */
function routingTeller(topics: GraphTopics, known: Snapshot | undefined) {
  let last = known;
  return (snapshot: Snapshot, changedNamespaces: ReadonlySet<string>): void => {
    const changes = last === undefined ? [] : changedRoutingObjects(last, snapshot, changedNamespaces);
    last = snapshot;
    const services = changes.length === 0 ? [] : servicesTouched(snapshot, changes);
    if (services.length === 0) return;
    for (const topic of topics.all()) {
      for (const reader of topic.readers) {
        reader.addRouting(services);
        reader.catchUp(topic.channel);
      }
    }
  };
}

/** While anybody reads: tells changed states of the sources, which no event announces, and sends heartbeats. */
function createWatch(topics: GraphTopics, clock: Clock, ended: AbortSignal, readiness: () => Readiness) {
  let watching = false;
  return async (): Promise<void> => {
    if (watching) return;
    watching = true;
    let known = sourcesState(readiness());
    let heartbeatAtMs = clock.nowMs() + HEARTBEAT_EVERY_MS;
    while (topics.readers().length > 0 && !ended.aborted) {
      await clock.sleep(LOOK_EVERY_MS, ended);
      const now = readiness();
      for (const reader of topics.readers()) reader.tellSources(now);
      if (sourcesState(now) !== known) rebuildAll(topics);
      known = sourcesState(now);
      if (clock.nowMs() < heartbeatAtMs) continue;
      heartbeatAtMs += HEARTBEAT_EVERY_MS;
      for (const reader of topics.readers()) reader.beat(new Date(clock.nowMs()).toISOString());
    }
    watching = false;
  };
}
