import type { Clock } from '../../ports/clock.ts';
import { ApiError } from './api-error.ts';
import { LineTooLongError, readLines } from './lines.ts';
import type { Logger } from './logger.ts';
import { advance, INITIAL_STATE, type ReflectorState, type StepOutcome } from './reflector-state.ts';
import { parseWatchLine } from './watch-event.ts';
import { startWatchdog, type Watchdog } from './watchdog.ts';

export interface ListPage {
  readonly items: readonly unknown[];
  readonly resourceVersion: string;
  /** Empty on the last page. */
  readonly continueToken: string;
}

/** List and watch of one kind in one scope. Both reject with an ApiError; a watch's stream ends or throws. */
export interface ReflectorTransport {
  readonly list: (
    query: { readonly limit: number; readonly continueToken: string },
    signal: AbortSignal,
  ) => Promise<ListPage>;
  readonly watch: (
    query: { readonly resourceVersion: string; readonly timeoutSeconds: number },
    signal: AbortSignal,
  ) => Promise<AsyncIterable<Uint8Array>>;
}

/** `left-out`: forbidden or not served, asked for again every 30 s. `failing` keeps what is known and retries. */
export type ReflectorHealth =
  | { readonly state: 'starting' }
  | { readonly state: 'live' }
  | { readonly state: 'left-out'; readonly error: ApiError }
  | { readonly state: 'failing'; readonly error: ApiError; readonly failures: number };

/** Where a reflector puts what it reads. */
export interface ReflectorSink<T> {
  /** Objects of a list that is still being read. */
  readonly progress: (objects: number) => void;
  readonly replace: (objects: readonly T[]) => void;
  readonly upsert: (object: T) => void;
  readonly remove: (object: T) => void;
  readonly health: (health: ReflectorHealth) => void;
  /** The server said something. */
  readonly contact: () => void;
  readonly malformed: () => void;
}

export interface ReflectorOptions<T> {
  /** For the log, as `pods in all namespaces`. */
  readonly name: string;
  readonly transport: ReflectorTransport;
  readonly sink: ReflectorSink<T>;
  /** Reduces an object to what is kept; undefined when it cannot be read. */
  readonly project: (object: unknown) => T | undefined;
  readonly clock: Clock;
  readonly random: () => number;
  readonly logger: Logger;
}

export interface Reflector {
  readonly start: () => void;
  /** Gives up the present stream or waiting time and goes on at once from the last resourceVersion. */
  readonly reconnect: () => void;
  /** Ends everything; resolves when nothing runs any more. */
  readonly stop: () => Promise<void>;
}

const MIN_TIMEOUT_SECONDS = 300;
const TIMEOUT_SPREAD_SECONDS = 300;
/** How long after its own timeout a server may take to end a stream. */
const GRACE_MS = 15_000;
/** A stream that has brought one bookmark brings one about every minute; silence for longer means that it is dead. */
const HEARTBEAT_MS = 150_000;
/** A stream that held this long was a good one. */
const LIVELY_MS = 1_000;
const MAX_LINE_CHARS = 16 * 1024 * 1024;

/**
 * Keeps one kind up to date: a list in pages, then watches that go on where the last one ended. Everything that can go wrong
 * is an outcome for `advance`; nothing is thrown. client-node's informer stops at most errors and drops unreadable lines, so
 * it cannot be used.
 */
export function createReflector<T>(options: ReflectorOptions<T>): Reflector {
  const { clock, logger, name, sink } = options;
  let interrupt = new AbortController();
  let stopped = false;
  let lastError = '';
  let running: Promise<void> = Promise.resolve();

  const run = async (): Promise<void> => {
    let state = INITIAL_STATE;
    while (!stopped) {
      interrupt = new AbortController();
      const outcome = await step(options, state, interrupt.signal);
      if (stopped) return;
      const { state: next, delayMs } = advance(state, outcome, options.random());
      report(outcome, next.failures);
      state = next;
      if (delayMs > 0) {
        interrupt = new AbortController();
        await clock.sleep(delayMs, interrupt.signal);
      }
    }
  };

  const report = (outcome: StepOutcome, failures: number): void => {
    if (outcome.kind === 'malformed') {
      logger.warn({ kind: name, reason: outcome.reason }, 'The watch sent something unreadable; listing anew');
    }
    if (outcome.kind === 'listed') {
      lastError = '';
      sink.health({ state: 'live' });
    }
    if (outcome.kind !== 'failed' || outcome.error.status === 410) return;
    const { error } = outcome;
    const isKnown = error.message === lastError;
    lastError = error.message;
    // The same refusal every 30 s is not news.
    logger[isKnown ? 'debug' : 'warn'](
      { kind: name, status: error.status, error: error.message, failures },
      'Reading the cluster failed; trying again',
    );
    if (error.kind === 'forbidden' || error.kind === 'not-found') {
      sink.replace([]);
      sink.health({ state: 'left-out', error });
    } else {
      sink.health({ state: 'failing', error, failures });
    }
  };

  return {
    start: () => {
      running = run().catch((error: unknown) => {
        logger.error({ kind: name, error: String(error) }, 'A reflector ended unexpectedly');
        sink.health({ state: 'failing', error: new ApiError('internal', 0, String(error)), failures: 1 });
      });
    },
    reconnect: () => interrupt.abort(),
    stop: async () => {
      stopped = true;
      interrupt.abort();
      await running;
    },
  };
}

