import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** The repository's root folder. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A process of ours with what it printed so far. */
export interface Running {
  readonly process: ChildProcess;
  readonly output: () => string;
  readonly stop: () => Promise<number | null>;
}

/** Starts a built script with Node. */
export function startScript(script: string, args: readonly string[]): Running {
  const child = spawn(process.execPath, [script, ...args], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const collect = (chunk: Buffer) => {
    output += chunk.toString('utf8');
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  return {
    process: child,
    output: () => output,
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) {
        const gone = once(child, 'exit');
        child.kill('SIGTERM');
        await gone;
      }
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
