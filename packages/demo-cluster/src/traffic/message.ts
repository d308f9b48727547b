/** A request on its way. */
export interface Message {
  /** As the caller writes it. */
  readonly host: string;
  readonly port: number;
  readonly method: string;
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Told the cookie that a proxy made for session affinity; a browser keeps it. */
  readonly keepCookie?: (name: string, value: string) => void;
}

/** How long a request is under way between two pods. */
export const NETWORK_MS = 1;

/** What came back. */
export interface Reply {
  /** HTTP status; 503 when nothing could be reached. */
  readonly status: number;
  /** Milliseconds until the caller had it. */
  readonly ms: number;
}
