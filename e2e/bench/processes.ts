/** Something that must be ended, whatever becomes of the measurement. */
interface Ending {
  readonly stop: () => Promise<void>;
}

const running: Ending[] = [];

/** Remembers what must be ended, and returns it. */
export function ending<T extends Ending>(item: T): T {
  running.push(item);
  return item;
}

/** Ends everything that was started, the youngest first. */
export async function endAll(): Promise<void> {
  for (let item = running.pop(); item !== undefined; item = running.pop()) {
    await item.stop().catch((error: unknown) => process.stderr.write(`ending failed: ${String(error)}\n`));
  }
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => void endAll().finally(() => process.exit(1)));
}
