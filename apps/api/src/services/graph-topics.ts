import { WeirError } from '../errors.ts';
import type { Caller } from '../ports/caller.ts';
import type { Clock } from '../ports/clock.ts';
import { createGraphChannel, type GraphChannel } from './graph-channel.ts';
import { type GraphQuery, queryKey } from './graph-query.ts';
import type { GraphService } from './graph-service.ts';
import type { StreamReader } from './stream-reader.ts';

/** All readers of one query. Its graph is built only while there are any. */
export interface Topic {
  readonly channel: GraphChannel;
  readonly readers: Set<StreamReader>;
  /** Builds the graph again, soon, and tells the readers what is new. */
  readonly rebuild: () => void;
}

export interface GraphTopics {
  readonly of: (caller: Caller, query: GraphQuery) => Topic;
  readonly readers: () => readonly StreamReader[];
  readonly all: () => Iterable<Topic>;
}

export interface TopicDependencies {
  readonly graphs: GraphService;
  readonly clock: Clock;
  readonly ended: AbortSignal;
  readonly onError: (error: unknown) => void;
}

/** A query's graph is built again at most this often (DESIGN P: a change is on screen within half a second). */
const REBUILD_EVERY_MS = 250;
/** Queries without a reader that are remembered, so that a short break resumes where it was. */
const IDLE_TOPICS = 16;

export function createGraphTopics(dependencies: TopicDependencies): GraphTopics {
  const topics = new Map<string, Topic>();
  return {
    readers: () => [...topics.values()].flatMap((topic) => [...topic.readers]),
    all: () => topics.values(),
    of: (caller, query) => {
      const key = queryKey(caller, query);
      const known = topics.get(key);
      if (known !== undefined) return known;
      const idle = [...topics].filter(([, topic]) => topic.readers.size === 0);
      for (const [old] of idle.slice(0, Math.max(0, idle.length - IDLE_TOPICS + 1))) topics.delete(old);
      const topic = createTopic(dependencies, caller, query);
      topics.set(key, topic);
      return topic;
    },
  };
}

function createTopic({ graphs, clock, ended, onError }: TopicDependencies, caller: Caller, query: GraphQuery): Topic {
  const channel = createGraphChannel();
  const readers = new Set<StreamReader>();
  let dirty = false;
  let building = false;
  let builtAtMs = 0;

  async function next(): Promise<void> {
    const waitMs = builtAtMs + REBUILD_EVERY_MS - clock.nowMs();
    if (waitMs > 0) await clock.sleep(waitMs, ended);
    dirty = false;
    builtAtMs = clock.nowMs();
    try {
      channel.advance(await graphs.graph(caller, query));
      for (const reader of readers) reader.catchUp(channel);
    } catch (error) {
      // Before the first synchronisation there is no graph; the event `sources` says so.
      if (!(error instanceof WeirError)) onError(error);
    }
  }

  /** Builds until nothing is new, never two at a time and never faster than it should. */
  async function build(): Promise<void> {
    if (building) return;
    building = true;
    while (dirty && readers.size > 0 && !ended.aborted) await next();
    // In the same turn as the last look at `dirty`, so that no change falls between.
    building = false;
  }

  return {
    channel,
    readers,
    rebuild: () => {
      dirty = true;
      build().catch(onError);
    },
  };
}