async function step<T>(options: ReflectorOptions<T>, state: ReflectorState, signal: AbortSignal): Promise<StepOutcome> {
  try {
    return state.next === 'list' ? await listAll(options, state, signal) : await watch(options, state, signal);
  } catch (error) {
    const { resourceVersion } = state;
    if (signal.aborted) return { kind: 'interrupted' };
    if (error instanceof ApiError) return { kind: 'failed', resourceVersion, error };
    return { kind: 'failed', resourceVersion, error: new ApiError('internal', 0, String(error), { cause: error }) };
  }
}

async function listAll<T>(
  options: ReflectorOptions<T>,
  state: ReflectorState,
  signal: AbortSignal,
): Promise<StepOutcome> {
  const { sink, transport } = options;
  const objects: T[] = [];
  let continueToken = '';
  let resourceVersion = '';
  do {
    const page = await transport.list({ limit: state.pageLimit, continueToken }, signal);
    sink.contact();
    for (const item of page.items) {
      const object = projectSafely(options, item);
      if (object !== undefined) objects.push(object);
    }
    // All pages show the state of the first one.
    if (resourceVersion === '') resourceVersion = page.resourceVersion;
    continueToken = page.continueToken;
    sink.progress(objects.length);
  } while (continueToken !== '');
  sink.replace(objects);
  return { kind: 'listed', resourceVersion };
}

async function watch<T>(
  options: ReflectorOptions<T>,
  state: ReflectorState,
  signal: AbortSignal,
): Promise<StepOutcome> {
  const { clock, sink, transport } = options;
  const timeoutSeconds = MIN_TIMEOUT_SECONDS + Math.floor(options.random() * TIMEOUT_SPREAD_SECONDS);
  const stream = new AbortController();
  const abort = () => stream.abort();
  signal.addEventListener('abort', abort, { once: true });
  const watchdog = startWatchdog(clock, timeoutSeconds * 1000 + GRACE_MS, abort);
  try {
    const chunks = await transport.watch({ resourceVersion: state.resourceVersion, timeoutSeconds }, stream.signal);
    sink.contact();
    sink.health({ state: 'live' });
    return await follow(options, state.resourceVersion, chunks, watchdog);
  } catch (error) {
    if (stream.signal.aborted) return { kind: 'watch-ended', resourceVersion: state.resourceVersion, lively: true };
    throw error;
  } finally {
    watchdog.stop();
    stream.abort();
    signal.removeEventListener('abort', abort);
  }
}

async function follow<T>(
  options: ReflectorOptions<T>,
  from: string,
  chunks: AsyncIterable<Uint8Array>,
  watchdog: Watchdog,
): Promise<StepOutcome> {
  const { clock, sink } = options;
  const openedMs = clock.nowMs();
  let resourceVersion = from;
  let events = 0;
  let hasBookmarks = false;
  const isLively = (): boolean => events > 0 || clock.nowMs() - openedMs >= LIVELY_MS;
  try {
    for await (const line of readLines(chunks, MAX_LINE_CHARS)) {
      const event = parseWatchLine(line);
      if (event.type === 'malformed') return { kind: 'malformed', lively: isLively(), reason: event.reason };
      if (event.type === 'error') return errorOutcome(event.error, resourceVersion, isLively());
      sink.contact();
      if (event.type === 'bookmark' && isOlder(event.resourceVersion, resourceVersion)) {
        return { kind: 'expired', lively: isLively() };
      }
      hasBookmarks ||= event.type === 'bookmark';
      if (hasBookmarks) watchdog.expectWithin(HEARTBEAT_MS);
      resourceVersion = event.resourceVersion ?? resourceVersion;
      if (event.type === 'bookmark') continue;
      events += 1;
      applySafely(options, event.type, event.object);
    }
  } catch (error) {
    if (error instanceof LineTooLongError) return { kind: 'malformed', lively: isLively(), reason: error.message };
    // A connection that breaks is an end like any other: the watch goes on from the last event.
    options.logger.debug({ kind: options.name, error: String(error) }, 'The watch broke off');
  }
  return { kind: 'watch-ended', resourceVersion, lively: isLively() };
}

/** A bookmark from before what is known: the server was set back to an older state. */
const isOlder = (version: string | undefined, known: string): boolean => Number(version) < Number(known);

function errorOutcome(error: ApiError, resourceVersion: string, lively: boolean): StepOutcome {
  return error.status === 410 ? { kind: 'expired', lively } : { kind: 'failed', resourceVersion, error };
}

/** An object that cannot be put in must not look like a broken stream, which would be opened again at once. */
function applySafely<T>(options: ReflectorOptions<T>, type: 'upsert' | 'remove', item: unknown): void {
  try {
    const object = projectSafely(options, item);
    if (object !== undefined) options.sink[type](object);
  } catch (error) {
    options.sink.malformed();
    options.logger.error({ kind: options.name, error: String(error) }, 'An object could not be taken in');
  }
}

function projectSafely<T>(options: ReflectorOptions<T>, item: unknown): T | undefined {
  const object = options.project(item);
  if (object === undefined) {
    options.sink.malformed();
    options.logger.warn({ kind: options.name }, 'An object without a name was left out');
  }
  return object;
}
