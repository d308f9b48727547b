/** How the connection to the event stream is doing. Times are milliseconds since the epoch. */
export type StreamState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'open' }
  | { readonly kind: 'lost'; readonly sinceMs: number; readonly retryAtMs: number };

export interface EventStreamOptions {
  readonly url: string;
  readonly events: Readonly<Record<string, (data: unknown) => void>>;
  readonly onState: (state: StreamState) => void;
  readonly nowMs: () => number;
}

const RETRY_MS = [500, 1000, 2000, 4000, 5000];
/** The server's heartbeat comes every 15 s: a stream silent for longer than this is dead. */
const SILENCE_MS = 40_000;

/**
 * Keeps a server-sent event stream open: a lost or silent one is replaced after a growing pause, and every new one starts
 * with a reset, so nothing is lost. Returns the function that ends it.
 */
export function openEventStream({ url, events, onState, nowMs }: EventStreamOptions): () => void {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;
  let attempt = 0;
  let lostSinceMs: number | undefined;

  const alive = () => {
    clearTimeout(silence);
    silence = setTimeout(lost, SILENCE_MS);
  };
  const lost = () => {
    source?.close();
    clearTimeout(silence);
    clearTimeout(timer);
    const pauseMs = RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)] ?? 5000;
    attempt += 1;
    lostSinceMs ??= nowMs();
    onState({ kind: 'lost', sinceMs: lostSinceMs, retryAtMs: nowMs() + pauseMs });
    timer = setTimeout(open, pauseMs);
  };
  const open = () => {
    source = new EventSource(url);
    alive();
    source.onopen = () => {
      attempt = 0;
      lostSinceMs = undefined;
      alive();
      onState({ kind: 'open' });
    };
    source.onerror = lost;
    source.addEventListener('heartbeat', alive);
    for (const [name, handle] of Object.entries(events)) {
      source.addEventListener(name, (event) => {
        alive();
        handle(JSON.parse((event as MessageEvent<string>).data));
      });
    }
  };
  onState({ kind: 'connecting' });
  open();
  return () => {
    clearTimeout(timer);
    clearTimeout(silence);
    source?.close();
  };
}
