/** How the connection to the event stream is doing. Times are milliseconds since the epoch. */
export type StreamState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'open' }
  | { readonly kind: 'lost'; readonly sinceMs: number; readonly retryAtMs: number };

export interface EventStreamOptions {
  readonly url: string;
  /** What to do with the data of an event. `false`: it does not fit what is known, so the stream starts anew. */
  readonly events: Readonly<Record<string, (data: unknown) => unknown>>;
  readonly onState: (state: StreamState) => void;
  readonly nowMs: () => number;
}

export interface EventStream {
  /** Ends it for good. */
  readonly close: () => void;
  /** Does not wait for the next attempt. */
  readonly retryNow: () => void;
}

const RETRY_MS = [500, 1000, 2000, 4000, 5000];
/** The server's heartbeat comes every 15 s: a stream silent for longer than this is dead. */
const SILENCE_MS = 40_000;
/** A stream that starts anew more often than this is treated like a lost one, with its growing pauses. */
const ANEW_EVERY_MS = 5000;

/**
 * Keeps a server-sent event stream open: a lost or silent one is replaced after a growing pause, and every new one starts
 * with a reset, so nothing is lost.
 */
export function openEventStream({ url, events, onState, nowMs }: EventStreamOptions): EventStream {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;
  let attempt = 0;
  let lostSinceMs: number | undefined;
  let anewAtMs = Number.NEGATIVE_INFINITY;

  const stop = () => {
    source?.close();
    source = undefined;
    clearTimeout(silence);
    clearTimeout(timer);
  };
  const alive = () => {
    clearTimeout(silence);
    silence = setTimeout(lost, SILENCE_MS);
  };
  const lost = () => {
    stop();
    const pauseMs = RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)] ?? 5000;
    attempt += 1;
    lostSinceMs ??= nowMs();
    onState({ kind: 'lost', sinceMs: lostSinceMs, retryAtMs: nowMs() + pauseMs });
    timer = setTimeout(open, pauseMs);
  };
  const anew = () => {
    if (nowMs() - anewAtMs < ANEW_EVERY_MS) return lost();
    anewAtMs = nowMs();
    open();
  };
  const receive = (handle: (data: unknown) => unknown, event: Event) => {
    alive();
    const data = parse((event as MessageEvent<string>).data);
    if (data === undefined || handle(data) === false) anew();
  };
  const open = () => {
    stop();
    const opened = new EventSource(url);
    source = opened;
    alive();
    opened.onopen = () => {
      attempt = 0;
      lostSinceMs = undefined;
      alive();
      onState({ kind: 'open' });
    };
    opened.onerror = lost;
    opened.addEventListener('heartbeat', alive);
    for (const [name, handle] of Object.entries(events)) {
      // Events of a stream that was given up may still be on their way.
      opened.addEventListener(name, (event) => source === opened && receive(handle, event));
    }
  };
  onState({ kind: 'connecting' });
  open();
  return {
    close: stop,
    retryNow: () => {
      if (lostSinceMs !== undefined) open();
    },
  };
}

/** Undefined for what is no JSON: something in between has cut it. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
