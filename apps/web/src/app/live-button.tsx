import { Pause, Play } from 'lucide-react';
import { Button } from '../ui/button.tsx';

/** Whether what is on screen follows the cluster. */
export type Liveness = 'live' | 'connecting' | 'lost' | 'stale' | 'paused';

const WORDS: Readonly<Record<Liveness, string>> = {
  live: 'Live',
  connecting: 'Connecting',
  lost: 'No connection',
  stale: 'Not live',
  paused: 'Paused',
};
const TITLES: Readonly<Record<Liveness, string>> = {
  live: 'Changes are on screen as they happen. Press to pause (P)',
  connecting: 'Connecting. Press to pause (P)',
  lost: 'Trying to connect again. Press to pause (P)',
  stale: 'Nothing new comes. Press to pause (P)',
  paused: 'The picture stands still. Press to go on (P)',
};

export interface LiveButtonProps {
  readonly live: Liveness;
  readonly onPause: (paused: boolean) => void;
}

/** U3: no reload button is needed, but there is pause. */
export function LiveButton({ live, onPause }: LiveButtonProps) {
  const paused = live === 'paused';
  const Icon = paused ? Play : Pause;
  return (
    <Button className="live" aria-pressed={paused} title={TITLES[live]} onClick={() => onPause(!paused)}>
      <i className={`live-dot ${live}`} aria-hidden="true" />
      <span className="grow">{WORDS[live]}</span>
      <Icon className="icon" size={12} aria-hidden="true" />
    </Button>
  );
}
