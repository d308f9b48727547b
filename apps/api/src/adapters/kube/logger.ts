type Log = (fields: Readonly<Record<string, unknown>>, message: string) => void;

/** What this adapter needs of a logger; pino's has it. Fields and messages never hold credentials. */
export interface Logger {
  readonly debug: Log;
  readonly info: Log;
  readonly warn: Log;
  readonly error: Log;
}
