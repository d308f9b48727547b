/** Time as a parameter: tests and simulations bring their own. */
export interface Clock {
  /** Milliseconds since the epoch. */
  readonly nowMs: () => number;
  /** Resolves after the time, or at once when the signal aborts. Never rejects. */
  readonly sleep: (durationMs: number, signal?: AbortSignal) => Promise<void>;
}
