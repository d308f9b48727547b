import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** The repository's root folder. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A process of ours with what it printed so far. */
export interface Running {
  readonly process: ChildProcess;
  /** Both streams, in the order in which they came. */
  readonly output: () => string;
  /** Standard output alone. */
  readonly printed: () => string;
  /** Standard error alone. */
  readonly complained: () => string;
  /** Resolves with the exit code when it has ended and everything it printed has arrived; null when a signal ended it. */
  readonly ended: Promise<number | null>;
  /** Ends it by SIGTERM, or after a while by force; answers its exit code. */
  readonly stop: () => Promise<number | null>;
}

/** Longer than any process of ours takes to end by itself. */
const STOP_WITHIN_MS = 10_000;

/** Starts a script with Node. */
export function startScript(
  script: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Running {
  const child = spawn(process.execPath, [script, ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  });
  let [output, printed, complained] = ['', '', ''];
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    output += chunk;
    printed += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    output += chunk;
    complained += chunk;
  });
  const ended = once(child, 'close').then(() => child.exitCode);
  return {
    process: child,
    output: () => output,
    printed: () => printed,
    complained: () => complained,
    ended,
    stop: async () => {
      child.kill('SIGTERM');
      const force = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
      await ended;
      clearTimeout(force);
      return child.exitCode;
    },
  };
}

/** Resolves with the match once the process printed it; rejects when it ends, or after the time, with what it said. */
export async function untilPrinted(running: Running, pattern: RegExp, timeoutMs = 30_000): Promise<RegExpExecArray> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const match = pattern.exec(running.output());
    if (match !== null) return match;
    if (running.process.exitCode !== null)
      throw new Error(`ended with code ${running.process.exitCode}: ${running.output()}`);
    if (Date.now() > deadline) throw new Error(`did not print ${pattern} in ${timeoutMs} ms: ${running.output()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
