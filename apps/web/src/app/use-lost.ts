import { useEffect, useState } from 'react';
import type { StreamState } from '../lib/event-stream.ts';

type Lost = Extract<StreamState, { kind: 'lost' }>;

/** A stream that comes back sooner than this was not missed. */
const PATIENCE_MS = 1500;

/** The lost stream once it is lost for longer than a moment, so that a short break does not flash; not while it is refused. */
export function useLost(stream: StreamState, refused: boolean): Lost | undefined {
  const [missed, setMissed] = useState(false);
  const lost = stream.kind === 'lost';
  const open = stream.kind === 'open';
  useEffect(() => {
    if (open) setMissed(false);
    if (!lost) return;
    const timer = setTimeout(() => setMissed(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [lost, open]);
  return lost && missed && !refused ? stream : undefined;
}
