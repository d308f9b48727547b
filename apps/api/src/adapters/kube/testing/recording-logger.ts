import type { Logger } from '../logger.ts';

export interface RecordingLogger extends Logger {
  readonly lines: string[];
}

/** A logger that keeps its lines (level, message, fields) for the test. */
export function createRecordingLogger(): RecordingLogger {
  const lines: string[] = [];
  const at =
    (level: string) =>
    (fields: Readonly<Record<string, unknown>>, message: string): void => {
      lines.push(`${level} ${message} ${JSON.stringify(fields)}`);
    };
  return { lines, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
