import { readFileSync } from 'node:fs';
import type { Weir } from '../support/weir.ts';
import { atMost, type Figure } from './figures.ts';

/** Memory of a process in MB, from the operating system; undefined where it does not tell. */
function megabytes(pid: number | undefined, field: 'VmRSS' | 'VmHWM'): number | undefined {
  try {
    const line = new RegExp(`${field}:\\s+(\\d+) kB`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return line?.[1] === undefined ? undefined : Number(line[1]) / 1024;
  } catch {
    // Not Linux.
    return undefined;
  }
}

/** The server's resident memory after all that was asked of it. Nothing where the operating system does not tell. */
export function memoryFigure(weir: Weir, label: string, budget: number): Figure[] {
  const { pid } = weir.running.process;
  const now = megabytes(pid, 'VmRSS');
  const peak = megabytes(pid, 'VmHWM');
  if (now === undefined || peak === undefined) return [];
  return [atMost(`server memory (RSS; peak ${peak.toFixed(0)} MB), ${label}`, now, budget, 'MB')];
}
